package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"carteira/backend/crm"
)

// serveUpload takes a file into the data folder and answers {"path"}. The body is the file itself, or a form whose
// first file is it; X-File-Name, percent-encoded, wins over the form's name.
func (b *Browser) serveUpload(w http.ResponseWriter, r *http.Request) {
	name, err := url.PathUnescape(r.Header.Get("X-File-Name"))
	if err != nil {
		refuse(w, http.StatusBadRequest, "bad_file_name", "The file's name could not be read.")
		return
	}
	content, formName, err := uploadBody(r)
	if err != nil {
		refuse(w, http.StatusBadRequest, "bad_upload", "The upload holds no file.")
		return
	}
	if name == "" {
		name = formName
	}
	path, err := b.incoming.save(name, content)
	if errors.Is(err, io.ErrUnexpectedEOF) || r.Context().Err() != nil {
		refuse(w, http.StatusBadRequest, "upload_interrupted", "The upload was interrupted.")
		return
	}
	if err != nil {
		writeJSON(w, http.StatusInsufficientStorage, map[string]string{"error": FormatError(hide("upload", err))})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"path": path})
}

func uploadBody(r *http.Request) (content io.Reader, name string, err error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		return r.Body, "", nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", fmt.Errorf("read form: %w", err)
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, "", fmt.Errorf("find a file in the form: %w", err)
		}
		if part.FileName() != "" {
			return part, part.FileName(), nil
		}
	}
}

// downloads are files on offer. Each address works once; a transfer that broke off puts it back, one that arrived
// removes the file, which holds personal data.
type downloads struct {
	files exchange
	mu    sync.Mutex
	paths map[string]string // by id
}

func newDownloads(files exchange) *downloads {
	return &downloads{files: files, paths: map[string]string{}}
}

// offer gives a file that lies in the exchange an id. Other paths are refused: a page must not read this computer.
func (d *downloads) offer(path string) (string, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || !d.files.holds(path) {
		return "", crm.Errorf(crm.CodeNotFound, "path", "This file is no longer there.")
	}
	secret := make([]byte, 16)
	rand.Read(secret)
	id := hex.EncodeToString(secret)
	d.put(id, path)
	return id, nil
}

func (d *downloads) put(id, path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.paths[id] = path
}

func (d *downloads) take(id string) (path string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	path, ok = d.paths[id]
	delete(d.paths, id)
	return path, ok
}

func (b *Browser) serveDownload(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	path, ok := b.downloads.take(id)
	if !ok {
		refuse(w, http.StatusNotFound, crm.CodeNotFound, "This download was already fetched. Ask for it again.")
		return
	}
	if err := sendFile(w, path); err != nil {
		slog.Debug("download not finished", "error", err)
		b.downloads.put(id, path)
		return
	}
	if err := b.downloads.files.remove(path); err != nil {
		slog.Warn("remove delivered file", "error", err)
	}
}

func sendFile(w http.ResponseWriter, path string) error {
	f, err := os.Open(path)
	if err != nil {
		refuse(w, http.StatusNotFound, crm.CodeNotFound, "This file is no longer there.")
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		refuse(w, http.StatusInternalServerError, CodeInternal, "This file cannot be read.")
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": filepath.Base(path)}))
	if _, err := io.Copy(w, f); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}
