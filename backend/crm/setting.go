package crm

import "slices"

// Setting names one setting of the organization (D9.4).
type Setting string

// The settings.
const (
	SettingNoDuplicates     Setting = "do-not-allow-duplicates"
	SettingRequireReachable Setting = "require-email-or-phone"
	SettingKeepReports      Setting = "keep-reports"
	SettingLanguage         Setting = "language"
	SettingOrganization     Setting = "organization"
	SettingIdle             Setting = "session-idle-minutes" // after which a session ends (D9.1)
)

type settingRule struct {
	fallback string
	choices  []string // nil: any short text
}

var settingRules = map[Setting]settingRule{
	SettingNoDuplicates:     {"on", []string{"on", "off"}},
	SettingRequireReachable: {"off", []string{"on", "off"}},
	SettingKeepReports:      {"until-dismissed", []string{"until-dismissed", "7", "30", "90"}},
	SettingLanguage:         {"pt-BR", []string{"pt-BR", "en"}},
	SettingOrganization:     {"", nil},
	SettingIdle:             {"480", []string{"15", "30", "60", "120", "240", "480", "720"}},
}

// Settings lists every setting, sorted.
func Settings() []Setting {
	var all []Setting
	for s := range settingRules {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// DefaultSetting is the value of a setting nobody has set.
func DefaultSetting(s Setting) string { return settingRules[s].fallback }

// CheckSetting refuses an unknown setting or a value it does not take.
func CheckSetting(s Setting, value string) error {
	rule, ok := settingRules[s]
	if !ok {
		return Errorf(CodeNotFound, string(s), "there is no setting called %q", string(s))
	}
	if rule.choices == nil {
		_, err := ParseText(string(s), value, 120)
		return err
	}
	if !slices.Contains(rule.choices, value) {
		return Errorf(CodeInvalid, string(s), "%s takes one of %v", s, rule.choices)
	}
	return nil
}
