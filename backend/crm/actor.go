package crm

import "context"

// Actor is who acts, and from where. It travels in the context; permission is checked against it inside the
// transaction that changes the data (D9.2).
type Actor struct {
	User    ID
	Name    string
	Email   string
	Profile Profile
	Source  string // "window", "command line", "http", "system"
}

type actorKey struct{}

// WithActor returns a context in which actor acts.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorOf is the actor of ctx; an error when nobody is signed in.
func ActorOf(ctx context.Context) (Actor, error) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	if !ok {
		return Actor{}, Errorf(CodeSignedOut, "", "sign in first")
	}
	return a, nil
}

// System is the program itself: start-up work, resumed jobs, migrations.
var System = Actor{Name: "Carteira", Profile: ProfileAdmin, Source: "system"}
