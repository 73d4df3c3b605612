package contacts

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Seen is what somebody saw, when they began, of the parts that they changed. A part that is missing was not looked at.
type Seen struct {
	Fields map[crm.Field]string
	Phones []string
	Custom map[string]string // by name
	Labels []string          // by name
	Avatar string            // see AvatarVersion; "" = none was there
}

// Stale is a part that somebody else has changed since, with what stands there now.
type Stale struct {
	Part   string // see Problem
	Theirs string
}

// AvatarVersion tells one picture from another, "" for none.
func AvatarVersion(image []byte) string {
	if len(image) == 0 {
		return ""
	}
	sum := sha256.Sum256(image)
	return hex.EncodeToString(sum[:8])
}

// staleParts compares what stands with what was seen, where the edit would write something else.
func staleParts(tx *sqlite.Tx, old *sqlite.Stored, next *crm.Contact, in Input, seen *Seen) (out []Stale, err error) {
	for _, f := range slices.Sorted(maps.Keys(in.Fields)) {
		was, looked := seen.Fields[f]
		if now := old.Fields[f]; looked && now != was && now != next.Fields[f] {
			out = append(out, Stale{Part: f.String(), Theirs: now})
		}
	}
	known, err := tx.CustomFields()
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(in.Custom)) {
		was, looked := seen.Custom[name]
		i := slices.IndexFunc(known, func(f crm.CustomField) bool { return crm.Fold(f.Name) == crm.Fold(name) })
		if !looked || i < 0 {
			continue
		}
		if now := old.CustomOf(known[i].ID); now != was && now != next.CustomOf(known[i].ID) {
			out = append(out, Stale{Part: customPart(name), Theirs: now})
		}
	}
	if in.Avatar == nil {
		return out, nil
	}
	pictures, err := tx.Avatars([]crm.ID{old.ID})
	if err != nil {
		return nil, err
	}
	now := AvatarVersion(pictures[old.ID])
	if now != seen.Avatar && now != AvatarVersion(in.Avatar) {
		out = append(out, Stale{Part: "avatar", Theirs: now})
	}
	return out, nil
}

// unite makes of the lists of an input what they are together with what others have added and removed since: phones and
// labels are sets, of which nobody's addition or removal is lost (S2).
func unite(tx *sqlite.Tx, old *sqlite.Stored, in Input, seen *Seen) (Input, error) {
	if in.Phones != nil && seen.Phones != nil {
		var now []string
		for _, p := range old.Phones {
			now = append(now, string(p))
		}
		in.Phones = united(in.Phones, seen.Phones, now)
	}
	if in.Labels != nil && seen.Labels != nil {
		all, err := tx.Labels()
		if err != nil {
			return in, err
		}
		var now []string
		for _, l := range all {
			if slices.Contains(old.Labels, l.ID) {
				now = append(now, l.Name)
			}
		}
		in.Labels = united(in.Labels, seen.Labels, now)
	}
	return in, nil
}

// united is mine, without what others have removed, and with what they have added at its end.
func united(mine, seen, now []string) []string {
	out := []string{}
	for _, x := range mine {
		if !slices.Contains(seen, x) || slices.Contains(now, x) {
			out = append(out, x)
		}
	}
	for _, x := range now {
		if !slices.Contains(seen, x) && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
