package api

import (
	"net/http"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// hello is where the organization stands.
func (s *Server) hello(c *call) error {
	h, err := s.store.Hello(c.r.Context(), c.device)
	if err != nil {
		return err
	}
	return c.json(h)
}

// ack notes how far the device is.
func (s *Server) ack(c *call) error {
	var a wire.Ack
	if err := readJSON(c, false, &a); err != nil {
		return err
	}
	if a.Seq < 0 || a.Erasure < 0 {
		return crm.Errorf(crm.CodeInvalid, "seq", "lines of the log count from 1 up")
	}
	if err := s.store.Ack(c.r.Context(), c.device, a); err != nil {
		return err
	}
	s.devices.forget(c.device.ID)
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// digest sums up what the server holds, so that a replica can compare (S5.1).
func (s *Server) digest(c *call) error {
	a, err := s.store.Digest(c.r.Context(), c.org)
	if err != nil {
		return err
	}
	if c.wantsLines() {
		return c.jsonAs(ndjson, a)
	}
	return c.json(a)
}

// listDevices lists the organization's devices.
func (s *Server) listDevices(c *call) error {
	all, err := s.store.Devices(c.r.Context(), c.org)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Self = all[i].ID == c.device.ID
	}
	return c.json(nonNil(all))
}

// nonNil makes an empty list [] in JSON, not null.
func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
