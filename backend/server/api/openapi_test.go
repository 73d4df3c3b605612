package api

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

type openAPI struct {
	Paths map[string]map[string]struct {
		Security   []map[string][]string
		Parameters []struct{ Name, In string }
		Responses  map[string]json.RawMessage
	}
	Components struct {
		Schemas map[string]struct {
			Properties map[string]struct{ Enum []string }
			Required   []string
		}
	}
}

func readOpenAPI(t *testing.T) (doc openAPI) {
	t.Helper()
	if err := json.Unmarshal(openapi, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// Every route is described, and everything described is a route with that access.
func TestTheDescriptionHasEveryRoute(t *testing.T) {
	doc := readOpenAPI(t)
	served := map[string]access{}
	for _, r := range (&Server{metrics: &metrics{}}).routes() {
		served[strings.ToLower(r.method)+" "+r.path] = r.access
	}
	described := map[string]bool{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			key := method + " " + path
			described[key] = true
			want, ok := served[key]
			if !ok {
				t.Errorf("%s is described and not served", key)
				continue
			}
			got := anybody
			for _, s := range op.Security {
				if _, ok := s["device"]; ok {
					got = office
				}
				if _, ok := s["platform"]; ok {
					got = platform
				}
			}
			if got != want {
				t.Errorf("%s: described as open to %d, served to %d", key, got, want)
			}
			if _, ok := op.Responses["401"]; ok != (want != anybody || path == "/v1/token") {
				t.Errorf("%s: its 401 is described %v", key, ok)
			}
			for part := range strings.SplitSeq(path, "/") {
				name, ok := strings.CutPrefix(part, "{")
				if name = strings.TrimSuffix(name, "}"); ok && !slices.ContainsFunc(op.Parameters, func(p struct{ Name, In string }) bool {
					return p.In == "path" && p.Name == name
				}) {
					t.Errorf("%s: %s is not described", key, name)
				}
			}
		}
	}
	for key := range served {
		if !described[key] {
			t.Errorf("%s is served and not described", key)
		}
	}
}

// The members of every document are those of its type.
func TestTheDescriptionHasEveryMember(t *testing.T) {
	doc := readOpenAPI(t)
	types := map[string]any{
		"Problem": wire.Problem{}, "ProblemError": wire.ProblemError{}, "EnrolRequest": wire.EnrolRequest{},
		"EnrolAnswer": wire.EnrolAnswer{}, "TokenRequest": wire.TokenRequest{}, "TokenAnswer": wire.TokenAnswer{},
		"Hello": wire.Hello{}, "Ack": wire.Ack{}, "Digest": replication.Digest{}, "DigestAnswer": wire.DigestAnswer{},
		"Device": wire.Device{}, "HeadEvent": wire.HeadEvent{}, "Interaction": interaction{},
		"InteractionAnswer": interactionAnswer{}, "Presence": presence{}, "BlacklistAnswer": blacklistAnswer{},
		"Message": message{}, "Closing": closing{}, "Survey": survey{}, "Appointment": appointment{},
	}
	for name, schema := range doc.Components.Schemas {
		v, ok := types[name]
		if !ok {
			t.Errorf("no type belongs to schema %s", name)
			continue
		}
		got := slices.Sorted(maps.Keys(schema.Properties))
		if want := members(reflect.TypeOf(v)); !slices.Equal(got, want) {
			t.Errorf("%s has %v, its type %v", name, got, want)
		}
		for _, r := range schema.Required {
			if !slices.Contains(got, r) {
				t.Errorf("%s requires %s, which it does not have", name, r)
			}
		}
	}
	for name := range types {
		if _, ok := doc.Components.Schemas[name]; !ok {
			t.Errorf("there is no schema %s", name)
		}
	}
	if got := doc.Components.Schemas["Interaction"].Properties["channel"].Enum; !slices.Equal(got, crm.Channels) {
		t.Errorf("channels %v", got)
	}
}

// Every reference inside the document leads somewhere.
func TestTheDescriptionHoldsTogether(t *testing.T) {
	doc := readOpenAPI(t)
	rest := string(openapi)
	for {
		_, after, found := strings.Cut(rest, `"#/components/schemas/`)
		if !found {
			break
		}
		name, end, _ := strings.Cut(after, `"`)
		if _, ok := doc.Components.Schemas[name]; !ok {
			t.Errorf("a reference to %s leads nowhere", name)
		}
		rest = end
	}
}

func members(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		if f.IsExported() && name != "-" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
