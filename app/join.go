package app

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/syncer"
)

// Joining is the first copy of an organization that this computer has joined, for the window before anybody can
// sign in: the users come with the copy.
type Joining struct {
	Organization string   `json:"organization"`
	Office       string   `json:"office"`
	State        string   `json:"state"` // see SyncInfo
	Done         int      `json:"done"`
	Total        int      `json:"total"` // 0 = not known
	Problem      *Problem `json:"problem"`
}

// Join is the other first start: this computer joins an organization instead of beginning one of its own. Only a
// replica without users may do so before signing in; any other enrols on the synchronization page.
func (s *Session) Join(server, code, office string) (SessionInfo, error) {
	a := s.app
	return call(a.calls, "Session.Join", func(ctx context.Context) (SessionInfo, error) {
		initialised, err := a.access.Initialised(ctx)
		if err != nil {
			return SessionInfo{}, err
		}
		if initialised {
			return SessionInfo{}, crm.Errorf(access.CodeInitialised, "", "this data folder has users already; sign in first")
		}
		if err := a.sync.Enrol(crm.WithActor(ctx, crm.System), server, code, office); err != nil {
			return SessionInfo{}, err
		}
		return a.sessionInfo(ctx)
	})
}

// joining is nil unless the first copy has not ended, or this device was cut off before it could.
func (a *App) joining(ctx context.Context, initialised bool) (*Joining, error) {
	s, err := a.sync.Status(crm.WithActor(ctx, crm.System))
	if err != nil || s.State == syncer.StateNever {
		return nil, err
	}
	copying := s.LastSyncAt.IsZero() || s.Phase == "copy"
	if !copying && initialised {
		return nil, nil
	}
	return &Joining{
		Organization: s.Organization, Office: s.Office, State: string(s.State),
		Done: int(s.Done), Total: int(s.Total), Problem: problemOf(s.Problem),
	}, nil
}
