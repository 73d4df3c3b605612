package interactions

import (
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// However fast somebody types a user name, whom nobody's address is looked up by: others read meanwhile, and the latest text alone
// is answered.
func TestAUserNameIsTypedFast(t *testing.T) {
	o := openOffice(t)
	const letters = 8 // more than there are connections
	answers := make(chan error, letters)
	asking := &o.s.asking
	asking.turn.Lock() // as while the walk for the letter before is under way
	given := make(chan struct{})
	asking.stop = func() { close(given) }
	for range letters {
		go func() {
			r, err := o.s.Read(o.agent, "instagram", "@ana.insta")
			if err == nil && len(r.Holders) != 1 {
				t.Errorf("%+v", r)
			}
			answers <- err
		}()
		<-given // in the order of the letters
		asking.mu.Lock()
		last, next := asking.stop, make(chan struct{})
		asking.stop = func() { last(); close(next) }
		given = next
		asking.mu.Unlock()
	}
	read := make(chan error, 1)
	go func() { read <- o.db.View(o.ctx, func(*sqlite.View) error { return nil }) }()
	select {
	case err := <-read:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("others wait for those who type")
	}
	asking.turn.Unlock()
	answered := 0
	for range letters {
		switch err := <-answers; {
		case err == nil:
			answered++
		case crm.CodeOf(err) != crm.CodeBusy:
			t.Error(err)
		}
	}
	if answered != 1 {
		t.Errorf("%d texts were answered, want the latest", answered)
	}
}
