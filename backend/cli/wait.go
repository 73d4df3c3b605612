package cli

import (
	"context"
	"errors"

	"carteira/backend/crm"
)

// wait follows a job of this process until it has ended. When the person interrupts the command, the job stops at its
// last committed point, stays resumable, and interrupted is true (D3.15).
func (s *session) wait(ctx context.Context, id crm.ID) (j crm.Job, interrupted bool, err error) {
	j, err = s.jobs.Wait(ctx, id)
	if !errors.Is(err, context.Canceled) {
		return j, false, err
	}
	s.jobs.Close()
	s.progress.end()
	j, err = s.jobs.Get(context.WithoutCancel(ctx), id)
	return j, !j.State.Over(), err
}

// outcome is the colour of a job that was waited for and what, if anything, kept it from being green.
func outcome(j crm.Job, interrupted bool) (crm.Colour, *crm.Error) {
	switch {
	case interrupted:
		return crm.Yellow, crm.Errorf(codeInterrupted, "", "interrupted; what was saved stays saved and the rest can be resumed")
	case j.State == crm.JobCancelled:
		return j.Colour, crm.Errorf(codeCancelled, "", "cancelled; what was saved before it stays saved")
	}
	return j.Colour, j.Error
}
