package app

import (
	"context"

	"carteira/backend/crm"
)

// Permissions are the rights of each profile (D9.1).
type Permissions struct{ app *App }

// PermissionRow is one right and who holds it.
type PermissionRow struct {
	Permission string            `json:"permission"`
	Profiles   []PermissionState `json:"profiles"`
}

// PermissionState is one right of one profile.
type PermissionState struct {
	Profile string `json:"profile"`
	Allowed bool   `json:"allowed"`
	Default bool   `json:"default"` // what it was before anybody changed it
	Fixed   bool   `json:"fixed"`   // cannot be switched: administrators always manage users
}

// Matrix gives every right of every profile.
func (s *Permissions) Matrix() ([]PermissionRow, error) {
	return signedIn(s.app, "Permissions.Matrix", func(ctx context.Context) ([]PermissionRow, error) {
		all, err := s.app.access.Permissions(ctx)
		if err != nil {
			return nil, err
		}
		return convert(crm.Permissions, func(p crm.Permission) PermissionRow {
			return PermissionRow{Permission: string(p), Profiles: convert(crm.Profiles, func(profile crm.Profile) PermissionState {
				return PermissionState{
					Profile: string(profile), Allowed: all[profile][p], Default: crm.DefaultPermission(profile, p),
					Fixed: crm.CheckPermission(profile, p, false) != nil,
				}
			})}
		}), nil
	})
}

// Set switches one right of one profile.
func (s *Permissions) Set(profile, permission string, allowed bool) error {
	return acting(s.app, "Permissions.Set", func(ctx context.Context) error {
		return s.app.access.SetPermission(ctx, crm.Profile(profile), crm.Permission(permission), allowed)
	})
}
