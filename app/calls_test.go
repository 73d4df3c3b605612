package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
)

// logged collects the log for the length of a test.
func logged(t *testing.T) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &out
}

func TestCallMapsErrors(t *testing.T) {
	calls := NewCalls()
	calls.Open(nil)
	for name, tt := range map[string]struct {
		err    error
		code   string
		logged bool
	}{
		"for people":         {crm.Errorf("name_required", "name", "Give a name."), "name_required", false},
		"for people, nested": {fmt.Errorf("save: %w", crm.Errorf("busy", "", "Busy.")), "busy", false},
		"disk full":          {fmt.Errorf("write: %w", noSpace), CodeDiskFull, false},
		"closing":            {fmt.Errorf("query: %w", context.Canceled), CodeStopping, false},
		"ours":               {errors.New("no such column: nmae"), CodeInternal, true},
	} {
		t.Run(name, func(t *testing.T) {
			log := logged(t)
			n, err := call(calls, "Trial.Do", func(context.Context) (int, error) { return 7, tt.err })
			if n != 0 || crm.CodeOf(err) != tt.code {
				t.Errorf("= %d, %v; want 0 and code %s", n, err, tt.code)
			}
			if got := strings.Contains(log.String(), "nmae"); got != tt.logged {
				t.Errorf("logged %v, want %v: %s", got, tt.logged, log)
			}
			if strings.Contains(FormatError(err), "nmae") {
				t.Errorf("the person reads %s", FormatError(err))
			}
			// The bridge formats once more; that must change and log nothing.
			before := log.String()
			if again := FormatError(hide("Trial.Do", err)); again != FormatError(err) || log.String() != before {
				t.Errorf("a second pass gives %s and logs %s", again, log)
			}
		})
	}
	n, err := call(calls, "Trial.Do", func(context.Context) (int, error) { return 7, nil })
	if n != 7 || err != nil {
		t.Errorf("= %d, %v", n, err)
	}
}

func TestCallRecoversWithoutArguments(t *testing.T) {
	calls := NewCalls()
	calls.Open(nil)
	for name, tt := range map[string]struct {
		panics any
		want   string // in the log
	}{
		"data":     {"cannot place maria@example.com", "panic=string"},
		"error":    {errors.New("maria@example.com"), "panic=*errors.errorString"},
		"our own":  {"bug: no such table", "bug: no such table"},
		"run time": {nil, "slice bounds out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			log := logged(t)
			err := do(calls, "Trial.Do", func(context.Context) error {
				if tt.panics == nil {
					name := "maria@example.com"
					return errors.New(name[len(name)+1:])
				}
				panic(tt.panics)
			})
			if crm.CodeOf(err) != CodeInternal {
				t.Errorf("err = %v", err)
			}
			for _, want := range []string{tt.want, "method=Trial.Do", "TestCallRecoversWithoutArguments"} {
				if !strings.Contains(log.String(), want) {
					t.Errorf("log lacks %q: %s", want, log)
				}
			}
			if strings.Contains(log.String(), "maria") || strings.Contains(FormatError(err), "maria") {
				t.Errorf("personal data: %s / %s", log, FormatError(err))
			}
		})
	}
}

func TestCallsWaitForTheData(t *testing.T) {
	calls := NewCalls()
	got := make(chan error, 1)
	go func() { got <- do(calls, "Trial.Do", func(context.Context) error { return nil }) }()
	select {
	case <-got:
		t.Fatal("ran before the data was open")
	case <-time.After(20 * time.Millisecond):
	}
	calls.Open(nil)
	if err := <-got; err != nil {
		t.Error(err)
	}
}

func TestCallsAfterAFailedStart(t *testing.T) {
	calls := NewCalls()
	calls.Open(crm.Errorf(crm.CodeBusy, "", "Open elsewhere."))
	err := do(calls, "Trial.Do", func(context.Context) error { t.Error("ran"); return nil })
	if crm.CodeOf(err) != crm.CodeBusy {
		t.Errorf("err = %v", err)
	}
}

func TestCallsClose(t *testing.T) {
	calls := NewCalls()
	calls.Open(nil)
	entered, got := make(chan struct{}), make(chan error, 1)
	go func() {
		got <- do(calls, "Trial.Do", func(ctx context.Context) error {
			close(entered)
			<-ctx.Done()
			return ctx.Err()
		})
	}()
	<-entered
	calls.Close(5 * time.Second)
	if err := <-got; crm.CodeOf(err) != CodeStopping {
		t.Errorf("running call: %v", err)
	}
	if err := do(calls, "Trial.Do", func(context.Context) error { t.Error("ran"); return nil }); crm.CodeOf(err) != CodeStopping {
		t.Errorf("later call: %v", err)
	}

	stuck := NewCalls() // a call in a dialog does not hold the program up for ever
	stuck.Open(nil)
	release := make(chan struct{})
	inDialog := make(chan struct{})
	go do(stuck, "Trial.Do", func(context.Context) error { close(inDialog); <-release; return nil })
	<-inDialog
	begin := time.Now()
	stuck.Close(10 * time.Millisecond)
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("Close took %v", took)
	}
	close(release)

	never := NewCalls() // closed before the data was open: waiting calls end
	go func() { got <- do(never, "Trial.Do", func(context.Context) error { return nil }) }()
	never.Close(time.Second)
	if err := <-got; crm.CodeOf(err) != CodeStopping {
		t.Errorf("waiting call: %v", err)
	}
}

func TestFormatErrorIsAJSONString(t *testing.T) {
	text := FormatError(crm.Errorf("x", "cpf", `Say "%s".`, "ação\n"))
	var got struct{ Code, Message, Field string }
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Code != "x" || got.Message != "Say \"ação\n\"." || got.Field != "cpf" {
		t.Errorf("got %+v", got)
	}
}
