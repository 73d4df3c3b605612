package interactions

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// batch is some lines being written in one transaction. Lines earlier in the file are part of the base.
type batch struct {
	tx       *sqlite.Tx
	result   *Result
	users    map[string]crm.ID // by key of the address, and by folded name
	services map[string]crm.ID
	added    []sqlite.NewInteraction
	surveys  []crm.Survey
	visits   []crm.Appointment
	inBatch  map[string]int // protocol → added
	byName   *userNames     // of the job
	fresh    map[string]int64
	rejected []sqlite.Rejection
}

func newBatch(tx *sqlite.Tx, r *Result, byName *userNames) (*batch, error) {
	b := &batch{tx: tx, result: r, byName: byName, fresh: map[string]int64{}, users: map[string]crm.ID{}, services: map[string]crm.ID{}, inBatch: map[string]int{}}
	users, err := tx.Users()
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		b.users[crm.EmailKey(u.Email)] = u.ID
	}
	services, err := tx.Services()
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		b.services[crm.Fold(s.Name)] = s.ID
	}
	return b, nil
}

// line decides one line. What is wrong with it rejects it and nothing else.
func (b *batch) line(item *tabular.Item, c columns) error {
	b.result.Lines++
	err := error(nil)
	if item.Err != nil {
		err = item.Err
	} else {
		cells := item.Source.Cells()
		err = b.take(func(name string) string {
			if i, ok := c[name]; ok && i < len(cells) {
				return strings.TrimSpace(tabular.Shown(strings.Clone(cells[i])))
			}
			return ""
		})
	}
	if err == nil {
		return nil
	}
	var problem *crm.Error
	if !errors.As(err, &problem) || sqlite.DiskError(err) != err && problem.Code == sqlite.CodeDiskFull {
		return err
	}
	code := cause(problem)
	b.result.Rejected++
	b.result.Reasons[code]++
	if _, seen := b.result.FirstLines[code]; !seen {
		b.result.FirstLines[code] = item.Number
	}
	b.rejected = append(b.rejected, sqlite.Rejection{Line: item.Number, Code: code, Field: problem.Field, Reason: problem.Message})
	return nil
}

// cause is what rejected lines are counted by: of a code that says little by itself the column too, as in channel_invalid.
func cause(problem *crm.Error) string {
	switch problem.Code {
	case crm.CodeInvalid, crm.CodeNotFound, crm.CodeConflict:
		if problem.Field != "" {
			return problem.Field + "_" + problem.Code
		}
	}
	return problem.Code
}

func (b *batch) take(cell func(string) string) error {
	in, err := b.input(cell)
	if err != nil {
		return err
	}
	n, err := in.interaction(b.tx.Now())
	if err != nil {
		return err
	}
	said, err := b.besides(cell, n)
	if err != nil {
		return err
	}
	x, changed, err := b.known(cell, n)
	if err != nil {
		return err
	}
	if x != nil {
		more, err := b.keep(x, said)
		if changed || more {
			b.result.Updated++
		} else {
			b.result.Unchanged++
		}
		return err
	}
	if n.Contact, err = b.contact(cell, n); err != nil {
		return err
	}
	b.inBatch[n.Protocol] = len(b.added)
	b.added = append(b.added, *n)
	b.result.Created++
	_, err = b.keep(&crm.Interaction{ID: n.ID, Contact: n.Contact}, said)
	return err
}

// known is the interaction whose protocol is there already, nil when there is none; it is closed when the line closes it, and
// gets what was said in it as far as it does not have that.
func (b *batch) known(cell func(string) string, n *sqlite.NewInteraction) (x *crm.Interaction, changed bool, err error) {
	if cell("protocol") == "" {
		return nil, false, nil
	}
	told := cell("closed") != ""
	if i, ok := b.inBatch[n.Protocol]; ok {
		old := &b.added[i]
		x = &crm.Interaction{ID: old.ID, Contact: old.Contact, Opened: old.Opened, Answered: old.Answered}
		more, err := unsaid(old.Contents, n.Contents)
		if err != nil {
			return nil, false, err
		}
		if old.Closed.IsZero() && !n.Closed.IsZero() {
			if err := ending(x, n, told, b.tx.Now()); err != nil {
				return nil, false, err
			}
			old.Closed, old.Handle, old.Answered, changed = n.Closed, n.Handle, n.Answered, true
			if n.Tabulation != "" {
				old.Tabulation = n.Tabulation
			}
		}
		old.Contents = append(old.Contents, more...)
		return x, changed || len(more) > 0, nil
	}
	same, err := b.tx.InteractionsByProtocol(n.Protocol)
	if err != nil || len(same) == 0 {
		return nil, false, err
	}
	x = &same[0]
	more, err := b.unheard(x, n)
	if err != nil {
		return nil, false, err
	}
	var closing *replication.Closing
	var tabulation *string
	if x.Open && !n.Closed.IsZero() {
		if err := ending(x, n, told, b.tx.Now()); err != nil {
			return nil, false, err
		}
		closing = &replication.Closing{Closed: n.Closed.UnixMilli(), Handle: int64(n.Handle / time.Second)}
		if !n.Answered.IsZero() {
			closing.Answered = n.Answered.UnixMilli()
		}
		if n.Tabulation != "" {
			tabulation = &n.Tabulation
		}
	}
	if closing == nil && len(more) == 0 {
		return x, false, nil
	}
	return x, true, b.tx.EditInteraction(x.ID, closing, tabulation, more)
}

func (b *batch) input(cell func(string) string) (in Input, err error) {
	in = Input{Channel: strings.ToLower(cell("channel")), Protocol: cell("protocol"), Tabulation: cell("tabulation"),
		Subject: cell("subject"), Message: cell("message"), Caller: cell("caller")}
	switch d := crm.Fold(cell("direction")); d {
	case "", "inbound", "entrada", "receptivo":
	case "outbound", "saida", "ativo":
		in.Outbound = true
	default:
		return in, crm.Errorf(crm.CodeInvalid, "direction", "a direction is inbound or outbound")
	}
	if text := cell("agent"); text != "" {
		id, ok := b.users[crm.EmailKey(text)]
		if !ok {
			return in, crm.Errorf(crm.CodeNotFound, "agent", "there is no user with that e-mail address")
		}
		in.Agent = id
	}
	if text := cell("service"); text != "" {
		id, ok := b.services[crm.Fold(text)]
		if !ok {
			return in, crm.Errorf(crm.CodeNotFound, "service", "there is no service of that name")
		}
		in.Service = id
	}
	for _, t := range []struct {
		name string
		to   *time.Time
	}{{"opened", &in.Opened}, {"answered", &in.Answered}, {"closed", &in.Closed}} {
		if *t.to, err = ParseTime(t.name, cell(t.name)); err != nil {
			return in, err
		}
	}
	if in.Opened.IsZero() {
		return in, crm.Errorf(crm.CodeInvalid, "opened", "the line does not say when the interaction was opened")
	}
	if text := cell("handle_seconds"); text != "" {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n < 0 {
			return in, crm.Errorf(crm.CodeInvalid, "handle_seconds", "a handle time is a number of seconds from 0 up")
		}
		in.Handle = time.Duration(n) * time.Second
	} else if !in.Closed.IsZero() && !in.Answered.IsZero() {
		in.Handle = in.Closed.Sub(in.Answered).Truncate(time.Second)
	}
	switch s := crm.Fold(cell("status")); s {
	case "open", "aberto", "aberta":
		in.Open = true
	case "closed", "fechado", "fechada", "encerrado", "encerrada":
	case "":
		in.Open = in.Closed.IsZero() && cell("handle_seconds") == ""
	default:
		return in, crm.Errorf(crm.CodeInvalid, "status", "a status is open or closed")
	}
	return in, nil
}

// ParseTime reads a time as files and people write it: RFC 3339, or a day and an hour of the computer's own time zone;
// "" is the zero time.
func ParseTime(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	for _, layout := range []string{
		"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
		"02/01/2006 15:04:05", "02/01/2006 15:04", "02/01/2006",
	} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, crm.Errorf(crm.CodeInvalid, field, "a time is written 2026-07-01T12:00:00Z, 2026-07-01 12:00 or 01/07/2026 12:00")
}

// write stores what the lines came to.
func (b *batch) write(job crm.ID) error {
	if err := b.tx.AddInteractions(b.added); err != nil {
		return err
	}
	for _, s := range b.surveys {
		if err := b.tx.PutSurvey(s); err != nil {
			return err
		}
	}
	for _, a := range b.visits {
		if err := b.tx.PutAppointment(a); err != nil {
			return err
		}
	}
	return b.tx.AddRejections(job, b.rejected)
}
