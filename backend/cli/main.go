package cli

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// logVariable chooses what of the program's log is shown on standard error: debug, info, warn or error.
const logVariable = "CARTEIRA_LOG"

// Main runs the program as the system started it and returns its exit status. The first Ctrl+C stops a job where it can
// be resumed; a second one ends the program at once.
func Main(web WebServer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	defer stop()
	level := slog.Level(100) // above every level: what matters to the person is in the answer
	if name := os.Getenv(logVariable); name != "" {
		if err := level.UnmarshalText([]byte(name)); err != nil {
			level = slog.LevelInfo
		}
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})))
	return Run(ctx, os.Args[1:], Options{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Web: web})
}
