package store

import (
	"encoding/binary"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// nouns are the kinds of record; a noun's code in the database is its place here, from 1 on. Append only.
var nouns = []replication.Noun{
	replication.NounContact, replication.NounNote, replication.NounInteraction, replication.NounUser,
	replication.NounField, replication.NounLabel, replication.NounService, replication.NounSetting,
	replication.NounPermission, replication.NounBlacklist, replication.NounConflict, replication.NounAvatar,
	replication.NounTabulation, replication.NounSegment, replication.NounSurvey, replication.NounAppointment,
}

// aliasCodes is what an alias's code lies above that of its noun.
const aliasCodes = 100

var nounCodes = func() map[replication.Noun]int64 {
	m := map[replication.Noun]int64{}
	for i, n := range nouns {
		m[n] = int64(i + 1)
	}
	return m
}()

// The codes that SQL texts and hot paths name.
var (
	contactCode     = nounCodes[replication.NounContact]
	noteCode        = nounCodes[replication.NounNote]
	interactionCode = nounCodes[replication.NounInteraction]
	blacklistCode   = nounCodes[replication.NounBlacklist]
	conflictCode    = nounCodes[replication.NounConflict]
	surveyCode      = nounCodes[replication.NounSurvey]
	appointmentCode = nounCodes[replication.NounAppointment]
	avatarCode      = nounCodes[replication.NounAvatar]
	segmentCode     = nounCodes[replication.NounSegment]
	contactAlias    = aliasCodes + contactCode
)

// definitionCodes are the records that others refer to and that are few: a process keeps them in memory.
var definitionCodes = func() []int64 {
	var out []int64
	for _, n := range []replication.Noun{
		replication.NounUser, replication.NounService, replication.NounField, replication.NounLabel,
		replication.NounSetting, replication.NounPermission, replication.NounTabulation,
	} {
		out = append(out, nounCodes[n])
	}
	for _, n := range []replication.Noun{
		replication.NounUser, replication.NounService, replication.NounField, replication.NounLabel,
		replication.NounTabulation,
	} {
		out = append(out, aliasCodes+nounCodes[n])
	}
	return out
}()

// recordKey names a row of entity.
type recordKey struct {
	noun int64
	id   crm.ID
}

// keyHead is what the key of a row begins with.
const keyHead = 5

func rowKey(org, kind int64, rest []byte) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, keyHead+len(rest)), uint32(org))
	return append(append(b, byte(kind)), rest...)
}

// row is the record's key in the database.
func (k *recordKey) row(org int64) []byte { return rowKey(org, k.noun, k.id[:]) }

// idInKey is the id of the record that a row holds.
func idInKey(key []byte) crm.ID { return idOf(key[min(keyHead, len(key)):]) }

// recordOf is what an effect leaves behind as a whole record: its key and the contact or alias target it belongs to.
// ok is false for effects that change or remove one.
func recordOf(e *replication.Effect) (key recordKey, parent crm.ID, active, ok bool) {
	switch {
	case e.Put != nil:
		return recordKey{contactCode, e.Put.ID}, e.Put.MergedInto, false, true
	case e.Alias != nil:
		return recordKey{aliasCodes + nounCodes[e.Alias.Noun], e.Alias.From}, e.Alias.To, false, nounCodes[e.Alias.Noun] != 0
	case e.Note != nil:
		return recordKey{noteCode, e.Note.ID}, e.Note.Contact, false, true
	case e.Interaction != nil:
		return recordKey{interactionCode, e.Interaction.ID}, e.Interaction.Contact, e.Interaction.Open, true
	case e.Survey != nil:
		return recordKey{surveyCode, e.Survey.ID}, e.Survey.Contact, e.Survey.Open(), true
	case e.Appointment != nil:
		return recordKey{appointmentCode, e.Appointment.ID}, e.Appointment.Contact, e.Appointment.Open(), true
	case e.Field != nil:
		return recordKey{nounCodes[replication.NounField], e.Field.ID}, crm.NoID, false, true
	case e.Label != nil:
		return recordKey{nounCodes[replication.NounLabel], e.Label.ID}, crm.NoID, false, true
	case e.Service != nil:
		return recordKey{nounCodes[replication.NounService], e.Service.ID}, crm.NoID, false, true
	case e.User != nil:
		return recordKey{nounCodes[replication.NounUser], e.User.ID}, crm.NoID, false, true
	case e.Setting != nil:
		return recordKey{nounCodes[replication.NounSetting], e.Setting.ID()}, crm.NoID, false, true
	case e.Permission != nil:
		return recordKey{nounCodes[replication.NounPermission], e.Permission.ID()}, crm.NoID, false, true
	case e.Tabulation != nil:
		return recordKey{nounCodes[replication.NounTabulation], e.Tabulation.ID}, crm.NoID, false, true
	case e.Blacklist != nil:
		return recordKey{blacklistCode, e.Blacklist.ID}, crm.NoID, false, true
	case e.Segment != nil:
		return recordKey{segmentCode, e.Segment.ID}, crm.NoID, false, true
	case e.Conflict != nil:
		return recordKey{conflictCode, e.Conflict.ID}, e.Conflict.Contact, true, true
	case e.Avatar != nil:
		return recordKey{avatarCode, e.Avatar.Contact}, e.Avatar.Contact, false, true
	}
	return recordKey{}, crm.NoID, false, false
}

// readRecord decodes a stored record; what belongs to a contact belongs to the one it was last moved to.
func readRecord(body []byte, parent crm.ID) (replication.Effect, error) {
	var e replication.Effect
	if err := replication.Decode(body, &e); err != nil {
		return e, err
	}
	e.MoveTo(parent)
	return e, nil
}

// markOf is the mark of a stored contact, without decoding the rest: it is the last member and takes one byte.
func markOf(body []byte) replication.Mark { return replication.Mark(body[len(body)-1]) }
