//go:build linux

package app

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
	"carteira/backend/sqlite"
)

// TestNativeClosing closes the real window over an import (D3.15): it asks, every answer does what it says, whoever closes
// it twice has answered, and in the end every line is there once.
func TestNativeClosing(t *testing.T) {
	program, desk := nativeWindow(t, 1400)
	// Lines that are refused are quick, and a transaction takes 50,000 of them: there is always one more to come.
	const lines, each, contacts = 600_000, 200, 3_000
	file := filepath.Join(t.TempDir(), "contatos.csv")
	var text bytes.Buffer
	text.WriteString("contact_name;contact_phone\n")
	for i := range lines {
		if i%each == 0 {
			fmt.Fprintf(&text, "Contato %d;5548999%06d\n", i, i)
		} else {
			text.WriteString("C;1\n")
		}
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	data := replica(t, func(ctx context.Context, imports *importer.Service, _ *exporter.Service) int {
		if _, err := imports.Start(ctx, importer.Options{Path: file}); err != nil {
			t.Fatal(err)
		}
		return 1
	})
	const question = "1 trabalho ainda está em andamento"
	reopened := func() (*running, func()) {
		t.Helper()
		desk.forget()
		release := slowed(t, data) // from the start on: an import left alone until the window stands would be at its end
		run := desk.open(t, program, data)
		desk.waitFor(t, "Importação retomada")
		desk.reader.shows(t, roleHeading, "Entrar")
		return run, release
	}
	unfinished := func(run *running) {
		t.Helper()
		run.ends(t)
		if live, n := liveJobs(t, data), counted(t, data); live != 1 || n >= contacts {
			t.Fatalf("%d jobs to resume and %d contacts of %d: nothing was interrupted", live, n, contacts)
		}
	}

	run, release := reopened()
	desk.screen.close(t, desk.screen.waitForWindow(t, "Carteira"))
	desk.reader.shows(t, roleDialog, question)
	desk.screen.picture(t, "closing")
	desk.reader.press(t, "Voltar para a janela")
	patiently(t, "the question to go", func() bool { _, there := desk.reader.find(roleDialog, question); return !there })
	desk.screen.close(t, desk.screen.waitForWindow(t, "Carteira"))
	desk.reader.press(t, "Fechar e continuar depois")
	release()
	unfinished(run)

	run, release = reopened()
	desk.screen.close(t, desk.screen.waitForWindow(t, "Carteira"))
	desk.reader.shows(t, roleDialog, question)
	desk.screen.close(t, desk.screen.waitForWindow(t, "Carteira"))
	release()
	unfinished(run)

	run, release = reopened()
	desk.screen.close(t, desk.screen.waitForWindow(t, "Carteira"))
	desk.reader.press(t, "Terminar em segundo plano")
	desk.waitFor(t, "A Carteira continua em segundo plano")
	patiently(t, "the window to go", func() bool { return desk.screen.window("Carteira") == 0 })
	release()
	ended := desk.waitFor(t, "Importação concluída em parte")
	if want := "Criados: 3.000 · atualizados: 0 · sem mudança: 0 · recusadas: 597.000"; ended.body != want {
		t.Errorf("told %q, want %q", ended.body, want)
	}
	if w := desk.screen.window("Carteira"); w != 0 {
		t.Error("the window came back by itself")
	}
	desk.signal(t, "ActionInvoked", ended.id, actionOpen)
	window := desk.screen.waitForWindow(t, "Carteira")
	desk.screen.picture(t, "back")
	desk.screen.close(t, window) // with nothing under way, nothing is asked
	run.ends(t)
	if live, n := liveJobs(t, data), counted(t, data); live != 0 || n != contacts {
		t.Errorf("%d jobs to resume and %d contacts, want none and %d", live, n, contacts)
	}
}

// slowed has another program write to the replica most of the time, so that an import takes as long as a test needs.
func slowed(t *testing.T, data string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "carteira.db")+"?_busy_timeout=0&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	held, done := make(chan struct{}), make(chan struct{})
	stop, over := context.WithCancel(context.Background())
	go func() {
		defer close(done)
		for first := true; stop.Err() == nil; first = false {
			tx, err := db.Begin()
			for err != nil && stop.Err() == nil && strings.Contains(err.Error(), "locked") {
				time.Sleep(100 * time.Microsecond) // an import leaves little time between two transactions
				tx, err = db.Begin()
			}
			if err != nil {
				if stop.Err() == nil {
					t.Error(err)
				}
				if first {
					close(held)
				}
				return
			}
			if first {
				close(held)
			}
			pause(stop, time.Second) // less than anybody waits for
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}
			pause(stop, 200*time.Millisecond) // others come in
		}
	}()
	release = sync.OnceFunc(func() {
		over()
		<-done
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(release)
	<-held
	return release
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func liveJobs(t *testing.T, data string) (n int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var live []crm.Job
	if err := db.View(t.Context(), func(v *sqlite.View) (err error) { live, err = v.LiveJobs(); return err }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return len(live)
}

func counted(t *testing.T, data string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "carteira.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow(`SELECT count(*) FROM contact`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}
