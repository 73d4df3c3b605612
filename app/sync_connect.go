package app

import (
	"context"
	"errors"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

var errNoService = errors.New("the sync service is not there yet")

// alone stands in until syncer.Service exists.
type alone struct{}

func newSynchronizer(*sqlite.DB) synchronizer { return alone{} }

func (alone) Start(context.Context)                               {}
func (alone) Close()                                              {}
func (alone) Listen(func(syncer.Status))                          {}
func (alone) Enrol(context.Context, string, string, string) error { return errNoService }
func (alone) Now(context.Context) error                           { return errNoService }
func (alone) Status(context.Context) (syncer.Status, error) {
	return syncer.Status{State: syncer.StateNever}, nil
}
func (alone) Pending(context.Context, int) ([]syncer.Pending, error)    { return nil, nil }
func (alone) Conflicts(context.Context, int) ([]syncer.Conflict, error) { return nil, nil }
func (alone) Settle(context.Context, crm.ID, syncer.Choice) error       { return errNoService }
func (alone) Cancel(context.Context, int64) error                       { return errNoService }
func (alone) Discard(context.Context, int64) error                      { return errNoService }
func (alone) Draft(context.Context, int64) (map[string]any, error)      { return nil, errNoService }
func (alone) Devices(context.Context) ([]wire.Device, error)            { return nil, errNoService }
