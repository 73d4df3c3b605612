// Package exporter writes contacts to files that can be imported again (D4).
package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Service exports contacts.
type Service struct {
	db   *sqlite.DB
	jobs *jobs.Service
}

// New registers the export with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db, j}
	j.Register(crm.JobExport, s.run)
	j.Leaves(crm.JobExport, func(crm.Job) error { return db.RemoveUnfinished() })
	return s
}

// Options say what to export and where to.
type Options struct {
	Selection crm.Selection    `json:"selection"`
	Order     crm.ContactOrder `json:"order"`
	Format    string           `json:"format,omitempty"` // of formats.go; "" = FormatCSV
	Path      string           `json:"path"`             // of the file to write; replaced only when it is whole
}

// Result counts what was written.
type Result struct {
	Written int    `json:"written"`
	Path    string `json:"path"`
}

// Start begins an export in the background.
func (s *Service) Start(ctx context.Context, o Options) (crm.Job, error) {
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return crm.Job{}, err
	}
	o.Path = path
	return s.jobs.Start(ctx, crm.Job{Kind: crm.JobExport, Title: filepath.Base(path), Params: jobs.Encode(o)},
		func(tx *sqlite.Tx) error { return tx.Require(crm.PermExport) })
}

// run writes beside the target and renames at the end: a file that is there is always whole.
func (s *Service) run(ctx context.Context, run *jobs.Run) error {
	var o Options
	if err := json.Unmarshal(run.Job().Params, &o); err != nil {
		return fmt.Errorf("export options: %w", err)
	}
	f, err := s.db.Begin(o.Path)
	if err != nil {
		return Unwritable(err)
	}
	n, err := s.Write(ctx, f, o, run)
	if err != nil {
		return errors.Join(Unwritable(err), f.Drop())
	}
	if err := f.Keep(); err != nil {
		return Unwritable(err)
	}
	run.Finish(Result{Written: n, Path: o.Path}, crm.Green)
	return nil
}

// CodeUnwritable is the code of a target that cannot be written.
const CodeUnwritable = "file_unwritable"

// Unwritable says in people's words why a file could not be written.
func Unwritable(err error) error {
	switch {
	case crm.CodeOf(err) != "" || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return errors.Join(crm.Errorf(sqlite.CodeDiskFull, "", "the disk is full; free some space or choose another folder"), err)
	}
	var pe *os.PathError
	var le *os.LinkError // of the rename at the end, onto a folder for one
	if errors.As(err, &pe) || errors.As(err, &le) {
		return errors.Join(crm.Errorf(CodeUnwritable, "", "the file cannot be written there; choose another folder or name"), err)
	}
	return err
}

// Write writes the selection with the import's headers, or as JSON, and returns how many contacts it had. It holds
// one read of the replica: the file is one moment.
func (s *Service) Write(ctx context.Context, w io.Writer, o Options, progress crm.Progress) (written int, err error) {
	names, err := s.Names(ctx)
	if err != nil {
		return 0, err
	}
	out, err := newWriter(w, o.Format, names)
	if err != nil {
		return 0, err
	}
	var total int64
	if o.Selection.All {
		total, _, err = s.db.Count(ctx, o.Selection.Filter)
		total -= int64(len(o.Selection.Except))
	} else {
		total = int64(len(o.Selection.IDs))
	}
	if err != nil {
		return 0, err
	}
	err = s.db.Each(ctx, o.Selection, o.Order, func(v *sqlite.View, c *sqlite.Stored) error {
		notes, err := v.Notes(c.N)
		if err != nil {
			return err
		}
		if err := out.contact(&c.Contact, notes); err != nil {
			return err
		}
		if written++; written%500 == 0 {
			progress.Advance(int64(written), total)
			return ctx.Err()
		}
		return nil
	})
	if err != nil {
		return written, err
	}
	progress.Advance(int64(written), int64(written))
	return written, out.end()
}

// cells are one contact's columns, in the order of the headers.
func (n *Names) cells(c *crm.Contact, notes []crm.Note) []string {
	l := tabular.Line{
		Name: c.Fields[crm.FieldName], Email: c.Fields[crm.FieldEmail], CPF: c.Fields[crm.FieldCPF], CNPJ: c.Fields[crm.FieldCNPJ],
		Gender: c.Fields[crm.FieldGender], BirthDate: c.Fields[crm.FieldBirthDate], ExternalID: c.Fields[crm.FieldExternalID],
		Company: c.Fields[crm.FieldCompany], ZipCode: c.Fields[crm.FieldZipCode], Address: c.Fields[crm.FieldAddress],
		Number: c.Fields[crm.FieldNumber], Complement: c.Fields[crm.FieldComplement], City: c.Fields[crm.FieldCity],
		State: c.Fields[crm.FieldState], Country: c.Fields[crm.FieldCountry], Instagram: c.Fields[crm.FieldInstagram],
		Facebook: c.Fields[crm.FieldFacebook], Twitter: c.Fields[crm.FieldTwitter], WhatsApp: c.Fields[crm.FieldWhatsApp],
		Active: strconv.FormatBool(c.Active()), Corporate: strconv.FormatBool(c.Corporate()),
	}
	for i, p := range c.Phones {
		*l.Slot(tabular.PhoneColumns[i]) = string(p)
	}
	var pairs []tabular.Pair
	for _, v := range c.Custom {
		pairs = append(pairs, tabular.Pair{Name: n.Fields[v.Field], Value: v.Value})
	}
	l.CustomFields = tabular.FormatCustomFields(pairs)
	var labels []string
	for _, id := range c.Labels {
		labels = append(labels, n.Labels[id])
	}
	l.Labels = strings.Join(labels, "|")
	var texts []string
	for _, note := range notes {
		texts = append(texts, note.Text)
	}
	l.Notes = strings.Join(texts, "\n")
	if p := c.Portfolio; p != nil {
		l.Portfolio, l.PortfolioType = "true", strconv.Itoa(int(p.Type))
		l.PortfolioUserEmail, l.PortfolioReserveEmail = n.Users[p.Owner].Email, n.Users[p.Reserve].Email
		l.PortfolioServiceName = n.Services[p.Service]
	}
	last := ""
	if !c.LastInteractionAt.IsZero() {
		last = c.LastInteractionAt.Format(time.RFC3339)
	}
	return append(l.Cells(), strconv.Itoa(c.Interactions), last, c.CreatedAt.Format(time.RFC3339), c.ID.String())
}
