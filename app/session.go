package app

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Session is who sits at the window. A program has one session: several tabs of browser mode share it.
type Session struct{ app *App }

// SessionInfo is what the window needs before and after signing in.
type SessionInfo struct {
	Initialised  bool     `json:"initialised"`
	SignedIn     bool     `json:"signedIn"`
	User         *User    `json:"user"`
	Permissions  []string `json:"permissions"`
	Organization string   `json:"organization"`
	Language     string   `json:"language"` // "pt-BR" or "en"
	Version      string   `json:"version"`
	Desktop      bool     `json:"desktop"`
	Platform     string   `json:"platform"` // Go's name of the system
	Demo         bool     `json:"demo"`     // the replica was filled by `carteira demo`
	Joining      *Joining `json:"joining"`  // the first copy of an organization is under way; only before signing in
}

// User is who is signed in.
type User struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Profile string `json:"profile"`
}

// Info tells where the window stands; it needs no session.
func (s *Session) Info() (SessionInfo, error) {
	return call(s.app.calls, "Session.Info", s.app.sessionInfo)
}

// CreateAdmin is the first start: it creates the administrator and signs them in.
func (s *Session) CreateAdmin(name, email, password string) (SessionInfo, error) {
	return call(s.app.calls, "Session.CreateAdmin", func(ctx context.Context) (SessionInfo, error) {
		actor, err := s.app.access.Initialise(ctx, name, email, password, source)
		if err != nil {
			return SessionInfo{}, err
		}
		return s.app.begin(ctx, actor)
	})
}

// SignIn begins a session.
func (s *Session) SignIn(email, password string) (SessionInfo, error) {
	return call(s.app.calls, "Session.SignIn", func(ctx context.Context) (SessionInfo, error) {
		actor, err := s.app.access.SignIn(ctx, email, password, source)
		if err != nil {
			return SessionInfo{}, err
		}
		return s.app.begin(ctx, actor)
	})
}

// SignOut ends the session and discards the user's notifications with their reports, unless the organization keeps
// them (D3.16).
func (s *Session) SignOut() error {
	a := s.app
	return do(a.calls, "Session.SignOut", func(ctx context.Context) error {
		actor, signedIn := a.session.end()
		if !signedIn {
			return nil
		}
		a.forgetSamples()
		err := a.jobs.SignedOut(crm.WithActor(ctx, actor))
		a.sessionEnded("signed_out")
		a.events.touch("notice")
		return err
	})
}

// SessionIdle is how long the session lasts unless somebody uses it (D9.1).
type SessionIdle struct {
	SecondsLeft  int `json:"secondsLeft"`
	LimitSeconds int `json:"limitSeconds"`
}

// Idle tells when the session will end; asking does not keep it alive.
func (s *Session) Idle() (SessionIdle, error) {
	a := s.app
	return watching(a, "Session.Idle", func(context.Context) (SessionIdle, error) {
		limit := a.idleLimit()
		left := limit - a.session.idle(a.db.Now())
		return SessionIdle{SecondsLeft: max(0, int(left.Seconds())), LimitSeconds: int(limit.Seconds())}, nil
	})
}

// Renew says that somebody sits there: whoever fills in a form for an hour calls nothing else.
func (s *Session) Renew() error {
	return acting(s.app, "Session.Renew", func(context.Context) error { return nil })
}

// SetLanguage changes the language of this window; it needs no session.
func (s *Session) SetLanguage(lang string) error {
	return do(s.app.calls, "Session.SetLanguage", func(context.Context) error { return s.app.words.choose(lang) })
}

// source is where the window's changes come from, in the audit and in histories.
const source = "window"

// signedIn is call for methods that need a session: the actor goes into the context, and services decide what they
// may do. Every bound method but those of Session goes through it, watching or acting. Reading does not keep a session
// alive: lists read themselves anew whenever somebody else's change arrives, with nobody sitting there.
func signedIn[T any](a *App, name string, body func(context.Context) (T, error)) (T, error) {
	return withSession(a, name, false, body)
}

// watching is signedIn for what the window asks by itself.
func watching[T any](a *App, name string, body func(context.Context) (T, error)) (T, error) {
	return withSession(a, name, false, body)
}

// acting is signedIn for a method that returns nothing but an error: somebody has done something.
func acting(a *App, name string, body func(context.Context) error) error {
	_, err := withSession(a, name, true, func(ctx context.Context) (struct{}, error) { return struct{}{}, body(ctx) })
	return err
}

func withSession[T any](a *App, name string, renew bool, body func(context.Context) (T, error)) (T, error) {
	return call(a.calls, name, func(ctx context.Context) (T, error) {
		a.expireSession()
		actor, err := a.session.use(a.db.Now(), renew)
		if err != nil {
			var none T
			return none, err
		}
		return body(crm.WithActor(ctx, actor))
	})
}

func (a *App) begin(ctx context.Context, actor crm.Actor) (SessionInfo, error) {
	a.forgetSamples() // they may be of somebody else's file
	a.session.begin(actor, a.db.Now())
	a.tellWaiting() // what came while nobody was signed in
	a.tellWish()
	return a.sessionInfo(ctx)
}

// sessionEnded tells the window, which keeps what is on it hidden and unharmed when nobody signed out: whoever was
// there goes on with it.
func (a *App) sessionEnded(reason string) {
	a.events.post(func() { a.shell.Emit("session:ended", map[string]string{"reason": reason}) })
}

// readIdleLimit takes over the organization's setting.
func (a *App) readIdleLimit(ctx context.Context) {
	values, err := a.settings.All(ctx)
	if err != nil {
		if ctx.Err() == nil {
			slog.Error("read how long a session lasts", "error", err)
		}
		return // as it was
	}
	minutes, err := strconv.Atoi(values[crm.SettingIdle])
	if err != nil {
		slog.Error("read how long a session lasts", "error", err)
		return
	}
	limit := time.Duration(minutes) * time.Minute
	if own := a.options.Idle; own > 0 {
		limit = min(limit, own)
	}
	a.idle.Store(int64(limit))
}

func (a *App) idleLimit() time.Duration { return time.Duration(a.idle.Load()) }

// expireSession ends the session when nobody has used it for the idle limit. Reports stay: nobody has signed out.
func (a *App) expireSession() {
	if a.session.expire(a.db.Now(), a.idleLimit()) {
		a.forgetSamples()
		a.sessionEnded("idle")
	}
}

// watchSession tells a window that nobody touches.
func (a *App) watchSession(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(30*time.Second, max(time.Second, a.idleLimit()/4))):
			a.readIdleLimit(ctx) // another program may have changed it
			a.expireSession()
		}
	}
}

func (a *App) sessionInfo(ctx context.Context) (SessionInfo, error) {
	a.expireSession()
	info := SessionInfo{Version: Version, Desktop: a.shell.Desktop(), Platform: runtime.GOOS}
	var err error
	if info.Initialised, err = a.access.Initialised(ctx); err != nil {
		return info, err
	}
	values, err := a.settings.All(ctx)
	if err != nil {
		return info, err
	}
	info.Organization, info.Language = values[crm.SettingOrganization], a.words.language(values[crm.SettingLanguage])
	if info.Demo, err = a.isDemo(ctx); err != nil {
		return info, err
	}
	actor, err := a.session.use(a.db.Now(), false)
	if err != nil {
		info.Joining, err = a.joining(ctx, info.Initialised)
		return info, err // nobody is signed in, which is an answer
	}
	var user crm.User
	if err := a.db.View(ctx, func(v *sqlite.View) (err error) { user, err = v.User(actor.User); return err }); err != nil {
		return info, err
	}
	if !user.Active { // deactivated since
		a.session.end()
		return info, nil
	}
	permissions, err := a.access.Mine(crm.WithActor(ctx, actor))
	if err != nil {
		return info, err
	}
	for _, p := range permissions {
		info.Permissions = append(info.Permissions, string(p))
	}
	info.SignedIn = true
	info.User = &User{ID: user.ID.String(), Name: user.Name, Email: user.Email, Profile: string(user.Profile)}
	return info, nil
}

func (a *App) isDemo(ctx context.Context) (bool, error) {
	all, err := a.jobs.List(ctx, 1000)
	return slices.ContainsFunc(all, func(j crm.Job) bool { return j.Kind == crm.JobDemo }), err
}

// session holds the actor of the window.
type session struct {
	mu       sync.Mutex
	signedIn bool
	actor    crm.Actor
	used     time.Time // wall clock: a computer that slept for a night was idle
}

func (s *session) begin(actor crm.Actor, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signedIn, s.actor, s.used = true, actor, now.Round(0)
}

// end returns who was signed in.
func (s *session) end() (crm.Actor, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	actor, was := s.actor, s.signedIn
	s.actor, s.signedIn = crm.Actor{}, false
	return actor, was
}

// idle is for how long nobody has used the session.
func (s *session) idle(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Round(0).Sub(s.used)
}

// expire ends a session that has been idle for too long and tells whether it did.
func (s *session) expire(now time.Time, limit time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.signedIn || now.Round(0).Sub(s.used) < limit {
		return false
	}
	s.actor, s.signedIn = crm.Actor{}, false
	return true
}

// use is who acts; crm.CodeSignedOut when nobody is signed in.
func (s *session) use(now time.Time, renew bool) (crm.Actor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.signedIn {
		return crm.Actor{}, crm.Errorf(crm.CodeSignedOut, "", "sign in first")
	}
	if renew {
		s.used = now.Round(0)
	}
	return s.actor, nil
}

// user is who is signed in, crm.NoID when nobody is.
func (s *session) user() crm.ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actor.User
}
