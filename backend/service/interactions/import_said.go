package interactions

import (
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// What a line says of an interaction that is there already (D10.1): contents append, so nothing that a file tells is lost, and
// a file that is imported twice tells nothing new.

// unheard is what a line tells that was not said yet in an interaction. Of an erased person nothing is taken.
func (b *batch) unheard(x *crm.Interaction, n *sqlite.NewInteraction) ([]crm.Content, error) {
	if len(n.Contents) == 0 {
		return nil, nil
	}
	_, err := alive(&b.tx.View, x.Contact)
	if code := crm.CodeOf(err); code == crm.CodeNotFound || code == crm.CodeConflict {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	had, err := b.tx.Contents(x.ID)
	if err != nil {
		return nil, err
	}
	return unsaid(had, n.Contents)
}

// unsaid are the contents among more that are not among had. A subject or a caller is the same whenever it was told; the same
// words at another time, to the millisecond that is kept, or from the other side, are another message.
func unsaid(had, more []crm.Content) (out []crm.Content, err error) {
	for _, c := range more {
		if !slices.ContainsFunc(had, func(o crm.Content) bool {
			return o.Kind == c.Kind && o.Text == c.Text && (c.Kind != "message" || o.Outbound == c.Outbound && o.At.UnixMilli() == c.At.UnixMilli())
		}) {
			out = append(out, c)
		}
	}
	if len(had)+len(out) > replication.MaxContents {
		return nil, crm.Errorf(crm.CodeConflict, "message", "an interaction keeps %d messages at most, and this one has them", replication.MaxContents)
	}
	return out, nil
}

// ending is how a line closes an interaction that was open; told: the line says when. When somebody answered is kept where the
// line does not say, and what the line leaves open counts from there, as it does within one line.
func ending(x *crm.Interaction, n *sqlite.NewInteraction, told bool, now time.Time) error {
	if n.Answered.IsZero() && !x.Answered.IsZero() {
		n.Answered = x.Answered
		switch {
		case !told:
			n.Closed = n.Answered.Add(n.Handle)
		case n.Handle == 0:
			n.Handle = max(0, n.Closed.Sub(n.Answered)).Truncate(time.Second)
		}
	}
	return checkTimes(x.Opened, n.Answered, n.Closed, n.Handle, now)
}
