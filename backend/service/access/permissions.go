package access

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Permissions are the rights of every profile.
func (s *Service) Permissions(ctx context.Context) (out map[crm.Profile]map[crm.Permission]bool, err error) {
	out = map[crm.Profile]map[crm.Permission]bool{}
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		for _, profile := range crm.Profiles {
			out[profile] = map[crm.Permission]bool{}
			for _, p := range crm.Permissions {
				if out[profile][p], err = v.Allowed(profile, p); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// May refuses when the one who is signed in lacks the permission. The services ask again in the transaction that acts:
// this is for what comes before it, such as a dialog.
func (s *Service) May(ctx context.Context, p crm.Permission) error {
	return s.db.ViewAs(ctx, p, func(*sqlite.View) error { return nil })
}

// Mine are the permissions of the one who is signed in.
func (s *Service) Mine(ctx context.Context) (out []crm.Permission, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(v *sqlite.View) error {
		u, err := v.User(actor.User)
		if err != nil {
			return err
		}
		for _, p := range crm.Permissions {
			ok, err := v.Allowed(u.Profile, p)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, p)
			}
		}
		return nil
	})
	return out, err
}

// SetPermission switches a right. Nobody takes the management of users from the administrators.
func (s *Service) SetPermission(ctx context.Context, profile crm.Profile, p crm.Permission, on bool) error {
	if err := crm.CheckPermission(profile, p, on); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermUsers); err != nil {
			return err
		}
		if err := tx.SetPermission(profile, p, on); err != nil {
			return err
		}
		return tx.Audit("permission.set", crm.NoID, map[string]any{"profile": profile, "permission": p, "on": on})
	})
}
