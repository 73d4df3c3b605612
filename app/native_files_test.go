//go:build linux

package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
)

// TestNativeFiles works with files as a person does in the real window: drops some on it, answers a notification that offers the
// lines it refused, and imports and exports by the system's dialogs.
func TestNativeFiles(t *testing.T) {
	program, desk := nativeWindow(t, 1400)
	screen, reader := desk.screen, desk.reader
	data := replica(t, func(context.Context, *importer.Service, *exporter.Service) int { return 0 })
	out := t.TempDir() // a name that can be typed
	folder := filepath.Join(t.TempDir(), "Área de trabalho 100%")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	dropped := written(t, folder, "contatos da manhã.csv", "Ana;ana@example.com;", "Bento;bento@example.com;", "Caio;caio@example.com;123")
	second := written(t, folder, "os #2 & outros.csv", "Eva;eva@example.com;")
	chosen := written(t, out, "outros.csv", "Dora;dora@example.com;")

	run := desk.open(t, program, data)
	window := screen.waitForWindow(t, "Carteira")
	patiently(t, "the e-mail to be asked for", func() bool {
		email, ok := reader.find(roleEntry, "E-mail")
		return ok && email.states&stateFocused != 0
	})
	screen.write(t, "renata@example.com")
	screen.press(t, keyTab)
	screen.write(t, "uma senha longa")
	screen.press(t, keyReturn)
	reader.shows(t, roleButton, "Importar um arquivo…")

	// A drop has the file's real path: its folder, blanks, accents and all. Whoever lets go as soon as the window is reached
	// has not moved over it: the web view would show the file in place of the window.
	manager := openFiles(t, desk.display)
	manager.drop(t, window, 0, dropped)
	reader.shows(t, roleButton, "Importar 2 contatos")
	screen.picture(t, "dropped")
	// Another one, while the first is being prepared, waits.
	manager.drop(t, window, 3, second, dropped)
	reader.shows(t, roleButton, "Tirar os #2 & outros.csv da fila")
	screen.picture(t, "dropped-more")
	reader.press(t, "Tirar os #2 & outros.csv da fila")

	// What is told while the person looks elsewhere has buttons that do what they say.
	manager.front(t)
	reader.press(t, "Importar 2 contatos")
	told := desk.waitFor(t, "Importação concluída em parte")
	desk.signal(t, "ActionInvoked", told.id, actionReport)
	report := filepath.Join(out, "recusadas")
	screen.answer(t, reader, "Salvar as linhas recusadas", "Save", report)
	patiently(t, "the refused lines", func() bool { return strings.Contains(readWhole(t, report+".csv"), "Caio") })

	// The dialog to open a file: put away, then answered.
	reader.follow(t, "Importações")
	reader.press(t, "Nova importação")
	reader.press(t, "Escolher arquivo")
	dialog := screen.waitForWindow(t, "Escolher o arquivo a importar")
	reader.press(t, "Cancel")
	screen.gone(t, dialog)
	reader.press(t, "Escolher arquivo")
	screen.answer(t, reader, "Escolher o arquivo a importar", "Open", chosen)
	reader.press(t, "Importar 1 contato")
	reader.press(t, "Ver contatos")

	// The dialog to save one: the ending that was not typed is added.
	for _, name := range []string{"Ana", "Dora"} {
		reader.act(t, roleCheckBox, "Selecionar "+name)
	}
	reader.act(t, roleMenu, "Exportar")
	reader.choose(t, "CSV (;)")
	saved := filepath.Join(out, "todos")
	screen.answer(t, reader, "Exportar contatos", "Save", saved)
	patiently(t, "the export", func() bool {
		text := readWhole(t, saved+".csv")
		return strings.Contains(text, "Ana") && !strings.Contains(text, "Bento") && strings.Contains(text, "Dora")
	})

	// A computer that is shut down does not wait for an answer.
	reader.follow(t, "Importações")
	reader.press(t, "Nova importação")
	reader.press(t, "Escolher arquivo")
	screen.waitForWindow(t, "Escolher o arquivo a importar")
	if err := run.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	run.ends(t)
}

func written(t *testing.T, folder, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	text := "contact_name;contact_email;contact_cpf\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readWhole is what a file holds, nothing while it is not there.
func readWhole(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// answer types a path into a dialog of the system, like any person who has no mouse.
func (s *screen) answer(t *testing.T, r *reader, title, accept, path string) {
	t.Helper()
	dialog := s.waitForWindow(t, title)
	s.focused(t, dialog)
	s.picture(t, title)
	s.press(t, keyControl, 'l')
	patiently(t, "the path in "+title, func() bool {
		s.press(t, keyControl, 'a')
		s.write(t, path)
		for range 50 { // the dialog completes what it knows and may lose what is typed meanwhile
			if r.typed() == path {
				return true
			}
			time.Sleep(20 * time.Millisecond)
		}
		return false
	})
	patiently(t, title+" to accept the path", func() bool {
		if b, there := r.find(roleButton, accept); !there || b.states&stateEnabled == 0 {
			return !s.shown(dialog)
		}
		s.press(t, keyReturn) // the first may only put a list of completions away
		for range 100 {
			if !s.shown(dialog) {
				return true
			}
			time.Sleep(20 * time.Millisecond)
		}
		return false
	})
}
