package app

import (
	"errors"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// The Run key starts the program at login, and only this very one; what was switched off in the Task Manager is off until it is
// wanted again here. What others have in these keys is left alone.
func TestRunKey(t *testing.T) {
	const other = "Outro programa"
	set := func(path, name string, write func(registry.Key) error) {
		t.Helper()
		key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.SET_VALUE)
		if err == nil {
			err = errors.Join(write(key), key.Close())
		}
		if err != nil {
			t.Fatalf("%s, %s: %v", path, name, err)
		}
	}
	value := func(name string) string {
		t.Helper()
		key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
		if err != nil {
			t.Fatal(err)
		}
		defer key.Close()
		text, _, err := key.GetStringValue(name)
		if err != nil && !errors.Is(err, registry.ErrNotExist) {
			t.Fatal(err)
		}
		return text
	}
	inTaskManager := func(first byte) {
		t.Helper()
		set(approvedKey, runName, func(k registry.Key) error {
			return k.SetBinaryValue(runName, []byte{first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
		})
	}
	set(runKey, other, func(k registry.Key) error { return k.SetStringValue(other, "outro.exe") })
	t.Cleanup(func() {
		if err := (runEntry{}).set(false); err != nil {
			t.Error(err)
		}
		set(runKey, other, func(k registry.Key) error { return k.DeleteValue(other) })
	})

	made, err := newLoginEntry()
	if err != nil {
		t.Fatal(err)
	}
	entry := runEntry{`"C:\Programas\Ação & cia\Carteira.exe" ` + optionMinimised}
	is := func(when string, e loginEntry, want bool) {
		t.Helper()
		if on, err := e.on(); err != nil || on != want {
			t.Errorf("%s: on %v, want %v: %v", when, on, want, err)
		}
	}
	turn := func(e loginEntry, on bool) {
		t.Helper()
		if err := e.set(on); err != nil {
			t.Fatal(err)
		}
	}
	is("at first", entry, false)
	turn(entry, false) // off already
	turn(entry, true)
	is("set", entry, true)
	is("seen by a program elsewhere", made, false)
	if got := value(runName); got != entry.command {
		t.Errorf("the system starts %q", got)
	}
	for _, state := range []struct {
		first byte
		on    bool
	}{{2, true}, {3, false}, {6, true}, {7, false}} {
		inTaskManager(state.first)
		is("in the Task Manager", entry, state.on)
	}
	turn(entry, true)
	is("wanted again", entry, true)
	turn(made, true) // of the two the last one wins
	is("replaced", entry, false)
	is("replaced", made, true)
	turn(made, false)
	is("off", made, false)
	if got := value(runName); got != "" {
		t.Errorf("%q stays behind", got)
	}
	if got := value(other); got != "outro.exe" {
		t.Errorf("another program's entry is %q", got)
	}
}
