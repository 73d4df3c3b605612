package api

import (
	"encoding/json"
	"net/url"
	"strconv"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

const (
	maxPage   = 16 << 20 // bytes, whatever a client asks for
	maxCursor = 512
)

// pull answers with a page of the log, or of the state, from a cursor on.
func (s *Server) pull(c *call) error {
	q := c.r.URL.Query()
	cursor := q.Get("cursor")
	if len(cursor) > maxCursor {
		return crm.Errorf(crm.CodeInvalid, "cursor", "a cursor is what the last page ended with")
	}
	size, err := number(q, "max_bytes")
	if err != nil {
		return err
	}
	names, err := number(q, "names")
	if err != nil {
		return err
	}
	if c.wantsLines() {
		page, err := s.store.Pull(c.r.Context(), c.device, cursor, int(min(size, maxPage)), names)
		if err != nil {
			return err
		}
		return c.lines(&page)
	}
	page, err := s.store.PullEncoded(c.r.Context(), c.device, cursor, int(min(size, maxPage)), names)
	if err != nil {
		return err
	}
	wire.Compact(&page.Header, page.Entries)
	return c.stream(page.Header, page.End, func(w *wire.Writer) error {
		if err := items(w, page.Entries); err != nil {
			return err
		}
		return items(w, page.Records)
	})
}

// lines is a page for people: one JSON document a line.
func (c *call) lines(page *store.Page) error {
	p := c.reply(ndjson)
	defer p.release()
	e := json.NewEncoder(p)
	write := func(name string, v any) error { return e.Encode(map[string]any{name: v}) }
	err := write("header", page.Header)
	for i := 0; err == nil && i < len(page.Entries); i++ {
		err = write("entry", &page.Entries[i])
	}
	for i := 0; err == nil && i < len(page.Effects); i++ {
		err = write("effect", &page.Effects[i])
	}
	if err == nil {
		err = write("end", page.End)
	}
	if err == nil {
		err = p.Close()
	}
	return gone(err)
}

// number reads an optional count of the query, 0 when it is not there.
func number(q url.Values, name string) (int64, error) {
	text := q.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, crm.Errorf(crm.CodeInvalid, name, "%s is a number from 0 up", name)
	}
	return n, nil
}
