package replication

import "carteira/backend/crm"

// Survey is the satisfaction survey of one interaction and has its id (D10.1): there is one at most, whichever office
// sends or enters it. Times are Unix ms, 0 = none.
type Survey struct {
	_        struct{} `cbor:",toarray"`
	ID       crm.ID   // the interaction
	Contact  crm.ID
	Sent     int64
	Answered int64  // 0 = it is open: the person may answer yet
	Score    *int64 // nil = none was given
	Comment  string // personal: gone with an erasure (D8.4)
	Stamp    Stamp
}

// Open tells whether the answer is awaited (D8.2).
func (s *Survey) Open() bool { return s.Answered == 0 }

// SurveyPut sends or answers a survey. Base is the version that the author saw, zero for none.
type SurveyPut struct {
	Survey Survey `cbor:"1,keyasint"`
	Base   Stamp  `cbor:"2,keyasint"`
}

// Put is the survey after a put: an answer is never taken back by a survey that was sent; of two answers, and of two
// that were sent, the one whose author knew the other stands, else the later.
func (s *Survey) Put(p *SurveyPut, at Stamp) (next Survey, changed bool) {
	next = p.Survey
	next.Stamp = at
	if s == nil {
		return next, true
	}
	next.Contact = s.Contact
	switch {
	case !s.Open() && next.Open():
		return *s, false
	case s.Open() == next.Open() && !prevails(p.Base, s.Stamp, at):
		return *s, false
	}
	if next.Sent == 0 {
		next.Sent = s.Sent
	}
	return next, !next.Equal(s)
}

// JoinSurveys is the later of two states of one survey; the contact is that of a.
func JoinSurveys(a, b *Survey) Survey {
	next := *a
	if a.Open() && !b.Open() || a.Open() == b.Open() && b.Stamp.Compare(a.Stamp) > 0 {
		next = *b
		next.Contact = a.Contact
	}
	if next.Sent == 0 {
		next.Sent = max(a.Sent, b.Sent)
	}
	return next
}

// Equal compares two surveys.
func (s *Survey) Equal(o *Survey) bool {
	score := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	return s.ID == o.ID && s.Contact == o.Contact && s.Sent == o.Sent && s.Answered == o.Answered && score(s.Score) == score(o.Score) &&
		s.Comment == o.Comment && s.Stamp == o.Stamp
}

// Silence takes from an interaction, a survey or an appointment what is personal (D8.4), and tells whether there was
// anything.
func (e *Effect) Silence() (had bool) {
	switch {
	case e.Interaction != nil:
		had, e.Interaction.Contents = len(e.Interaction.Contents) > 0, nil
	case e.Survey != nil:
		had, e.Survey.Comment = e.Survey.Comment != "", ""
	case e.Appointment != nil:
		had, e.Appointment.Text = e.Appointment.Text != "", ""
	}
	return had
}
