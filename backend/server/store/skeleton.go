// Package store is the central server's storage: every organization's records, log and devices, in an embedded
// SQLite file or in PostgreSQL, through one text of SQL.
package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

var errSkeleton = errors.New("not there yet")

// Options are the seams and bounds of a store; the zero value is right for a program.
type Options struct {
	Now      func() time.Time // nil = time.Now
	Log      *slog.Logger     // nil = slog.Default
	LogBytes int64            // bound of an organization's log, 0 = 256 MiB
}

type Store struct{}

func Open(ctx context.Context, url string, o Options) (*Store, error) { return nil, errSkeleton }
func (s *Store) Close() error                                         { return errSkeleton }

// Organization owns records, devices and a log; nothing is shared between two of them.
type Organization struct {
	ID   crm.ID
	Name string
}

func (s *Store) CreateOrganization(ctx context.Context, name string) (Organization, error) {
	return Organization{}, errSkeleton
}
func (s *Store) Organization(ctx context.Context, nameOrID string) (Organization, error) {
	return Organization{}, errSkeleton
}
func (s *Store) Organizations(ctx context.Context) ([]Organization, error) { return nil, errSkeleton }
func (s *Store) NewCode(ctx context.Context, org crm.ID) (code string, expires time.Time, err error) {
	return "", time.Time{}, errSkeleton
}
func (s *Store) Enrol(ctx context.Context, r wire.EnrolRequest) (wire.EnrolAnswer, error) {
	return wire.EnrolAnswer{}, errSkeleton
}

// Device is an office's replica as the server knows it.
type Device struct {
	Org       crm.ID
	ID        crm.ID
	Number    int64 // see replication.Stamp
	Office    string
	PublicKey []byte // Ed25519
	Revoked   bool
	Wipe      bool  // it is to destroy its data
	Seq       int64 // of the log, acknowledged
	Erasure   int64 // erasures certified up to this line
}

func (s *Store) Device(ctx context.Context, id crm.ID) (Device, error) { return Device{}, errSkeleton }
func (s *Store) Devices(ctx context.Context, org crm.ID) ([]wire.Device, error) {
	return nil, errSkeleton
}
func (s *Store) Revoke(ctx context.Context, device crm.ID, wipe bool) error { return errSkeleton }
func (s *Store) Seen(ctx context.Context, d Device) error                   { return errSkeleton }
func (s *Store) Secret(ctx context.Context) ([]byte, error)                 { return nil, errSkeleton }
func (s *Store) NewPlatformKey(ctx context.Context, org crm.ID) (string, error) {
	return "", errSkeleton
}
func (s *Store) PlatformOrganization(ctx context.Context, key string) (Organization, error) {
	return Organization{}, errSkeleton
}
func (s *Store) Hello(ctx context.Context, d Device) (wire.Hello, error) {
	return wire.Hello{}, errSkeleton
}
func (s *Store) Push(ctx context.Context, d Device, h wire.PushHeader, ops []wire.Op) (wire.PushAnswer, []wire.OpResult, error) {
	return wire.PushAnswer{}, nil, errSkeleton
}

// Page is one answer to a pull.
type Page struct {
	Header  wire.PullHeader
	Entries []replication.Entry  // of the log, or
	Effects []replication.Effect // of the state, when Header.State
	End     wire.PullEnd
}

func (s *Store) Pull(ctx context.Context, d Device, cursor string, maxBytes int, names int64) (Page, error) {
	return Page{}, errSkeleton
}
func (s *Store) Ack(ctx context.Context, d Device, a wire.Ack) error { return errSkeleton }
func (s *Store) Digest(ctx context.Context, org crm.ID) (wire.DigestAnswer, error) {
	return wire.DigestAnswer{}, errSkeleton
}
func (s *Store) Head(ctx context.Context, org crm.ID) (wire.HeadEvent, error) {
	return wire.HeadEvent{}, errSkeleton
}
func (s *Store) Watch(org crm.ID) (wake <-chan struct{}, stop func()) { return nil, func() {} }
func (s *Store) Perform(ctx context.Context, org crm.ID, kind replication.Kind, entity crm.ID, body any) (replication.Result, error) {
	return replication.Result{}, errSkeleton
}
func (s *Store) FindContacts(ctx context.Context, org crm.ID, k replication.Key) ([]replication.Contact, error) {
	return nil, errSkeleton
}
func (s *Store) SetPresence(ctx context.Context, org, user crm.ID, p crm.Presence, reason string) error {
	return errSkeleton
}
func (s *Store) UserByEmail(ctx context.Context, org crm.ID, email string) (*replication.UserPut, error) {
	return nil, errSkeleton
}
func (s *Store) NewEpoch(ctx context.Context, org crm.ID) error { return errSkeleton }
func (s *Store) Purge(ctx context.Context) error                { return errSkeleton }

// Stats are counts for the metrics.
type Stats struct {
	Organizations int64
	Devices       int64 // not revoked
	LogEntries    int64
	Conflicts     int64 // open ones
}

func (s *Store) Stats(ctx context.Context) (Stats, error) { return Stats{}, errSkeleton }
