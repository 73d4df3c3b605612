package api

import (
	"bytes"
	"encoding/base64"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// FuzzJSON: whatever a request holds is read or refused, and what is refused is not quoted.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"id":"01890a5d-ac96-774b-bcce-b302099a8057","from":"+5511988888888","channel":"voice","direction":"inbound"}`))
	f.Add([]byte(`{"id":"01890a5d-ac96-774b-bcce-b302099a8057","from":"aurora.b","channel":"instagram","direction":"inbound","opened":"2026-07-01T12:00:00Z","closed":"2026-07-01T12:00:00-03:00"}`))
	f.Add([]byte(`{"code":"K7QM-2XTA-9FWD","device":"01890a5d-ac96-774b-bcce-b302099a8057","public_key":"AAAA"}`))
	f.Add([]byte(`{"presence":"paused","reason":"x"}`))
	f.Add([]byte(`{"seq":9223372036854775808}`))
	f.Add([]byte(`[[[[`))
	now := time.UnixMilli(1_780_000_000_000)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, dst := range []any{new(wire.EnrolRequest), new(wire.TokenRequest), new(wire.Ack), new(presence)} {
			for _, strict := range []bool{false, true} {
				if err := decodeJSON(bytes.NewReader(b), strict, dst); err != nil && refusalOf(err).Status >= 500 {
					t.Fatalf("%T: %v", dst, err)
				}
			}
		}
		var q interaction
		if err := decodeJSON(bytes.NewReader(b), true, &q); err != nil {
			return
		}
		add, err := q.parse(now)
		if err != nil {
			if refusalOf(err).Status >= 500 {
				t.Fatal(err)
			}
			return
		}
		if !add.Open && add.Closed < add.Opened || add.ID == crm.NoID || add.Handle < 0 {
			t.Fatalf("%+v was taken", add)
		}
		a, err := parseAddress(q.Channel, q.From)
		if err != nil {
			return
		}
		c := a.contact(q.Channel, "", add)
		if q.From != "" && c.Fields[crm.FieldName] == "" {
			t.Fatalf("a contact without a name from %q", q.From)
		}
	})
}

func FuzzToken(f *testing.F) {
	keys := newTokens(bytes.Repeat([]byte{7}, 32))
	now := time.UnixMilli(1_780_000_000_000)
	good := keys.issue(grant{org: crm.ID{1}, device: crm.ID{2}, expires: now.Add(time.Minute)}) // the same in every worker
	f.Add(good)
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString(keys.challenge(crm.ID{2}, now)))
	f.Fuzz(func(t *testing.T, token string) {
		if _, ok := keys.read(token, now); ok && token != good {
			t.Fatalf("%q is taken", token)
		}
	})
}

// A challenge is no token and a token no challenge, although one secret seals both.
func TestKindsOfSealAreApart(t *testing.T) {
	keys, device, now := newTokens(make([]byte, 32)), crm.NewID(), time.Now()
	challenge := keys.challenge(device, now)
	if !keys.challenged(device, challenge, now) || keys.challenged(crm.NewID(), challenge, now) || keys.challenged(device, challenge, now.Add(time.Minute)) {
		t.Error("a challenge is of one device and one minute")
	}
	if bytes.Equal(keys.tokenKey, keys.challengeKey) {
		t.Error("one key for both")
	}
}
