package app

import (
	"context"

	"carteira/backend/crm"
)

// Settings are what the organization has chosen (D9.4).
type Settings struct{ app *App }

// Get gives every setting by name.
func (s *Settings) Get() (map[string]string, error) {
	return signedIn(s.app, "Settings.Get", func(ctx context.Context) (map[string]string, error) {
		all, err := s.app.settings.All(ctx)
		out := map[string]string{}
		for name, value := range all {
			out[string(name)] = value
		}
		return out, err
	})
}

// Set changes one setting.
func (s *Settings) Set(name, value string) error {
	return acting(s.app, "Settings.Set", func(ctx context.Context) error {
		return s.app.settings.Set(ctx, crm.Setting(name), value)
	})
}
