package workbook

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"

	"carteira/backend/crm"
)

// parts are the files inside a workbook. Programs name and tie them in their own ways (absolute targets, other letters' case, a
// backslash), so they are found by what the workbook says of them and never by where Excel would have put them.
type parts struct {
	byName map[string]*zip.File
	most   int64 // bytes that one may expand to
}

func openParts(f io.ReaderAt, size, most int64) (*parts, error) {
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return nil, err
	}
	archive.RegisterDecompressor(zip.Deflate, flate.NewReader) // a third quicker than the standard library's
	p := &parts{byName: make(map[string]*zip.File, len(archive.File)), most: most}
	for _, part := range archive.File {
		p.byName[canonical(part.Name)] = part
	}
	return p, nil
}

func canonical(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// open opens a part; whoever reads it to its end knows that it came whole: its checksum is looked at there.
func (p *parts) open(name string) (io.ReadCloser, error) {
	part := p.byName[canonical(name)]
	if part == nil {
		return nil, fmt.Errorf("there is no %q", name)
	}
	if part.UncompressedSize64 > uint64(p.most) {
		return nil, tooLarge(p.most)
	}
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	return &bounded{r, p.most}, nil
}

// bounded is a part that is refused when it expands to more than it said.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errors.New("a part is larger than it says")
	}
	return n, err
}

func tooLarge(most int64) error {
	return crm.Errorf(CodeTooLarge, "", "the workbook expands to more than %d MiB; save the sheet as CSV and try again", most>>20)
}

// relation is what a part says of another one.
type relation struct {
	kind   string // the last word of its type: "worksheet", "sharedStrings"; strict and transitional files differ before it
	target string // name of the part
}

// relations are those of a part by their id.
func (p *parts) relations(of string) (map[string]relation, error) {
	dir, base := path.Split(of)
	found := map[string]relation{}
	err := p.read(path.Join(dir, "_rels", base+".rels"), func(m *markup) error {
		if string(m.name) != "Relationship" {
			return nil
		}
		id, err := m.value("Id")
		if err != nil {
			return err
		}
		kind, err := m.value("Type")
		if err != nil {
			return err
		}
		target, err := m.value("Target")
		if err != nil {
			return err
		}
		if !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, `\`) {
			target = path.Join(dir, strings.ReplaceAll(target, `\`, "/"))
		}
		found[id] = relation{kind[strings.LastIndexByte(kind, '/')+1:], target}
		return nil
	})
	return found, err
}

// related is the first part of a kind among relations.
func related(relations map[string]relation, kind string) (name string) {
	for _, r := range relations {
		if r.kind == kind && (name == "" || r.target < name) {
			name = r.target
		}
	}
	return name
}

// present is the name of a part that the workbook may do without: "" when it is named and not there.
func (p *parts) present(name string) string {
	if p.byName[canonical(name)] == nil {
		return ""
	}
	return name
}

// read calls f with each opening tag of a small part.
func (p *parts) read(name string, f func(m *markup) error) (err error) {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	m, err := newMarkup(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for {
		t, err := m.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && t == opening:
			err = f(m)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}
