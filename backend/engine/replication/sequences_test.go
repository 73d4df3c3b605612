package replication_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// office is a device that works without the network: what it has pulled, and its own operations since.
type office struct {
	device int64
	seen   *replicationtest.State
	queue  []queued
	clock  int // the last time it gave
	skew   int
}

type queued struct {
	op   r.Op
	body any
}

// optimistic is what the office's window shows: what was pulled, and its own work on top.
func (o *office) optimistic(t testing.TB) *replicationtest.State {
	s := o.seen.Clone()
	for _, q := range o.queue {
		op := q.op
		op.Body = encode(t, q.body)
		if _, err := r.Decide(s, &op, r.Env{Mask: mask}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Offices that work apart, send and fetch when they please, and whose clocks are wrong by anything: at every step the
// engine and the model hold the same.
func TestRandomSchedulesAgreeWithTheModel(t *testing.T) {
	base := universe(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := base.clone()
		offices := make([]*office, 3)
		for i := range offices {
			offices[i] = &office{device: int64(2 + i), seen: w.s.Clone(), clock: 20, skew: rapid.SampledFrom([]int{0, 0, 5, 300_000_000, -300_000_000}).Draw(rt, "skew")}
		}
		for step := range rapid.IntRange(4, 40).Draw(rt, "steps") {
			o := offices[rapid.IntRange(0, 2).Draw(rt, "office")]
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0, 1:
				v := variants[rapid.IntRange(0, len(variants)-1).Draw(rt, "variant")]
				o.clock = max(o.clock+1, 100+step+o.skew)
				op, body := v.authored(o.optimistic(t), o.device, step+1, o.clock)
				o.queue = append(o.queue, queued{op, body})
			case 2, 3:
				if len(o.queue) > 0 {
					w.decide(t, o.queue[0].op, o.queue[0].body)
					o.queue = o.queue[1:]
				}
			case 4:
				o.seen = w.s.Clone()
			}
		}
		for _, o := range offices {
			for _, q := range o.queue {
				w.decide(t, q.op, q.body)
			}
		}
	})
}

// Clocks decide between concurrent texts of one field and nothing else (S5.13): the same operations with the clocks
// of their offices changed by up to ten years end in the same records, and in texts that somebody wrote.
func TestClocksDecideNothingButTies(t *testing.T) {
	base := universe(t)
	unclocked := slices.Concat(scalars, sets)
	rapid.Check(t, func(rt *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(unclocked), 2, 4).Draw(rt, "operations")
		outcome := func(clocks []int) (records []string, texts map[string]bool) {
			w := base.clone()
			for i, v := range chosen {
				op, body := v.authored(base.s, int64(5+i), i+1, 100+i) // new devices: their own clocks never go back
				op.HLC = at(clocks[i])
				w.decide(t, op, body)
			}
			return timeless(t, w.s)
		}
		const years = 10 * 365 * 24 * 3_600_000
		var clocks [2][]int
		for i := range clocks {
			clocks[i] = rapid.SliceOfNDistinct(rapid.IntRange(-years, years), len(chosen), len(chosen), rapid.ID[int]).Draw(rt, "clocks")
		}
		one, texts := outcome(clocks[0])
		other, otherTexts := outcome(clocks[1])
		sameState(t, "with other clocks", other, one)
		if !maps.Equal(texts, otherTexts) {
			t.Fatalf("texts that stand or are listed:\n%v\n%v", texts, otherTexts)
		}
	})
}

// timeless is a state without what the clocks may decide: which of several texts stands, and in which order the phones
// are. texts is every text that stands or is in the conflict list.
func timeless(t testing.TB, s *replicationtest.State) (records []string, texts map[string]bool) {
	t.Helper()
	texts = map[string]bool{}
	err := s.Each(func(_ r.Noun, e r.Effect) error {
		switch {
		case e.Conflict != nil:
			if e.Conflict.Kind == r.ConflictField {
				for _, text := range []string{e.Conflict.Value, e.Conflict.Winner} {
					texts[strings.Join([]string{short(e.Conflict.Contact), e.Conflict.Part, text}, " ")] = true
				}
				return nil
			}
			x := *e.Conflict
			x.Stamp, x.WinnerStamp = r.Stamp{}, r.Stamp{}
			e = r.Effect{Conflict: &x}
		case e.Put != nil:
			root, err := s.Root(r.NounContact, e.Put.ID)
			if err != nil {
				return err
			}
			records = append(records, timelessContact(e.Put, root, texts)...)
			return nil
		case e.Alias != nil:
			records = append(records, "alias "+short(e.Alias.From)+" "+short(e.Alias.To))
			return nil
		case e.Survey != nil:
			return timelessRequest(s, e.Survey.ID, e.Survey.Contact, answer(*e.Survey), texts)
		case e.Appointment != nil:
			return timelessRequest(s, e.Appointment.ID, e.Appointment.Contact, agreed(*e.Appointment), texts)
		case e.Interaction != nil:
			x := *e.Interaction
			said := ended(x.Closed, x.Handle)
			said["interaction_tabulation"] = x.Tabulation
			if err := timelessRequest(s, x.ID, x.Contact, said, texts); err != nil {
				return err
			}
			x.Tabulation, x.Closing, x.Tabulated, x.Closed, x.Handle = "", r.Stamp{}, r.Stamp{}, 0, 0
			e = r.Effect{Interaction: &x}
		case e.Field != nil:
			x := *e.Field
			x.Versions = r.DefinitionVersions{}
			e = r.Effect{Field: &x}
		case e.Label != nil:
			x := *e.Label
			x.Versions = r.DefinitionVersions{}
			e = r.Effect{Label: &x}
		case e.User != nil:
			x := *e.User
			x.Version = r.Stamp{}
			e = r.Effect{User: &x}
		case e.Service != nil:
			x := *e.Service
			x.Version = r.Stamp{}
			e = r.Effect{Service: &x}
		case e.Permission != nil:
			x := *e.Permission
			x.Version = r.Stamp{}
			e = r.Effect{Permission: &x}
		case e.Avatar != nil || e.Segment != nil || e.Tabulation != nil: // one stands, which the clocks may decide; the others are not listed
			return nil
		}
		records = append(records, recordLine(e))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(records)
	return records, texts
}

// timelessRequest adds what is filled in of a request, as conflicts name it.
func timelessRequest(s *replicationtest.State, of, contact crm.ID, said map[string]string, texts map[string]bool) error {
	root, err := s.Root(r.NounContact, contact)
	for part, text := range said {
		if text != "" {
			texts[strings.Join([]string{short(root), part + ":" + of.String(), text}, " ")] = true
		}
	}
	return err
}

// timelessContact names texts by the primary, where the conflicts of the person are.
func timelessContact(c *r.Contact, root crm.ID, texts map[string]bool) (out []string) {
	name := "contact " + short(c.ID)
	out = append(out, name+" into "+short(c.MergedInto)+" mark "+string(rune('0'+c.Mark))+" portfolio "+link(c.Portfolio))
	if c.Mark != r.Live {
		return out
	}
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if f.String() == "active" || f == crm.FieldCPF || f == crm.FieldCNPJ || f == crm.FieldEmail {
			out = append(out, name+" "+f.String()+" "+c.Field(f))
		} else if c.Field(f) != "" || c.Version(f.String()) != c.Stamp {
			texts[strings.Join([]string{short(root), f.String(), c.Field(f)}, " ")] = true
		}
	}
	for _, v := range c.Custom {
		texts[strings.Join([]string{short(root), r.CustomPart(v.Field), v.Value}, " ")] = true
	}
	for _, p := range c.Phones {
		out = append(out, name+" phone "+string(p))
	}
	for _, l := range c.Labels {
		out = append(out, name+" label "+short(l))
	}
	return out
}
