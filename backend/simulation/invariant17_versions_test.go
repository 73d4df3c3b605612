package simulation_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

func TestInvariant17OldAndNewVersions(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	w.settle()
	d := w.device(a)
	newer := func(h *wire.PushHeader, ops []wire.Op) error {
		_, _, err := w.server().Push(w.ctx, d, *h, ops)
		return err
	}
	w.write(a, id, crm.FieldCity, "Recife")
	h, ops, err := a.db.NextPush(w.ctx, replication.LaneEdit, 1, 1<<20)
	w.must(err)

	// A program whose protocol the server does not speak is told so, and nothing happens.
	future := h
	future.Version = wire.Version + 1
	var r *store.Refusal
	if err := newer(&future, ops); !errors.As(err, &r) || r.Problem.Error.Code != wire.CodeOldVersion {
		t.Fatalf("a newer protocol: %v", err)
	}

	// A field that neither this server nor this office knows is carried to everybody.
	edit, err := replication.Encode(&replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.Field(crm.NumFields + 1), Value: "novo"}}})
	w.must(err)
	ops[0].Body = edit
	w.must(newer(&h, ops))
	w.must(a.db.Renumber(w.ctx, replication.LaneEdit, 1)) // the trick is forgotten: the office sends its own
	for range 10 {
		w.settle()
	}
	for _, o := range w.offices {
		if c := w.read(o, id); len(c.Newer) != 2 || c.Newer[1] != "novo" {
			t.Errorf("%s does not carry the newer field: %q", o.name, c.Newer)
		}
	}

	// What a newer office says of an edit beyond what this server knows is passed over.
	w.write(b, id, crm.FieldCompany, "Firma")
	h, ops, err = b.db.NextPush(w.ctx, replication.LaneEdit, 1, 1<<20)
	w.must(err)
	var body map[int]cbor.RawMessage
	w.must(cbor.Unmarshal(ops[0].Body, &body))
	body[99] = cbor.RawMessage{0x01}
	ops[0].Body, err = cbor.Marshal(body)
	w.must(err)
	answer, results, err := w.server().Push(w.ctx, w.device(b), h, ops)
	w.must(err)
	w.must(b.db.Pushed(w.ctx, h, answer, results))
	w.settle()
	if got := w.read(a, id).Fields[crm.FieldCompany]; got != "Firma" {
		t.Errorf("the company is %q: %+v", got, results)
	}

	// So is what it says of a message.
	var stream bytes.Buffer
	out, err := wire.NewWriter(&stream, map[int]any{1: wire.Version, 3: "edit", 99: "novo"})
	w.must(err)
	w.must(out.Close(map[int]any{1: "7", 99: "novo"}))
	var header wire.PushHeader
	var end wire.PullEnd
	in, err := wire.NewReader(&stream, &header)
	w.must(err)
	if more, err := in.Next(nil, &end); more || err != nil || header.Lane != replication.LaneEdit || end.Cursor != "7" {
		t.Errorf("a message from a newer program: %+v, %+v: %v", header, end, err)
	}

	// An operation of an unknown kind is set aside, and those behind it go on.
	w.write(b, id, crm.FieldCity, "Natal")
	h, ops, err = b.db.NextPush(w.ctx, replication.LaneEdit, 10, 1<<20)
	w.must(err)
	ops = append([]wire.Op{{Counter: 9_999, Kind: "contact.teleport", Entity: id, HLC: ops[0].HLC, At: ops[0].At}}, ops...)
	_, results, err = w.server().Push(w.ctx, w.device(b), h, ops)
	w.must(err)
	if len(results) != 2 || results[0].Result.Outcome != replication.Rejected || results[1].Result.Outcome != replication.Applied {
		t.Errorf("results %+v", results)
	}
}
