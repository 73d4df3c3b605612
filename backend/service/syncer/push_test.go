package syncer

import (
	"testing"
	"time"
)

func TestHowManyChunksGoUpTogether(t *testing.T) {
	c := new(chunks)
	for _, want := range []int{1, 2, 4, 4} {
		if got := c.number(); got != want {
			t.Errorf("after quick pushes: %d chunks, want %d", got, want)
		}
		c.adapt(true)
	}
	c.edited(time.Now())
	if got := c.number(); got != 4 {
		t.Errorf("after a single edit: %d", got)
	}
	c.edited(time.Now())
	if got := c.number(); got != 1 {
		t.Errorf("while somebody edits: %d", got)
	}
	c.edited(time.Now().Add(-2 * sharedPeriod))
	c.edited(time.Now().Add(-2 * sharedPeriod))
	if got := c.number(); got != 4 {
		t.Errorf("afterwards: %d", got)
	}
	c.adapt(false)
	if got := c.number(); got != 1 {
		t.Errorf("after one that was slow or failed: %d", got)
	}
}
