package app

import "context"

// Demo fills an empty data folder with plausible people, for those who want to try things out before they import.
type Demo struct{ app *App }

// demoSeed makes the people of every demonstration the same.
const demoSeed = 1

// Fill begins to make n contacts and answers the job.
func (s *Demo) Fill(n int) (string, error) {
	return signedIn(s.app, "Demo.Fill", func(ctx context.Context) (string, error) {
		j, err := s.app.demo.Start(ctx, n, demoSeed)
		return j.ID.String(), err
	})
}
