package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// The scripts of testdata run the real program as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"carteira-server": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CARTEIRA_STORE", "sqlite:"+filepath.Join(e.WorkDir, "store"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": status, "json": jsonValue, "setjson": setJSON, "enrol": enrol, "serving": serving, "stop": stop, "private": private, "pinned": pinned,
		},
	})
}

// status N carteira-server … runs a command and compares its exit status.
func status(ts *testscript.TestScript, _ bool, args []string) {
	got := "0"
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = string(rune('0' + exit.ExitCode()))
	default:
		ts.Check(err)
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, not %s", got, args[0])
	}
}

// at is a value of standard output, which must be exactly one JSON document.
func at(ts *testscript.TestScript, path string) string {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var doc any
	ts.Check(d.Decode(&doc))
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("standard output goes on after its JSON document")
	}
	for step := range strings.SplitSeq(path, ".") {
		switch here := doc.(type) {
		case map[string]any:
			value, ok := here[step]
			if !ok {
				ts.Fatalf("there is no %q in %v", step, here)
			}
			doc = value
		case []any:
			if step == "len" {
				doc = float64(len(here))
				continue
			}
			doc = here[int(step[0]-'0')]
		default:
			ts.Fatalf("%q leads nowhere", path)
		}
	}
	if s, ok := doc.(string); ok {
		return s
	}
	b, err := json.Marshal(doc)
	ts.Check(err)
	return string(b)
}

// [!] json PATH VALUE compares one value of standard output.
func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	if got := at(ts, args[0]); (got == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

// setjson VARIABLE PATH keeps a value for later commands.
func setJSON(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(args[0], at(ts, args[1])) }

// enrol VARIABLE CODE enrols a device of the office "Filial" in the store, whose id it keeps.
func enrol(ts *testscript.TestScript, _ bool, args []string) {
	s, err := store.Open(context.Background(), ts.Getenv("CARTEIRA_STORE"), store.Options{})
	ts.Check(err)
	id := crm.NewID()
	_, err = s.Enrol(context.Background(), wire.EnrolRequest{Code: args[1], Device: id, Office: "Filial", PublicKey: make([]byte, 32)})
	ts.Check(errors.Join(err, s.Close()))
	ts.Setenv(args[0], id.String())
}

// serving FILE waits until a server in the background has written its first line there, and keeps its address as URL.
func serving(ts *testscript.TestScript, _ bool, args []string) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		b, err := os.ReadFile(ts.MkAbs(args[0]))
		if line, _, whole := bytes.Cut(b, []byte("\n")); err == nil && whole {
			var doc struct{ Listening string }
			if url, ok := strings.CutPrefix(string(line), "listening on "); ok {
				ts.Setenv("URL", url)
				return
			} else if json.Unmarshal(line, &doc) == nil && doc.Listening != "" {
				ts.Setenv("URL", doc.Listening)
				return
			}
		}
	}
	ts.Fatalf("no server is ready")
}

// private FILE… checks that nobody else may read the files.
func private(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			ts.Fatalf("%s has mode %o", name, mode)
		}
	}
}

// stop FILE ends the process whose number is in the file as the system would, and waits until it has ended.
func stop(ts *testscript.TestScript, _ bool, args []string) {
	pid, err := strconv.Atoi(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	p, err := os.FindProcess(pid)
	ts.Check(err)
	ts.Check(p.Signal(syscall.SIGTERM))
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if p.Signal(syscall.Signal(0)) != nil {
			return
		}
		if time.Now().After(end) {
			ts.Check(p.Kill())
			ts.Fatalf("the server does not stop")
		}
	}
}

// pinned HOST URL PIN compares the key that the server at the URL's port shows on this computer.
func pinned(ts *testscript.TestScript, _ bool, args []string) {
	u, err := url.Parse(args[1])
	ts.Check(err)
	c, err := tls.Dial("tcp", net.JoinHostPort("127.0.0.1", u.Port()), &tls.Config{InsecureSkipVerify: true})
	ts.Check(err)
	defer c.Close()
	if got := pinOf(c.ConnectionState().PeerCertificates[0]); got != args[2] {
		ts.Fatalf("the key is %s, not %s", got, args[2])
	}
	if u.Hostname() == args[0] {
		ts.Fatalf("%s is no address that others reach", args[1])
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "localhost": true,
		"": false, "0.0.0.0": false, "::": false, "192.168.0.10": false, "example.com": false,
	} {
		if loopback(host) != want {
			t.Errorf("%q is of this computer: %v", host, !want)
		}
	}
}
