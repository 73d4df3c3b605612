package cli

import (
	"fmt"
	"strings"
)

// Languages of this program's own texts. JSON is the same in both.
const (
	english    = "en"
	portuguese = "pt-BR"
)

// words is one text in both languages, with the verbs of fmt in the same order.
type words struct{ en, pt string }

// languageOf is what --lang asks for, else what the environment speaks. Help is translated, so it must be known before
// any flag is parsed.
func languageOf(args []string, getenv func(string) string) string {
	for i, a := range args {
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
		if value, ok := strings.CutPrefix(a, "--lang="); ok {
			return value
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the order of POSIX
		if value := getenv(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), "pt") {
				return portuguese
			}
			return english
		}
	}
	return english
}

func (p *program) checkLanguage() error {
	if p.language != english && p.language != portuguese {
		return wrong("usage.lang")
	}
	return nil
}

// text is a text of the catalogue in the person's language.
func (p *program) text(key string, args ...any) string { return in(p.language, key, args...) }

// in is a text of the catalogue in a language; any but Portuguese is English.
func in(language, key string, args ...any) string {
	w, ok := catalogue[key]
	if !ok {
		panic("bug: there is no text " + key)
	}
	s := w.en
	if language == portuguese {
		s = w.pt
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// errorText is an error in the person's language. English is the errors' own; one without a translation stays English.
func (p *program) errorText(d errorDoc) string {
	text := d.Message
	if p.language == portuguese {
		text = d.inPortuguese()
	}
	if d.Existing != nil && !strings.Contains(text, *d.Existing) {
		text += ": " + *d.Existing
	}
	return text
}

func (d *errorDoc) inPortuguese() string {
	for _, text := range []string{d.pt, errorsInPortuguese[d.Code+"/"+d.Field], errorsInPortuguese[d.Code]} {
		if text != "" {
			return text
		}
	}
	return d.Message
}
