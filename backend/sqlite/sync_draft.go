package sqlite

import (
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What the server did not carry out, in a form that a person can read, keep and do again.

// RefusedBody reads a refused operation with its content by name, for a person to keep; crm.CodeNotFound.
func (v *View) RefusedBody(counter int64) (p PendingOp, body map[string]any, err error) {
	var b []byte
	found, err := v.c.one(`
		SELECT counter, lane, kind, entity, at, actor, length(body), code, other, parts, body
		FROM refused_op WHERE counter = ?`, values(counter), func(row result) error {
		p = pendingRow(row)
		p.Code, p.Other, p.Refused = row[7].(string), blobID(row[8]), true
		b = row[10].([]byte)
		if parts, ok := row[9].([]byte); ok {
			return replication.Decode(parts, &p.Parts)
		}
		return nil
	})
	if err != nil {
		return p, nil, err
	}
	if !found {
		return p, nil, crm.Errorf(crm.CodeNotFound, "counter", "there is no refused operation of that number")
	}
	p.Name, p.Author = v.nameOf(p.Entity), v.authorOf(p.Actor)
	body, err = v.readable(&p, b)
	return p, body, err
}

// readable is the content of an operation by name.
func (v *View) readable(p *PendingOp, body []byte) (map[string]any, error) {
	if len(body) == 0 {
		return map[string]any{}, nil // it was of somebody who has been erased since
	}
	switch p.Kind {
	case replication.KindContactCreate:
		var c replication.ContactCreate
		if err := replication.Decode(body, &c); err != nil {
			return nil, err
		}
		out := map[string]any{"id": c.ID.String(), "phones": c.Phones}
		for f, text := range c.Fields {
			out[f.String()] = text
		}
		return out, v.readableRest(out, c.Custom, c.Labels, c.Notes)
	case replication.KindContactEdit:
		var e replication.ContactEdit
		if err := replication.Decode(body, &e); err != nil {
			return nil, err
		}
		return v.readableEdit(&e)
	case replication.KindImportChunk:
		c, err := replication.DecodeChunk(body)
		if err != nil {
			return nil, err
		}
		out := map[string]any{"import": c.Job.String(), "first_line": c.FirstLine, "last_line": c.LastLine,
			"created": len(c.Creates), "updated": len(c.Edits)}
		return out, v.readableChunk(out, c, p.Parts)
	case replication.KindContactBatch:
		c, err := replication.DecodeChunk(body)
		if err != nil {
			return nil, err
		}
		out := map[string]any{"batch": c.Job.String(), "updated": len(c.Edits)}
		return out, v.readableChunk(out, c, p.Parts)
	case replication.KindRestore:
		c, err := replication.DecodeRestore(body)
		if err != nil {
			return nil, err
		}
		return map[string]any{"records": len(c.Effects)}, nil
	case replication.KindServiceDefine:
		var s replication.ServiceDefine
		if err := replication.Decode(body, &s); err != nil {
			return nil, err
		}
		return map[string]any{"id": s.ID.String(), "name": s.Name, "mailbox": s.Mailbox, "validated": s.Validated}, nil
	case replication.KindTabulationPut:
		var t replication.TabulationPut
		if err := replication.Decode(body, &t); err != nil {
			return nil, err
		}
		return map[string]any{"id": t.ID.String(), "name": t.Name, "archived": t.Archived}, nil
	case replication.KindImportUndo:
		c, err := replication.DecodeChunk(body)
		if err != nil {
			return nil, err
		}
		return map[string]any{"undo": c.Job.String(), "removed": len(c.Removes), "updated": len(c.Edits)}, nil
	case replication.KindSegmentPut:
		var s replication.SegmentPut
		if err := replication.Decode(body, &s); err != nil {
			return nil, err
		}
		return map[string]any{"id": s.ID.String(), "name": s.Name, "filter": s.Filter}, nil
	case replication.KindAvatarSet:
		var a replication.AvatarSet
		if err := replication.Decode(body, &a); err != nil {
			return nil, err
		}
		return map[string]any{"id": a.Contact.String(), "jpeg": a.Image}, nil
	case replication.KindMerge:
		var m replication.Merge
		if err := replication.Decode(body, &m); err != nil {
			return nil, err
		}
		return map[string]any{"primary": m.Primary.String(), "secondaries": m.Secondaries}, nil
	case replication.KindUserPut:
		var u replication.UserPut
		if err := replication.Decode(body, &u); err != nil {
			return nil, err
		}
		return map[string]any{"id": u.ID.String(), "name": u.Name, "email": u.Email, "profile": u.Profile, "active": u.Active}, nil
	case replication.KindSettingSet:
		var s replication.SettingSet
		if err := replication.Decode(body, &s); err != nil {
			return nil, err
		}
		return map[string]any{"name": s.Name, "value": s.Value}, nil
	case replication.KindPermissionSet:
		var p replication.PermissionSet
		if err := replication.Decode(body, &p); err != nil {
			return nil, err
		}
		return map[string]any{"profile": p.Profile, "permission": p.Permission, "allowed": p.Allowed}, nil
	}
	return v.readableWords(p.Kind, body)
}

func (v *View) readableEdit(e *replication.ContactEdit) (map[string]any, error) {
	out := map[string]any{"id": e.ID.String()}
	for _, f := range e.Fields {
		out[f.Field.String()] = f.Value
	}
	if len(e.AddPhones) > 0 {
		out["phones_added"] = e.AddPhones
	}
	if len(e.RemovePhones) > 0 {
		var phones []crm.Phone
		for _, r := range e.RemovePhones {
			phones = append(phones, r.Phone)
		}
		out["phones_removed"] = phones
	}
	if a := e.Portfolio; a != nil {
		out["portfolio"] = nil
		if a.Link != nil {
			out["portfolio"] = map[string]any{"type": int(a.Link.Type), "owner": v.authorOf(a.Link.Owner)}
		}
	}
	var custom []replication.Custom
	for _, c := range e.Custom {
		custom = append(custom, replication.Custom{Field: c.Field, Value: c.Value})
	}
	return out, v.readableRest(out, custom, e.AddLabels, e.Notes)
}

func (v *View) readableRest(out map[string]any, custom []replication.Custom, labels []crm.ID, notes []replication.NoteAdd) error {
	if len(custom) > 0 {
		fields, err := v.CustomFields()
		if err != nil {
			return err
		}
		values := map[string]string{}
		for _, c := range custom {
			name := c.Field.String()
			for _, f := range fields {
				if f.ID == c.Field {
					name = f.Name
				}
			}
			values[name] = c.Value
		}
		out["custom_fields"] = values
	}
	if len(labels) > 0 {
		all, err := v.Labels()
		if err != nil {
			return err
		}
		var names []string
		for _, id := range labels {
			name := fmt.Sprint(id)
			for _, l := range all {
				if l.ID == id {
					name = l.Name
				}
			}
			names = append(names, name)
		}
		out["labels"] = names
	}
	for _, n := range notes {
		list, _ := out["notes"].([]string)
		out["notes"] = append(list, n.Text)
	}
	return nil
}

// readableChunk adds the lines of an import or batch to its counts: those that were refused; all of them when the whole was,
// or a part that does not say of which line.
func (v *View) readableChunk(out map[string]any, c *replication.ImportChunk, refused []replication.Refusal) error {
	all := len(refused) == 0 || slices.ContainsFunc(refused, func(r replication.Refusal) bool { return r.Part != string(replication.NounContact) })
	wanted := func(id crm.ID) bool {
		return all || slices.ContainsFunc(refused, func(r replication.Refusal) bool { return r.Other == id })
	}
	var creates, edits []map[string]any
	for i := range c.Creates {
		x, err := c.Contact(i, &replication.Op{})
		if err != nil {
			return err
		}
		if !wanted(x.ID) {
			continue
		}
		one := map[string]any{"id": x.ID.String(), "phones": x.Phones}
		for f := crm.FieldName; int(f) < crm.NumFields; f++ {
			if text := x.Field(f); text != "" {
				one[f.String()] = text
			}
		}
		if err := v.readableRest(one, x.Custom, x.Labels, c.Creates[i].Notes); err != nil {
			return err
		}
		creates = append(creates, one)
	}
	for i := range c.Edits {
		if !wanted(c.Edits[i].ID) {
			continue
		}
		one, err := v.readableEdit(&c.Edits[i])
		if err != nil {
			return err
		}
		edits = append(edits, one)
	}
	if len(creates) > 0 {
		out["creates"] = creates
	}
	if len(edits) > 0 {
		out["edits"] = edits
	}
	return nil
}
