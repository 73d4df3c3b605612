package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

const (
	worthwhile = 1 << 10 // bytes from which compressing pays
	ndjson     = "application/x-ndjson"
)

// reply is an answer that is compressed once it is worth it and the client takes it.
type reply struct {
	w          http.ResponseWriter
	held       []byte
	takesZstd  bool
	begun      bool
	compressor *zstd.Encoder
}

func (c *call) reply(mediaType string) *reply {
	c.w.Header().Set("Content-Type", mediaType)
	c.w.Header().Set("Vary", "Accept, Accept-Encoding")
	return &reply{w: c.w, takesZstd: takes(c.r.Header.Get("Accept-Encoding"), "zstd")}
}

func takes(header, what string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), what) {
			q, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
			quality, err := strconv.ParseFloat(q, 64)
			return !ok || err == nil && quality > 0
		}
	}
	return false
}

func (p *reply) Write(b []byte) (int, error) {
	if !p.begun {
		if len(p.held)+len(b) <= worthwhile {
			p.held = append(p.held, b...)
			return len(b), nil
		}
		if err := p.begin(); err != nil {
			return 0, err
		}
	}
	if p.compressor != nil {
		return p.compressor.Write(b)
	}
	return p.w.Write(b)
}

func (p *reply) begin() error {
	p.begun = true
	if p.takesZstd {
		p.w.Header().Set("Content-Encoding", "zstd")
		p.compressor = compressors.Get().(*zstd.Encoder)
		p.compressor.Reset(p.w)
		_, err := p.compressor.Write(p.held)
		return err
	}
	_, err := p.w.Write(p.held)
	return err
}

// Close sends what is held back. An answer that is not closed was cut off.
func (p *reply) Close() error {
	if !p.begun {
		p.w.Header().Set("Content-Length", strconv.Itoa(len(p.held)))
		_, err := p.w.Write(p.held)
		return err
	}
	if p.compressor == nil {
		return nil
	}
	defer p.release()
	return p.compressor.Close()
}

// release gives the compressor back, also of an answer that is cut off.
func (p *reply) release() {
	if p.compressor != nil {
		p.compressor.Reset(nil)
		compressors.Put(p.compressor)
		p.compressor = nil
	}
}

var compressors = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic("bug: zstd options: " + err.Error())
	}
	return e
}}

// json answers with one document.
func (c *call) json(doc any) error { return c.jsonAs("application/json", doc) }

func (c *call) jsonAs(mediaType string, doc any) error {
	b, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	p := c.reply(mediaType)
	defer p.release()
	if _, err := p.Write(append(b, '\n')); err != nil {
		return gone(err)
	}
	return gone(p.Close())
}

func (c *call) wantsLines() bool { return takes(c.r.Header.Get("Accept"), ndjson) }

// gone marks an answer that its client did not wait for.
func gone(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", context.Canceled, err)
}
