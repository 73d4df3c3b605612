package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A file that another program is still writing is imported up to its last whole line, and the result says so.
func TestFileThatGrowsWhileItIsRead(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "crescendo.csv")
	f, err := os.Create(path)
	o.must(err)
	line := func(i int) {
		// In two pieces, so that a copy taken between them ends in the middle of a line.
		_, err := fmt.Fprintf(f, "Pessoa %d;", i)
		o.must(err)
		time.Sleep(2 * time.Millisecond)
		_, err = fmt.Fprintf(f, "55119%08d\r\n", 60_000_000+i)
		o.must(err)
	}
	_, err = f.WriteString("contact_name;contact_phone\r\n")
	o.must(err)
	for i := range 50 {
		line(i)
	}
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		for i := 50; ; i++ {
			select {
			case <-stop:
				stopped <- i
				return
			default:
				line(i)
			}
		}
	}()
	_, r := o.run(Options{Path: path})
	close(stop)
	written := <-stopped
	o.must(f.Close())
	if !r.Growing || r.Rejected != 0 || r.Created < 50 || r.Created > written {
		t.Errorf("%d lines were written by the end; %s %v, growing %t", written, r.counts(), r.Reasons, r.Growing)
	}
	// Once it has settled, importing it again brings the rest and changes nothing else.
	if _, again := o.run(Options{Path: path}); again.Growing || again.Created+again.Unchanged != written || again.Unchanged != r.Created {
		t.Errorf("again: %s, growing %t; before: %s, written %d", again.counts(), again.Growing, r.counts(), written)
	}
}

func TestAnUnfinishedLineIsCutOff(t *testing.T) {
	for whole, rest := range map[string]string{
		"nome;fone\r\nAna;1\r\n": "Bia;", "nome\nAna\n": "B", "nome\rAna\r": "Bi", "": "",
		"\xFF\xFEn\x00\r\x00\n\x00A\x00\n\x00": "\n\x01B\x00", "\xFE\xFF\x00n\x00\n\x0A\x0A\x00\n": "\x00B\x0A", // letters with a 0A in them
	} {
		f, err := os.Create(filepath.Join(t.TempDir(), "copy"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(whole + rest); err != nil {
			t.Fatal(err)
		}
		size, err := cutToLine(f, int64(len(whole+rest)))
		left, rerr := os.ReadFile(f.Name())
		if err != nil || rerr != nil || string(left) != whole || size != int64(len(whole)) {
			t.Errorf("%q + %q: %q %d %v %v", whole, rest, left, size, err, rerr)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
