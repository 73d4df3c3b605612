package replication

import "carteira/backend/crm"

// rights are what an operation of each kind needs: one of them. Restoring is the device's own doing, not a person's.
var rights = map[Kind][]crm.Permission{
	KindContactCreate: {crm.PermEdit, crm.PermImport}, KindContactEdit: {crm.PermEdit, crm.PermAssign},
	KindNoteAdd: {crm.PermEdit}, KindInteraction: {crm.PermEdit, crm.PermImport}, KindConflictSettle: {crm.PermEdit},
	KindInteractionEdit: {crm.PermEdit}, KindSurveyPut: {crm.PermEdit}, KindAppointmentPut: {crm.PermEdit},
	KindImportChunk: {crm.PermImport}, KindImportUndo: {crm.PermImport}, KindAvatarSet: {crm.PermEdit},
	KindFieldDefine: {crm.PermEdit, crm.PermImport, crm.PermSettings}, KindLabelDefine: {crm.PermEdit, crm.PermImport, crm.PermSettings},
	KindServiceDefine: {crm.PermSettings}, KindSettingSet: {crm.PermSettings},
	KindTabulationPut: {crm.PermSettings},
	KindUserPut:       {crm.PermUsers}, KindPermissionSet: {crm.PermUsers},
	KindMerge: {crm.PermMerge}, KindAnonymize: {crm.PermAnonymize}, KindDelete: {crm.PermDelete},
	KindContactBatch: {crm.PermEdit, crm.PermAssign}, KindSegmentPut: {crm.PermEdit}, KindSegmentDelete: {crm.PermEdit},
	KindBlacklistAdd: {crm.PermBlacklist}, KindBlacklistRemove: {crm.PermBlacklist},
}

// authorise checks the author's rights as they stand when the operation is applied (S2). What the program itself did
// (its definitions) rests on the office's enrolment, and so does the first administrator of an office, who made
// himself when there was nobody else.
func (d *decision) authorise() (refused bool, err error) {
	if !d.env.Server || d.op.Actor == crm.NoID {
		return false, nil
	}
	if d.op.Actor, err = d.s.Root(NounUser, d.op.Actor); err != nil {
		return false, err
	}
	needed := rights[d.op.Kind]
	if len(needed) == 0 {
		return false, nil
	}
	u, err := d.s.User(d.op.Actor)
	if err != nil || u == nil && d.makesHimself() {
		return false, err
	}
	if u != nil && u.Active {
		for _, p := range needed {
			if ok, err := d.s.Allowed(u.Profile, p); ok || err != nil {
				return false, err
			}
		}
	}
	d.reject(crm.CodeNotAllowed, crm.NoID)
	return true, nil
}

func (d *decision) makesHimself() bool {
	var u UserPut
	return d.op.Kind == KindUserPut && Decode(d.op.Body, &u) == nil && u.ID == d.op.Actor
}

// may tells whether the author has a right, for the parts of an operation that need another one than the whole. What
// an import does, and what taking it back does, was decided by the right to import.
func (d *decision) may(p crm.Permission) (bool, error) {
	if !d.env.Server || d.op.Actor == crm.NoID || d.op.Kind == KindImportChunk || d.op.Kind == KindImportUndo {
		return true, nil
	}
	u, err := d.s.User(d.op.Actor)
	if err != nil || u == nil {
		return false, err
	}
	return d.s.Allowed(u.Profile, p)
}

// onlyAssigns keeps, of the edit of an author who may not edit, the assignment.
func (d *decision) onlyAssigns(e *ContactEdit) error {
	may, err := d.may(crm.PermEdit)
	if err != nil || may {
		return err
	}
	d.refuse(Refusal{Part: string(NounContact), Code: crm.CodeNotAllowed})
	*e = ContactEdit{ID: e.ID, Portfolio: e.Portfolio, Alone: e.Alone}
	return nil
}
