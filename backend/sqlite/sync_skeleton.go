package sqlite

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

func (db *DB) NextPush(ctx context.Context, lane replication.Lane, maxOps, maxBytes int) (wire.PushHeader, []wire.Op, error) {
	panic("not yet")
}
func (db *DB) Pushed(ctx context.Context, h wire.PushHeader, a wire.PushAnswer, results []wire.OpResult) error {
	panic("not yet")
}
func (db *DB) Renumber(ctx context.Context, lane replication.Lane, expected int64) error {
	panic("not yet")
}
func (db *DB) NewIncarnation(ctx context.Context, n int64) error { panic("not yet") }
func (db *DB) ApplyLog(ctx context.Context, h wire.PullHeader, entries []replication.Entry, end wire.PullEnd) error {
	panic("not yet")
}
func (db *DB) ApplyCopy(ctx context.Context, h wire.PullHeader, effects []replication.Effect, end wire.PullEnd) error {
	panic("not yet")
}
func (db *DB) NewEpoch(ctx context.Context, epoch string) error { panic("not yet") }
func (db *DB) PurgeErased(ctx context.Context) (certified int64, err error) {
	panic("not yet")
}
func (db *DB) Wipe(ctx context.Context) error { panic("not yet") }
func (v *View) SyncConflicts(limit int) ([]SyncConflict, error) {
	panic("not yet")
}
func (tx *Tx) SettleConflict(id crm.ID) error           { panic("not yet") }
func (tx *Tx) CancelPending(counter int64) error        { panic("not yet") }
func (tx *Tx) DiscardRefused(counter int64) error       { panic("not yet") }
func (v *View) SyncDigest() (replication.Digest, error) { panic("not yet") }
func (v *View) RefusedBody(counter int64) (PendingOp, map[string]any, error) {
	panic("not yet")
}
func (v *View) PendingOps(limit int) ([]PendingOp, error) { panic("not yet") }
func (tx *Tx) keepImage(old *Stored) error                { panic("not yet") }
