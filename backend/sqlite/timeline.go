package sqlite

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

const timelineColumns = `
	i.n,
	i.id,
	c.id,
	i.protocol,
	i.channel,
	i.direction,
	i.status,
	s.id,
	a.id,
	i.tabulation,
	i.opened_at,
	i.answered_at,
	i.closed_at,
	i.handle_seconds,
	coalesce(s.name, ''),
	coalesce(a.name, ''),
	coalesce(a.email, ''),
	(SELECT count(*) FROM content t WHERE t.interaction = i.n),
	v.sent_at,
	v.answered_at,
	v.score,
	v.comment`

const timelineFrom = `
	FROM interaction i
	JOIN contact c ON c.n = i.contact
	LEFT JOIN service s ON s.n = i.service
	LEFT JOIN account a ON a.n = i.agent
	LEFT JOIN survey v ON v.id = i.id`

func scanTimeline(row result) crm.Interaction {
	x := crm.Interaction{
		ID: blobID(row[1]), Contact: blobID(row[2]), Protocol: row[3].(string), Channel: row[4].(string),
		Outbound: row[5].(string) == "outbound", Open: row[6].(string) == "open", Service: blobID(row[7]), Agent: blobID(row[8]),
		Tabulation: row[9].(string), Opened: timeOf(row[10]), Answered: timeOf(row[11]), Closed: timeOf(row[12]),
		Handle: time.Duration(row[13].(int64)) * time.Second, ServiceName: row[14].(string), AgentName: row[15].(string),
		AgentEmail: row[16].(string), Contents: int(row[17].(int64)),
	}
	if sent, ok := row[18].(int64); ok {
		x.Survey = &crm.Survey{Interaction: x.ID, Contact: x.Contact, Sent: timeOf(sent), Answered: timeOf(row[19]), Score: crm.NoScore,
			Comment: row[21].(string)}
		if score, ok := row[20].(int64); ok {
			x.Survey.Score = int(score)
		}
	}
	return x
}

// Timeline lists interactions of the contact in row n, newest first: those after a cursor of an earlier answer, "" from
// the start. next is "" at the end.
func (v *View) Timeline(n int64, f crm.TimelineFilter, cursor string, limit int) (out []crm.Interaction, next string, err error) {
	where, args, err := timelineWhere(n, f, cursor)
	if err != nil {
		return nil, "", err
	}
	rows := 0
	err = v.c.query(`SELECT`+timelineColumns+timelineFrom+where+` ORDER BY i.opened_at DESC, i.n DESC LIMIT ?`, append(args, int64(limit+1)),
		func(row result) error {
			if rows++; rows > limit {
				last := out[len(out)-1]
				next = fmt.Sprintf("%d.%s", last.Opened.UnixMilli(), next)
				return nil
			}
			next = strconv.FormatInt(row[0].(int64), 10)
			out = append(out, scanTimeline(row))
			return nil
		})
	if rows <= limit {
		next = ""
	}
	return out, next, err
}

func timelineWhere(n int64, f crm.TimelineFilter, cursor string) (where string, args []driver.Value, err error) {
	where, args = ` WHERE i.contact = ?`, values(n)
	also := func(condition string, more ...driver.Value) {
		where += ` AND ` + condition
		args = append(args, more...)
	}
	if cursor != "" {
		ms, row, ok := strings.Cut(cursor, ".")
		at, err := strconv.ParseInt(ms, 10, 64)
		last, rerr := strconv.ParseInt(row, 10, 64)
		if !ok || err != nil || rerr != nil {
			return "", nil, crm.Errorf(crm.CodeInvalid, "after", "this is not a place in the timeline")
		}
		also(`(i.opened_at, i.n) < (?, ?)`, at, last)
	}
	if len(f.Channels) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(f.Channels)), ", ")
		var list []driver.Value
		for _, c := range f.Channels {
			list = append(list, c)
		}
		also(`i.channel IN (`+marks+`)`, list...)
	}
	if f.Status != "" {
		also(`i.status = ?`, f.Status)
	}
	if f.Agent != crm.NoID {
		also(`a.id = ?`, f.Agent[:])
	}
	if f.Service != crm.NoID {
		also(`s.id = ?`, f.Service[:])
	}
	if f.Tabulation != "" {
		also(`i.tabulation = ?`, f.Tabulation)
	}
	return where, args, nil
}

// Interaction reads one interaction; crm.CodeNotFound when there is none.
func (v *View) Interaction(id crm.ID) (x crm.Interaction, err error) {
	found, err := v.c.one(`SELECT`+timelineColumns+timelineFrom+` WHERE i.id = ?`, values(id[:]), func(row result) error {
		x = scanTimeline(row)
		return nil
	})
	if err == nil && !found {
		err = noInteraction()
	}
	return x, err
}

// Contents are what was said in an interaction, in order of writing.
func (v *View) Contents(id crm.ID) (out []crm.Content, err error) {
	n, err := v.c.integer(`SELECT n FROM interaction WHERE id = ?`, id[:])
	if err != nil || n == 0 {
		return nil, err
	}
	all, err := v.wireContents(n)
	for _, c := range all {
		out = append(out, crm.Content{ID: c.ID, Kind: string(c.Kind), At: timeOf(c.At), Outbound: c.Outbound, Text: c.Text})
	}
	return out, err
}

// InteractionsByProtocol finds interactions by their protocol number.
func (v *View) InteractionsByProtocol(protocol string) (out []crm.Interaction, err error) {
	err = v.c.query(`SELECT`+timelineColumns+timelineFrom+` WHERE i.protocol = ? AND i.protocol <> ''`, values(protocol), func(row result) error {
		out = append(out, scanTimeline(row))
		return nil
	})
	return out, err
}

const appointmentsSQL = `
	SELECT p.id, c.id, p.interaction, u.id, p.at, p.status, p.text, coalesce(u.name, '')
	FROM appointment p
	JOIN contact c ON c.n = p.contact
	LEFT JOIN account u ON u.n = p.agent`

func scanAppointment(row result) crm.Appointment {
	return crm.Appointment{
		ID: blobID(row[0]), Contact: blobID(row[1]), Interaction: blobID(row[2]), Agent: blobID(row[3]), At: timeOf(row[4]),
		Status: crm.AppointmentStatus(row[5].(string)), Text: row[6].(string), AgentName: row[7].(string),
	}
}

// Appointments are those of the contact in row n: the open ones first, soonest first, then the others, latest first.
func (v *View) Appointments(n int64) (out []crm.Appointment, err error) {
	err = v.c.query(appointmentsSQL+`
		WHERE p.contact = ?
		ORDER BY p.status <> 'open', CASE WHEN p.status = 'open' THEN p.at ELSE -p.at END, p.id`, values(n), func(row result) error {
		out = append(out, scanAppointment(row))
		return nil
	})
	return out, err
}

// Appointment reads one appointment; crm.CodeNotFound when there is none.
func (v *View) Appointment(id crm.ID) (x crm.Appointment, err error) {
	found, err := v.c.one(appointmentsSQL+` WHERE p.id = ?`, values(id[:]), func(row result) error {
		x = scanAppointment(row)
		return nil
	})
	if err == nil && !found {
		err = crm.Errorf(crm.CodeNotFound, "appointment", "there is no appointment with that id")
	}
	return x, err
}

// Surveys are those of the contact in row n with their interactions, newest first.
func (v *View) Surveys(n int64) (out []crm.Interaction, err error) {
	err = v.c.query(`SELECT`+timelineColumns+timelineFrom+`
		WHERE v.contact = ?
		ORDER BY coalesce(nullif(v.answered_at, 0), v.sent_at) DESC, i.n DESC`, values(n), func(row result) error {
		out = append(out, scanTimeline(row))
		return nil
	})
	return out, err
}

// EachFilled calls f with every value that living contacts have in some fields: a walk over all of them.
func (v *View) EachFilled(fields []crm.Field, f func(n int64, field crm.Field, value string)) error {
	var wanted [crm.NumFields]bool
	for _, field := range fields {
		wanted[field] = true
	}
	return v.c.queryContext(v.ctx, `SELECT n, doc FROM contact WHERE anonymized = 0`, nil, func(row result) error {
		return replication.EachField(row[1].([]byte), func(field crm.Field, value string) {
			if int(field) < len(wanted) && wanted[field] { // one of a newer version is beyond
				f(row[0].(int64), field, value)
			}
		})
	})
}

// OpenRequests tells whether an interaction, survey or appointment of the contact is open (D8.2).
func (v *View) OpenRequests(contact crm.ID) (bool, error) {
	n, err := v.c.integer(openRequestsSQL, contact[:])
	return n > 0, err
}
