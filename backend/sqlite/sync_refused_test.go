package sqlite

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Settings, rights, users and definitions that the server refuses are as before (S2): the wish is kept as a draft.
func TestRefusedOrganizationChangesAreTakenBack(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	agent := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent, Active: true}
	var service crm.Service
	service.Name, service.Mailbox = "Vendas", "a@example.com"
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.PutUser(agent, "x"); err != nil {
			return err
		}
		if _, err := tx.DefineService(service); err != nil {
			return err
		}
		return tx.SetSetting(crm.SettingLanguage, "en")
	})
	c.sync(db, ctx)
	c.agree(db, ctx)

	for _, p := range []crm.Permission{crm.PermSettings, crm.PermUsers, crm.PermBlacklist, crm.PermEdit, crm.PermImport} {
		c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: p})
	}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		renamed := agent
		renamed.Name, renamed.Profile = "Eva", crm.ProfileAdmin
		if err := tx.PutUser(renamed, ""); err != nil {
			return err
		}
		service.Mailbox = "b@example.com"
		if _, err := tx.DefineService(service); err != nil {
			return err
		}
		if err := tx.SetSetting(crm.SettingLanguage, "pt-BR"); err != nil {
			return err
		}
		if err := tx.SetPermission(crm.ProfileAgent, crm.PermExport, true); err != nil {
			return err
		}
		_, err := tx.Perform(replication.KindBlacklistAdd, crm.NoID, &replication.BlacklistAdd{ID: crm.NewID(), Number: "11988888888"})
		return err
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// A user whom the server refuses cannot sign in.
func TestRefusedUserIsInactive(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	author := crm.User{ID: crm.NewID(), Name: "Sue", Email: "sue@example.com", Profile: crm.ProfileSupervisor, Active: true}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.SetPermission(author.Profile, crm.PermUsers, true); err != nil {
			return err
		}
		return tx.PutUser(author, "x")
	})
	c.sync(db, ctx)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: author.Profile, Permission: crm.PermUsers})
	u := crm.User{ID: crm.NewID(), Name: "New", Email: "new@example.com", Profile: crm.ProfileAgent, Active: true}
	by := crm.WithActor(ctx, crm.Actor{User: author.ID, Name: author.Name, Profile: author.Profile, Source: "test"})
	mustUpdate(t, db, by, func(tx *Tx) error { return tx.PutUser(u, "x") })
	c.sync(db, ctx)
	c.view(db, ctx, func(v *View) error {
		if got := must(v.User(u.ID))(t); got.Active {
			t.Error("the refused user is active")
		}
		return nil
	})
}

// Two offices give one address to two users: the first stays, and the other user is as before, not one with the first.
func TestAddressOfTwoUsers(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	u := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent, Active: true}
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutUser(u, "x") })
	c.sync(db, ctx)
	c.other(replication.KindUserPut, crm.NoID, &replication.UserPut{ID: crm.NewID(), Name: "Eva", Email: "team@example.com", Profile: crm.ProfileAgent, Active: true, Password: "y"})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		u.Email = "team@example.com"
		return tx.PutUser(u, "")
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.view(db, ctx, func(v *View) error {
		if got := must(v.User(u.ID))(t); got.Name != "Bia" || got.Email != "bia@example.com" {
			t.Errorf("the user is %+v", got)
		}
		return nil
	})
}
