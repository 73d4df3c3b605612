package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"carteira/backend/crm"
)

func TestUpload(t *testing.T) {
	o := serveTrial(t)
	content := bytes.Repeat([]byte("nome;telefone\r\n"), maxCall/8) // larger than any call may be
	status, _, body := o.request("POST", "/upload", bytes.NewReader(content), func(r *http.Request) {
		r.Header.Set("X-File-Name", url.PathEscape(`..\..\Relação "final".csv`))
	})
	var got struct{ Path string }
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 {
		t.Fatalf("upload: %d %s %v", status, body, err)
	}
	if filepath.Base(got.Path) != "Relação _final_.csv" || !strings.HasPrefix(got.Path, filepath.Join(o.folder, "incoming")) {
		t.Errorf("path %s", got.Path)
	}
	saved, err := os.ReadFile(got.Path)
	if err != nil || !bytes.Equal(saved, content) {
		t.Errorf("content differs: %d bytes, %v", len(saved), err)
	}
	info, err := os.Stat(got.Path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}

	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, err := m.CreateFormFile("file", "b.csv")
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte("x"))
	m.Close()
	status, _, body = o.request("POST", "/upload", &form, func(r *http.Request) {
		r.Header.Set("Content-Type", m.FormDataContentType())
	})
	if status != 200 || !strings.HasSuffix(body, `b.csv"}`) {
		t.Errorf("form upload: %d %s", status, body)
	}
	status, _, body = o.request("POST", "/upload", strings.NewReader(""), func(r *http.Request) { r.Header.Set("X-File-Name", "%zz") })
	if status != 400 || !strings.Contains(body, "bad_file_name") {
		t.Errorf("unreadable name: %d %s", status, body)
	}

	own := filepath.Join(o.folder, "replica.db")
	if err := os.WriteFile(own, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.program.shell.Forget(own); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("forgetting the replica: %v", err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Error("the replica was removed")
	}
	if err := o.program.shell.Forget(got.Path); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(got.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}

// TestInterruptedUpload: what arrived before the connection broke is removed.
func TestInterruptedUpload(t *testing.T) {
	o := serveTrial(t)
	c, err := net.Dial("tcp", strings.TrimPrefix(o.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "POST /upload HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nX-Carteira-Token: %s\r\nX-File-Name: a.csv\r\nContent-Length: 1000\r\n\r\nhalf",
		strings.TrimPrefix(o.base, "http://"), o.base, o.token)
	incoming := filepath.Join(o.folder, "incoming")
	eventually(t, "the upload to begin", func() bool { e, _ := os.ReadDir(incoming); return len(e) == 1 })
	c.Close()
	eventually(t, "the half file to go", func() bool { e, _ := os.ReadDir(incoming); return len(e) == 0 })
}

func TestDownloadOnce(t *testing.T) {
	o := serveTrial(t)
	path, err := o.program.shell.SaveFile(FileDialog{Name: "rejeitadas de março.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.program.shell.Deliver(path); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("a file that was not written was offered: %v", err)
	}
	if err := os.WriteFile(path, []byte("linha;motivo\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	address, err := o.program.shell.Deliver(path)
	if err != nil {
		t.Fatal(err)
	}
	status, h, body := o.request("GET", address, nil, func(r *http.Request) { r.Header.Del("X-Carteira-Token") })
	if status != 200 || body != "linha;motivo\n" {
		t.Errorf("download: %d %q", status, body)
	}
	if got, want := h.Get("Content-Disposition"), "attachment; filename*=utf-8''rejeitadas%20de%20mar%C3%A7o.csv"; got != want {
		t.Errorf("Content-Disposition %q, want %q", got, want)
	}
	if status, _, _ := o.request("GET", address, nil, nil); status != 404 {
		t.Errorf("second download: %d", status)
	}
	eventually(t, "the delivered file to go", func() bool { _, err := os.Stat(path); return errors.Is(err, os.ErrNotExist) })

	secret := filepath.Join(t.TempDir(), "passwd")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if address, err := o.program.shell.Reveal(secret); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("a file from elsewhere was offered at %q: %v", address, err)
	}
}
