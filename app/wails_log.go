package app

import (
	"encoding/json"
	"log/slog"
	"os"
	"strings"
)

// wailsLog passes the window library's messages on, without what the page sent: a call that failed is logged there
// with its arguments, which are personal data.
type wailsLog struct{}

func (wailsLog) Print(string) {}
func (wailsLog) Trace(string) {}
func (wailsLog) Debug(string) {}
func (wailsLog) Info(string)  {}

func (wailsLog) Warning(message string) { slog.Warn("window library", "message", withoutCall(message)) }
func (wailsLog) Error(message string)   { slog.Error("window library", "message", withoutCall(message)) }

// Fatal must not return: the library goes on as if the process had ended.
func (wailsLog) Fatal(message string) {
	slog.Error("window library gave up", "message", withoutCall(message))
	os.Exit(1)
}

// withoutCall keeps of "process message error: C{…} -> …" the method's name only. The text after the arrow may quote
// an argument too.
func withoutCall(message string) string {
	for _, p := range []string{"process message error: ", "error parsing arguments", "Unknown message from front end"} {
		if !strings.HasPrefix(message, p) {
			continue
		}
		kept := strings.TrimRight(p, ": ")
		var call struct{ Name string }
		text := strings.TrimPrefix(strings.TrimPrefix(message, p), "C")
		if err := json.NewDecoder(strings.NewReader(text)).Decode(&call); err == nil && call.Name != "" {
			kept += ": " + call.Name
		}
		return kept
	}
	return message
}
