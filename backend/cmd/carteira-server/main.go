// Command carteira-server is the central server: it reconciles the offices' replicas and answers the platform.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// logVariable chooses what is logged on standard error: debug, info, warn or error.
const logVariable = "CARTEIRA_LOG"

// gcPercent: what the server keeps is little, and pushes and copies make much that is soon garbage. With the default it
// collects so often that a third of the processor goes there.
const gcPercent = 300

func main() {
	debug.SetGCPercent(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	level := slog.LevelInfo
	if name := os.Getenv(logVariable); name != "" {
		if err := level.UnmarshalText([]byte(name)); err != nil {
			level = slog.LevelInfo
		}
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})))
	status := run(ctx, os.Args[1:], surroundings{stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv})
	stop()
	os.Exit(status)
}
