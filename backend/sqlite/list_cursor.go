package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// cursorDoc is where the next page begins. It holds a name key and what was sorted by: cursors are for scripts, not for logs.
type cursorDoc struct {
	_     struct{} `cbor:",toarray"`
	Query []byte   // digest of filter and order: a cursor fits no other list
	Total int64
	Name  string
	Text  string
	At    int64
	None  bool
	N     int64
}

// ListAfter reads the page that begins at cursor, "" the first, and the cursor of the next one, "" after the
// last. For the command line: pages stay in step while contacts come and go. Total was counted, exactly, with
// the first page. Error: crm.CodeInvalid for a cursor of another list.
func (db *DB) ListAfter(ctx context.Context, f crm.ContactFilter, o crm.ContactOrder, cursor string, limit int) (p ListPage, next string, err error) {
	if o, err = crm.CheckOrder(o); err != nil {
		return p, "", err
	}
	if limit < 1 {
		return p, "", crm.Errorf(crm.CodeInvalid, "limit", "a page holds at least one contact")
	}
	digest, err := queryDigest(f, o)
	if err != nil {
		return p, "", err
	}
	var after *position
	total := int64(-1)
	if cursor != "" {
		if after, total, err = readCursor(cursor, digest); err != nil {
			return p, "", err
		}
	}
	err = db.View(ctx, func(v *View) error {
		q, err := v.resolve(f)
		if err != nil {
			return err
		}
		s, err := db.scan(ctx, v, q, o)
		if err != nil {
			return err
		}
		got, err := s.page(after, 0, limit+1)
		if err != nil {
			return err
		}
		if total < 0 {
			total = got.total
		}
		if total < 0 && after == nil && len(got.at) <= limit {
			total = int64(len(got.at))
		}
		if total < 0 {
			if total, err = s.count(); err != nil {
				return err
			}
		}
		p.Total, p.Exact = total, true
		if len(got.at) > limit {
			got.at = got.at[:limit]
			next = writeCursor(got.at[limit-1], total, digest)
		}
		p.Contacts, p.N, err = v.load(got.at)
		return err
	})
	return p, next, err
}

func queryDigest(f crm.ContactFilter, o crm.ContactOrder) ([]byte, error) {
	b, err := json.Marshal([]any{f, o})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return sum[:8], nil
}

func writeCursor(p position, total int64, digest []byte) string {
	b, err := cbor.Marshal(&cursorDoc{Query: digest, Total: total, Name: p.name, Text: p.text, At: p.at, None: p.none, N: p.n})
	if err != nil {
		panic("bug: a cursor does not fail to encode")
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(s string, digest []byte) (*position, int64, error) {
	bad := crm.Errorf(crm.CodeInvalid, "cursor", "this cursor is not of this list; begin without one")
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, 0, bad
	}
	var d cursorDoc
	if cbor.Unmarshal(b, &d) != nil || string(d.Query) != string(digest) || d.Total < 0 {
		return nil, 0, bad
	}
	return &position{name: d.Name, text: d.Text, at: d.At, none: d.None, n: d.N}, d.Total, nil
}
