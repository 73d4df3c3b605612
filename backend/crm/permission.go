package crm

// Permission is one right that a profile may hold (D9.1).
type Permission string

// The permissions.
const (
	PermView      Permission = "view"
	PermEdit      Permission = "edit"
	PermImport    Permission = "import"
	PermExport    Permission = "export"
	PermMerge     Permission = "merge"
	PermAssign    Permission = "assign"
	PermAnonymize Permission = "anonymize"
	PermDelete    Permission = "delete"
	PermBlacklist Permission = "blacklist"
	PermReports   Permission = "reports"
	PermUsers     Permission = "users"
	PermSettings  Permission = "settings"
)

// Permissions lists them in the order the window shows them.
var Permissions = []Permission{
	PermView, PermEdit, PermImport, PermExport, PermMerge, PermAssign,
	PermAnonymize, PermDelete, PermBlacklist, PermReports, PermUsers, PermSettings,
}

// DefaultPermission is the right a profile holds until an administrator changes it. Anonymize is off for
// every profile (D8.1).
func DefaultPermission(profile Profile, p Permission) bool {
	if p == PermAnonymize {
		return false
	}
	switch profile {
	case ProfileAdmin:
		return true
	case ProfileSupervisor:
		return p != PermUsers && p != PermSettings && p != PermDelete
	case ProfileAgent:
		return p == PermView || p == PermEdit
	}
	return false
}

// CheckPermission refuses an unknown profile or permission, and to take the management of users from the
// administrators: nobody could give it back.
func CheckPermission(profile Profile, p Permission, on bool) error {
	if _, err := ParseProfile(string(profile)); err != nil {
		return err
	}
	if _, err := ParsePermission(string(p)); err != nil {
		return err
	}
	if profile == ProfileAdmin && p == PermUsers && !on {
		return Errorf(CodeConflict, "permission", "administrators always manage users")
	}
	return nil
}

// ParsePermission reads a permission's name.
func ParsePermission(s string) (Permission, error) {
	for _, p := range Permissions {
		if string(p) == s {
			return p, nil
		}
	}
	return "", Errorf(CodeInvalid, "permission", "there is no permission of that name")
}
