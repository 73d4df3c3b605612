package store

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"carteira/backend/crm"
)

// cursor is where a pull goes on: after a line of the log, or at a place in the state. Devices keep its text and do
// not read it.
type cursor struct {
	state bool
	seq   int64 // of the log, when not in the state
	copy  bool  // whole records from seq on, please: "copy:SEQ"

	// In the state: passes go over the records that changed after a line, each noun in the order of the log, until one
	// pass fits into one snapshot.
	from    int64 // the pass brings what changed after this line
	to      int64 // and records that belong to contacts up to this one: the head when the pass began
	defined int64 // definitions are known up to this line
	phase   int   // see phases
	rowSeq  int64 // the last record sent in this phase
	rowID   crm.ID
}

const stateCursor = "state"

func (c *cursor) String() string {
	if !c.state {
		return strconv.FormatInt(c.seq, 10)
	}
	return fmt.Sprintf("%s.%d.%d.%d.%d.%d.%s", stateCursor, c.from, c.to, c.defined, c.phase, c.rowSeq,
		hex.EncodeToString(c.rowID[:]))
}

// parseCursor reads a cursor; "" is the beginning.
func parseCursor(text string) (c cursor, err error) {
	malformed := crm.Errorf(crm.CodeInvalid, "cursor", "this is not a cursor of this server")
	text, c.copy = strings.CutPrefix(text, "copy:")
	parts := strings.Split(text, ".")
	if text == "" {
		return cursor{}, nil
	}
	if parts[0] != stateCursor {
		c.seq, err = strconv.ParseInt(text, 10, 64)
		if err != nil || c.seq < 0 {
			return c, malformed
		}
		return c, nil
	}
	if len(parts) != 7 {
		return c, malformed
	}
	var phase int64
	for i, dst := range []*int64{&c.from, &c.to, &c.defined, &phase, &c.rowSeq} {
		if *dst, err = strconv.ParseInt(parts[i+1], 10, 64); err != nil || *dst < 0 {
			return c, malformed
		}
	}
	id, err := hex.DecodeString(parts[6])
	if err != nil || len(id) != len(c.rowID) || phase >= int64(len(phases)) {
		return c, malformed
	}
	c.state, c.phase, c.rowID = true, int(phase), crm.ID(id)
	return c, nil
}
