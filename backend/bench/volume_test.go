//go:build cgo && !windows

package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// BenchmarkSyncVolume fills a server with the imports of one office, with that office's people working meanwhile, and
// copies everything to a new office.
func BenchmarkSyncVolume(b *testing.B) {
	lines := size(b)
	for b.Loop() {
		volume(b, lines)
	}
}

func volume(b *testing.B, lines int) {
	c := newCentral(b, "")
	server := c.start()
	a := founded(b, c, server.url)
	a.imports(2000, 9)
	must(b, a.sync.Now(a.ctx))
	known := a.contacts(1000) // an edit of a contact that is being imported waits for its chunk
	half := (lines - 2000) / 2

	heading(fmt.Sprintf("upload of an import of %d lines", half))
	scale := float64(half) / 500_000
	began := time.Now()
	a.imports(half, 1)
	told("the import itself, offline", time.Since(began).Seconds(), "s")
	took, edits, saved := a.uploads(known)
	most("uploaded, with an edit every 100 ms", took.Seconds(), 30*max(scale, 0.1), "s")
	told("lines a second", float64(half)/took.Seconds(), "")
	most("edit until the server has it, p50", percentile(edits, 50), 500, "ms")
	most("edit until the server has it, p99", percentile(edits, 99), 500, "ms")
	told("of it until it is saved here, p99", percentile(saved, 99), "ms")
	told("edits", float64(len(edits)), "")
	a.imports(half, 2)
	before := a.net.sent.Load()
	took, _, _ = a.uploads(nil)
	most("uploaded, nothing else going on", took.Seconds(), 30*max(scale, 0.1), "s")
	told("lines a second", float64(half)/took.Seconds(), "")
	told("bytes a line on the wire", float64(a.net.sent.Load()-before)/float64(half), "")
	told("server, peak memory", float64(server.stop())/mebibyte, "MiB")
	a.stop()

	server = c.start()
	heading(fmt.Sprintf("first copy of %d contacts", 2*half+2000))
	r := copyTo(b, c, server)
	n := float64(r.Contacts)
	scale = n / 1e6
	most("contacts and lookups there", r.Copied, 30*max(scale, 0.1), "s")
	told("contacts a second", n/r.Copied, "")
	told("search index settled too", r.Settled, "s")
	told("processor time, new office", r.Processor, "s")
	told("processor time, server", r.server, "s")
	most("bytes a contact on the wire", float64(r.Received)/n, 75, "")
	told("new office, peak memory", float64(r.Peak)/mebibyte, "MiB")
	told("server, peak memory", float64(server.stop())/mebibyte, "MiB")
}

// uploads starts the connection and waits until every chunk is at the server; meanwhile a person changes another of the
// given contacts every 100 ms, if there are any.
func (o *office) uploads(ids []crm.ID) (took time.Duration, reached, saved []time.Duration) {
	o.Helper()
	chunks := o.pending()
	done := o.net.chunks.Load() + chunks
	began := time.Now()
	service := o.connect()
	typing := make(chan error, 1)
	go func() {
		defer close(typing)
		for i := 0; len(ids) > 0 && o.net.chunks.Load() < done; i++ {
			begun, next := time.Now(), time.After(100*time.Millisecond)
			o.net.begins(ids[i%len(ids)])
			if err := o.edit(ids[i%len(ids)], fmt.Sprintf("apto %d", i)); err != nil {
				typing <- err
				return
			}
			saved = append(saved, time.Since(begun))
			<-next
		}
	}()
	within(o.TB, 10*time.Minute, "the upload", func() bool { return o.net.chunks.Load() >= done })
	took = time.Since(began)
	must(o.TB, <-typing)
	within(o.TB, time.Minute, "the last edit", func() bool { _, missing := o.net.latencies(); return missing == 0 })
	service.Close()
	must(o.TB, o.sync.Now(o.ctx))
	if n := o.pending(); n != 0 {
		o.Fatalf("%d operations wait", n)
	}
	reached, _ = o.net.latencies()
	return took, reached, saved
}

// copied is what a new office reports.
type copied struct {
	Copied, Settled float64 // seconds since it enrolled
	Contacts        int64
	Received        int64   // bytes
	Peak            int64   // bytes of memory
	Processor       float64 // seconds
	server          float64 // processor seconds of the server
}

// copyTo lets a new office, a process of its own, enrol and take everything over.
func copyTo(b *testing.B, c *central, server *process) (r copied) {
	b.Helper()
	cmd := exec.Command(os.Args[0], server.url, c.code(), filepath.Join(b.TempDir(), "fresh"))
	cmd.Env = append(os.Environ(), roleVariable+"=join")
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.StdoutPipe()
	must(b, err)
	before := processor(server.cmd.Process.Pid)
	must(b, cmd.Start())
	line, _ := bufio.NewReader(out).ReadBytes('\n')
	r.server = processor(server.cmd.Process.Pid) - before // without the check that follows
	if err := cmd.Wait(); err != nil {
		b.Fatalf("new office: %v\n%s", err, &failure)
	}
	decode(b, line, &r)
	return r
}

// join is the new office: server, code and folder are its arguments. It fails unless it ends as the server is.
func join(args []string) error {
	ctx := crm.WithActor(context.Background(), crm.System)
	o, err := openOffice(ctx, args[2])
	if err != nil {
		return err
	}
	defer o.stop()
	var r copied
	began := time.Now()
	if err := errors.Join(o.sync.Enrol(ctx, args[0], args[1], "Filial"), o.sync.Now(ctx)); err != nil {
		return err
	}
	r.Copied = time.Since(began).Seconds()
	r.Received = o.net.received.Load()
	if err := o.db.SearchSettled(ctx); err != nil {
		return err
	}
	r.Settled = time.Since(began).Seconds()
	r.Peak, r.Processor = memory(os.Getpid(), "VmHWM"), processor(os.Getpid())
	if err := o.db.View(ctx, func(v *sqlite.View) (err error) { r.Contacts, err = v.CountContacts(); return err }); err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		return err
	}
	here, there, err := o.sync.Digest(ctx)
	if err == nil && !here.Equal(&there.Digest) {
		err = fmt.Errorf("the new office holds %v, the server %v", here.Records, there.Digest.Records)
	}
	return err
}
