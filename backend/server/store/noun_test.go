package store

import (
	"reflect"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Copies of the state read the mark of a contact from the last byte of its record. A member added after it must not
// make erased people look alive.
func TestMarkIsTheLastByteOfAContact(t *testing.T) {
	c := reflect.TypeFor[replication.Contact]()
	if last := c.Field(c.NumField() - 1); last.Name != "Mark" {
		t.Errorf("the last member of a contact is %s", last.Name)
	}
	for _, m := range []replication.Mark{replication.Live, replication.Anonymized, replication.Deleted} {
		b, err := replication.Encode(&replication.Effect{Put: &replication.Contact{ID: crm.NewID(), MergedInto: crm.NewID(), Mark: m}})
		if err != nil {
			t.Fatal(err)
		}
		if got := markOf(b); got != m {
			t.Errorf("mark %d reads as %d", m, got)
		}
	}
}
