package sqlite

import (
	"context"

	"carteira/backend/crm"
)

// Require refuses when the actor's profile, as it stands in this transaction, lacks the permission or the user
// has been deactivated since signing in (D9.2).
func (v *View) Require(actor crm.Actor, p crm.Permission) error {
	profile := actor.Profile
	if actor.User != crm.NoID {
		u, err := v.User(actor.User)
		if err != nil {
			return err
		}
		if !u.Active {
			return crm.Errorf(crm.CodeNotAllowed, "", "this user has been deactivated")
		}
		profile = u.Profile
	}
	ok, err := v.Allowed(profile, p)
	if err != nil {
		return err
	}
	if !ok {
		return crm.Errorf(crm.CodeNotAllowed, string(p), "the profile %s does not have the permission %s", profile, p)
	}
	return nil
}

// Require is View.Require for the one who writes.
func (tx *Tx) Require(p crm.Permission) error { return tx.View.Require(tx.actor, p) }

// ViewAs is View for the actor in ctx, who needs the permission.
func (db *DB) ViewAs(ctx context.Context, p crm.Permission, f func(v *View) error) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	return db.View(ctx, func(v *View) error {
		if err := v.Require(actor, p); err != nil {
			return err
		}
		return f(v)
	})
}
