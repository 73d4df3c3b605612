package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
)

func (p *program) contactCommand() *cobra.Command {
	return p.group("contact", "help.contact",
		p.contactListCommand(), p.contactShowCommand(), p.contactCreateCommand(), p.contactUpdateCommand(),
		p.contactActiveCommand("activate", true), p.contactActiveCommand("deactivate", false), p.contactHistoryCommand(),
		p.contactLabelCommand())
}

// contactFlags are the fields of a contact as flags, for create and update.
type contactFlags struct {
	fields                        map[crm.Field]*string
	phones, custom, labels, notes []string
	avatar                        string
}

func (p *program) contactFlags(c *cobra.Command) *contactFlags {
	o := &contactFlags{fields: map[crm.Field]*string{}}
	f := c.Flags()
	for field := crm.FieldName; int(field) < crm.NumFields; field++ {
		if field == crm.FieldChannelUser { // comes with an interaction, not by hand
			continue
		}
		o.fields[field] = f.String(strings.ReplaceAll(field.String(), "_", "-"), "", p.text("flag.contact", field))
	}
	f.StringArrayVar(&o.phones, "phone", nil, p.text("flag.phone"))
	f.StringArrayVar(&o.custom, "field", nil, p.text("flag.field"))
	f.StringArrayVar(&o.labels, "label", nil, p.text("flag.contact-label"))
	f.StringArrayVar(&o.notes, "note", nil, p.text("flag.note"))
	f.StringVar(&o.avatar, "avatar", "", p.text("flag.avatar"))
	return o
}

// input is what the person gave: a flag that is absent leaves the contact as it is, a blank one clears.
func (p *program) input(c *cobra.Command, o *contactFlags) (in contacts.Input, err error) {
	f := c.Flags()
	in.Fields = map[crm.Field]string{}
	for field, value := range o.fields {
		if f.Changed(strings.ReplaceAll(field.String(), "_", "-")) {
			in.Fields[field] = *value
		}
	}
	if f.Changed("phone") {
		in.Phones = filled(o.phones)
	}
	if f.Changed("label") {
		in.Labels = filled(o.labels)
	}
	if f.Changed("field") {
		in.Custom = map[string]string{}
		for _, pair := range o.custom {
			name, value, err := p.nameAndValue("--field", pair)
			if err != nil {
				return in, err
			}
			in.Custom[name] = value
		}
	}
	in.Notes = filled(o.notes)
	if f.Changed("avatar") {
		in.Avatar, err = avatarOf(o.avatar)
	}
	return in, err
}

// filled leaves blanks out; never nil.
func filled(all []string) []string {
	out := []string{}
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
	}
	return out
}
