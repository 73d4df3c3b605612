package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

// between takes from least to most arguments; most -1 is any number.
func (p *program) between(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrong("usage.missing", c.UseLine())
		case most >= 0 && len(args) > most:
			return wrong("usage.extra", args[most])
		}
		return nil
	}
}

// idOf reads the id of a contact or job.
func idOf(text string) (crm.ID, error) { return crm.ParseID(text) }

// nameAndValue splits NAME=VALUE.
func (p *program) nameAndValue(flag, text string) (name, value string, err error) {
	name, value, found := strings.Cut(text, "=")
	if !found || strings.TrimSpace(name) == "" {
		return "", "", wrong("usage.pair", flag)
	}
	return name, value, nil
}

// onOff reads a switch.
func onOff(field, text string) (bool, error) {
	switch strings.ToLower(text) {
	case "on", "true":
		return true, nil
	case "off", "false":
		return false, nil
	}
	return false, crm.Errorf(crm.CodeInvalid, field, "%s is on or off", field)
}
