package app

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"time"

	"carteira/backend/crm"
)

// Calls is the gate through which every bound method runs. The page starts calling while the data is still being
// opened, and may call while the window closes; a method body between call's braces sees neither.
type Calls struct {
	ctx    context.Context
	cancel context.CancelFunc

	opened  chan struct{} // closed by Open
	openErr error         // written before opened is closed

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// NewCalls returns a gate that holds every call back until Open.
func NewCalls() *Calls {
	ctx, cancel := context.WithCancel(context.Background())
	return &Calls{ctx: ctx, cancel: cancel, opened: make(chan struct{})}
}

// Open lets the waiting calls through, or answers them and all later ones with err. To be called once.
func (c *Calls) Open(err error) {
	c.openErr = err
	close(c.opened)
}

// Close refuses new calls, cancels the contexts of the running ones and waits for them, at most grace:
// a method may sit in a dialog that nobody will answer any more.
func (c *Calls) Close(grace time.Duration) {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()

	done := make(chan struct{})
	go func() { c.running.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(grace):
		slog.Warn("closing with calls still running")
	}
}

// enter reports why a call may not run, or registers it; leave must follow when it returns nil.
func (c *Calls) enter() error {
	select {
	case <-c.opened:
	case <-c.ctx.Done():
		return context.Canceled
	}
	if c.openErr != nil {
		return c.openErr
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return context.Canceled
	}
	c.running.Add(1)
	return nil
}

// call runs the body of a bound method. name is "Struct.Method" and is all that reaches the log: arguments are
// personal data. A panic becomes an error, because the desktop bridge would leave the page's promise pending for
// ever. The context ends when the program closes.
func call[T any](c *Calls, name string, body func(context.Context) (T, error)) (result T, err error) {
	if err := c.enter(); err != nil {
		return result, hide(name, err)
	}
	defer c.running.Done()
	defer func() {
		if p := recover(); p != nil {
			var none T
			result, err = none, recovered(name, p)
		}
	}()
	result, err = body(c.ctx)
	if err != nil {
		var none T
		return none, hide(name, err)
	}
	return result, nil
}

// do is call for a method that returns nothing but an error.
func do(c *Calls, name string, body func(context.Context) error) error {
	_, err := call(c, name, func(ctx context.Context) (struct{}, error) { return struct{}{}, body(ctx) })
	return err
}

// recovered logs a panic and returns what the person reads. It must be called from the deferred function itself.
func recovered(name string, p any) *crm.Error {
	slog.Error("bound method panicked", "method", name, "panic", panicText(p), "stack", stack())
	return public(fmt.Errorf("panic in %s", name))
}

// panicText keeps the texts known to be free of data: run-time errors and our own "bug: …".
func panicText(p any) string {
	if e, ok := p.(runtime.Error); ok {
		return e.Error()
	}
	if s, ok := p.(string); ok && strings.HasPrefix(s, "bug: ") {
		return s
	}
	return fmt.Sprintf("%T", p)
}

// stack is the calling goroutine's frames without the argument words that debug.Stack prints.
func stack() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	var b strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s:%d\n", f.Function, f.Line)
		if !more {
			return b.String()
		}
	}
}
