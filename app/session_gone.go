package app

import (
	"context"
	"log/slog"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// leaveIfGone ends the session of who may not be here any more: because the organization had everything destroyed (S4), whether by
// this program or by another one on the same data, or because the account was deactivated. The window learns of the first at
// the door, too.
func (a *App) leaveIfGone(ctx context.Context) {
	id := a.session.user()
	users, here := int64(0), false
	err := a.db.View(ctx, func(v *sqlite.View) (err error) {
		if users, err = v.CountUsers(); err != nil || id == crm.NoID {
			return err
		}
		u, err := v.User(id)
		if crm.CodeOf(err) == crm.CodeNotFound {
			return nil
		}
		here = u.Active
		return err
	})
	if err != nil {
		if ctx.Err() == nil {
			slog.Error("look whether the session's user is still there", "error", err)
		}
		return // as it was
	}
	destroyed := a.inhabited.Swap(users > 0) && users == 0
	if !destroyed && (id == crm.NoID || here) {
		return
	}
	_, left := a.session.end()
	a.forgetSamples()
	switch {
	case destroyed:
		a.sessionEnded("wiped")
	case left:
		a.sessionEnded("signed_out")
	}
}
