package sqlite

import (
	"crypto/sha256"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Account is a user with what only sign-in may see.
type Account struct {
	crm.User
	Password      string // argon2id, PHC string format
	FailedSignIns int
	LockedUntil   time.Time

	version replication.Stamp // of the server's last change
}

const accountColumns = `
	id, name, email, profile, external_number, concurrency_limit, active,
	presence, presence_reason, created_at, password, failed_sign_ins, locked_until, hlc, device`

func scanAccount(row result) Account {
	return Account{
		User: crm.User{
			ID: blobID(row[0]), Name: row[1].(string), Email: row[2].(string), Profile: crm.Profile(row[3].(string)),
			ExternalNumber: crm.Phone(row[4].(string)), ConcurrencyLimit: int(row[5].(int64)), Active: row[6].(int64) != 0,
			Presence: crm.Presence(row[7].(string)), PresenceReason: row[8].(string), CreatedAt: timeOf(row[9]),
		},
		Password: row[10].(string), FailedSignIns: int(row[11].(int64)), LockedUntil: timeOf(row[12]),
		version: stampAt(row, 13),
	}
}

// Users lists all users by name.
func (v *View) Users() (out []crm.User, err error) {
	accounts, err := v.Accounts()
	for _, a := range accounts {
		out = append(out, a.User)
	}
	return out, err
}

// Accounts is Users with what only sign-in and whoever manages users may see.
func (v *View) Accounts() (out []Account, err error) {
	err = v.c.query(`SELECT`+accountColumns+` FROM account ORDER BY name, n`, nil, func(row result) error {
		out = append(out, scanAccount(row))
		return nil
	})
	return out, err
}

// OpenByAgent counts the interactions under way of each agent who has any.
func (v *View) OpenByAgent() (map[crm.ID]int, error) {
	out := map[crm.ID]int{}
	err := v.c.query(`
		SELECT a.id, count(*)
		FROM interaction i JOIN account a ON a.n = i.agent
		WHERE i.status = 'open'
		GROUP BY a.id`, nil, func(row result) error {
		out[blobID(row[0])] = int(row[1].(int64))
		return nil
	})
	return out, err
}

// AccountByEmail finds a user by e-mail, compared case-insensitively; nil when there is none.
func (v *View) AccountByEmail(email string) (a *Account, err error) {
	_, err = v.c.one(`SELECT`+accountColumns+` FROM account WHERE email_key = ?`, values(crm.EmailKey(email)), func(row result) error {
		x := scanAccount(row)
		a = &x
		return nil
	})
	return a, err
}

// User reads one user; crm.CodeNotFound when there is none.
func (v *View) User(id crm.ID) (u crm.User, err error) {
	if id, err = v.Resolve(replication.NounUser, id); err != nil { // an office's own user that the organization had already
		return u, err
	}
	found, err := v.c.one(`SELECT`+accountColumns+` FROM account WHERE id = ?`, values(id[:]), func(row result) error {
		u = scanAccount(row).User
		return nil
	})
	if err == nil && !found {
		err = crm.Errorf(crm.CodeNotFound, "user", "there is no such user")
	}
	return u, err
}

// CountUsers is how many users there are; 0 means that nobody has initialised the replica.
func (v *View) CountUsers() (int64, error) { return v.c.integer(`SELECT count(*) FROM account`) }

// PutUser creates the user, or changes the one with its id. password "" keeps the stored hash.
func (tx *Tx) PutUser(u crm.User, password string) error {
	taken, err := tx.c.integer(`SELECT count(*) FROM account WHERE email_key = ? AND id <> ?`, crm.EmailKey(u.Email), u.ID[:])
	if err != nil {
		return err
	}
	if taken > 0 {
		return crm.Errorf(crm.CodeConflict, "email", "another user already has that e-mail address")
	}
	if err := tx.keepRecord(replication.Effect{User: &replication.UserPut{ID: u.ID}}); err != nil {
		return err
	}
	if err := tx.writeUser(u, password); err != nil {
		return err
	}
	return tx.recordNow(replication.KindUserPut, u.ID, replication.UserPut{
		ID: u.ID, Name: u.Name, Email: u.Email, Profile: u.Profile, ExternalNumber: u.ExternalNumber,
		ConcurrencyLimit: u.ConcurrencyLimit, Active: u.Active, Password: password,
	})
}

// writeUser writes the row of a user; password "" keeps the stored hash.
func (tx *Tx) writeUser(u crm.User, password string) error {
	_, err := tx.c.exec(`
		INSERT INTO account (id, name, email, email_key, password, profile, external_number, concurrency_limit, active, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
		  name = excluded.name, email = excluded.email, email_key = excluded.email_key, profile = excluded.profile,
		  external_number = excluded.external_number, concurrency_limit = excluded.concurrency_limit,
		  active = excluded.active, password = iif(excluded.password = '', password, excluded.password)`,
		u.ID[:], u.Name, u.Email, crm.EmailKey(u.Email), password, string(u.Profile), string(u.ExternalNumber),
		int64(u.ConcurrencyLimit), flag(u.Active), tx.now.UnixMilli())
	if tx.defs != nil {
		tx.defs.users = nil
	}
	tx.Announce(Event{"user"})
	return err
}

// SetPresence changes an agent's presence. It is the office's own state, not an operation to send.
func (tx *Tx) SetPresence(user crm.ID, p crm.Presence, reason string) error {
	_, err := tx.c.exec(`UPDATE account SET presence = ?, presence_reason = ? WHERE id = ?`, string(p), reason, user[:])
	tx.Announce(Event{"user"})
	return err
}

// SetSignInFailures keeps the count of wrong passwords in a row and until when sign-in is refused.
func (tx *Tx) SetSignInFailures(user crm.ID, failed int, lockedUntil time.Time) error {
	_, err := tx.c.exec(`UPDATE account SET failed_sign_ins = ?, locked_until = ? WHERE id = ?`,
		int64(failed), msOf(lockedUntil), user[:])
	return err
}

// attemptsKept bounds the memory for addresses that nobody has; the oldest go.
const attemptsKept = 1000

// SignInAttempts is how many wrong passwords in a row an address that nobody has was given, and until when it is locked.
func (v *View) SignInAttempts(email string) (failed int, lockedUntil time.Time, err error) {
	_, err = v.c.one(`SELECT failed, locked_until FROM sign_in_attempt WHERE address = ?`, values(addressHash(email)), func(row result) error {
		failed, lockedUntil = int(row[0].(int64)), timeOf(row[1])
		return nil
	})
	return failed, lockedUntil, err
}

// SetSignInAttempts keeps the same.
func (tx *Tx) SetSignInAttempts(email string, failed int, lockedUntil time.Time) error {
	if _, err := tx.c.exec(`
		INSERT INTO sign_in_attempt (address, failed, locked_until, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (address) DO UPDATE SET failed = excluded.failed, locked_until = excluded.locked_until, at = excluded.at`,
		addressHash(email), int64(failed), msOf(lockedUntil), tx.now.UnixMilli()); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		DELETE FROM sign_in_attempt
		WHERE address IN (SELECT address FROM sign_in_attempt ORDER BY at DESC LIMIT -1 OFFSET ?)`, int64(attemptsKept))
	return err
}

func addressHash(email string) []byte {
	sum := sha256.Sum256([]byte(crm.EmailKey(email)))
	return sum[:]
}

// Allowed tells whether the profile holds the permission.
func (v *View) Allowed(profile crm.Profile, p crm.Permission) (bool, error) {
	allowed := crm.DefaultPermission(profile, p)
	_, err := v.c.one(`SELECT allowed FROM permission WHERE profile = ? AND permission = ?`,
		values(string(profile), string(p)), func(row result) error {
			allowed = row[0].(int64) != 0
			return nil
		})
	return allowed, err
}

// SetPermission switches one permission of one profile.
func (tx *Tx) SetPermission(profile crm.Profile, p crm.Permission, allowed bool) error {
	set := &replication.PermissionSet{Profile: profile, Permission: p, Allowed: allowed}
	if err := tx.keepRecord(replication.Effect{Permission: set}); err != nil {
		return err
	}
	if err := tx.writePermission(profile, p, allowed); err != nil {
		return err
	}
	return tx.recordNow(replication.KindPermissionSet, crm.NoID, set)
}

func (tx *Tx) writePermission(profile crm.Profile, p crm.Permission, allowed bool) error {
	_, err := tx.c.exec(`
		INSERT INTO permission (profile, permission, allowed) VALUES (?, ?, ?)
		ON CONFLICT (profile, permission) DO UPDATE SET allowed = excluded.allowed`, string(profile), string(p), flag(allowed))
	tx.Announce(Event{"user"})
	return err
}
