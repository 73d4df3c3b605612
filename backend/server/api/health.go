package api

import (
	"context"
	_ "embed"
	"net/http"
	"time"

	"carteira/backend/crm"
)

const healthSlowest = 5 * time.Second

// health is 200 as long as the store answers.
func (s *Server) health(c *call) error {
	ctx, stop := context.WithTimeout(c.r.Context(), healthSlowest)
	defer stop()
	if _, err := s.store.Organizations(ctx); err != nil {
		s.log.Error("the store does not answer", "error", err)
		return refusal(http.StatusServiceUnavailable, crm.CodeBusy, "the store does not answer")
	}
	return c.json(map[string]string{"status": "ok"})
}

// openapi describes every route; a test keeps the two together.
//
//go:embed openapi.json
var openapi []byte

func (s *Server) describe(c *call) error {
	p := c.reply("application/json")
	defer p.release()
	if _, err := p.Write(openapi); err != nil {
		return gone(err)
	}
	return gone(p.Close())
}
