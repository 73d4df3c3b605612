package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Correction is a cell that the person has changed before the import; the file itself is never touched (D3.16). Column is
// one of the file, from 0. Seen is the LineMark of the line as it was shown: should the file have changed meanwhile, the
// line is refused instead of giving one person another one's data.
type Correction struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Value  string `json:"value"`
	Seen   string `json:"seen"`
}

// LeftOut is a line that the person has left out by hand. It counts as rejected.
type LeftOut struct {
	Line int    `json:"line"`
	Seen string `json:"seen"`
}

// Corrections are what a person has changed in the lines of a file, before the import.
type Corrections struct {
	Cells   []Correction `json:"cells"`
	LeftOut []LeftOut    `json:"left_out"`
}

// Codes of a line that a person has dealt with by hand.
const (
	CodeLeftOut   = "left_out"
	CodeOutdated  = "correction_outdated" // the line is another one than was corrected
	maxCorrected  = 20_000
	maxCorrection = 64 << 10 // bytes of a cell
)

func (c *Corrections) empty() bool { return len(c.Cells)+len(c.LeftOut) == 0 }

func (c *Corrections) check() error {
	if len(c.Cells)+len(c.LeftOut) > maxCorrected {
		return crm.Errorf(crm.CodeInvalid, "corrections", "at most %d cells and lines are corrected by hand; correct the others in the file", maxCorrected)
	}
	for _, cell := range c.Cells {
		if cell.Line < 1 || cell.Column < 0 || len(cell.Value) > maxCorrection {
			return crm.Errorf(crm.CodeInvalid, "corrections", "a corrected cell has a line, a column and a text of at most %d bytes", maxCorrection)
		}
	}
	return nil
}

// LineMark stands for the cells of a line as the file has them. Blank cells at the end do not count.
func LineMark(cells []string) string {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	h := fnv.New64a()
	for _, c := range cells {
		h.Write([]byte(c))
		h.Write([]byte{0x1f})
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// correctionsName is where a job keeps them, beside its copy of the file: both go together, with the report or with a person
// who is erased (D8.4).
const correctionsName = sqlite.JobCorrections

// keep puts the corrections of a job about to start on disk.
func (c *Corrections) keep(dir string) (err error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // an erasure searches for values as they are
	if err := e.Encode(c); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, correctionsName), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return sqlite.DiskError(err)
	}
	_, err = f.Write(text.Bytes())
	return sqlite.DiskError(errors.Join(err, f.Sync(), f.Close()))
}

// readCorrections are those of a job; none when it has no such file.
func readCorrections(dir string) (c Corrections, err error) {
	text, err := os.ReadFile(filepath.Join(dir, correctionsName))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read corrections: %w", err)
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("read corrections: %w", err)
	}
	return c, nil
}

// forgetSource removes what a job keeps of its file once no report will be asked for.
func forgetSource(dir string) error {
	err := os.Remove(filepath.Join(dir, copyName))
	if cerr := os.Remove(filepath.Join(dir, correctionsName)); !errors.Is(cerr, fs.ErrNotExist) {
		err = errors.Join(err, cerr)
	}
	return err
}
