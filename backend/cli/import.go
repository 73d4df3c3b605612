package cli

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/importer"
)

// importFlags are the options of one import.
type importFlags struct {
	format, sheet, delimiter, encoding, errors string
	maps, splits, joins, fixes, fields         []string
	fixPhones, dryRun, resume                  bool
	headerRow                                  int
}

func (p *program) importCommand() *cobra.Command {
	c := &cobra.Command{Use: "import FILE", Short: p.text("help.import"), Args: p.between(0, 1)}
	o := new(importFlags)
	f := c.Flags()
	f.StringVar(&o.format, "format", "auto", p.text("flag.format"))
	f.StringVar(&o.sheet, "sheet", "", p.text("flag.sheet"))
	f.StringVar(&o.delimiter, "delimiter", ";", p.text("flag.delimiter"))
	f.StringVar(&o.encoding, "encoding", "auto", p.text("flag.encoding"))
	f.IntVar(&o.headerRow, "header-row", 0, p.text("flag.header-row"))
	f.StringArrayVar(&o.maps, "map", nil, p.text("flag.map"))
	f.StringArrayVar(&o.splits, "split", nil, p.text("flag.split"))
	f.StringArrayVar(&o.joins, "join", nil, p.text("flag.join"))
	f.StringArrayVar(&o.fields, "new-field", nil, p.text("flag.new-field"))
	f.StringArrayVar(&o.fixes, "fix", nil, p.text("flag.fix"))
	f.BoolVar(&o.fixPhones, "fix-phones", false, p.text("flag.fix-phones"))
	f.BoolVar(&o.dryRun, "dry-run", false, p.text("flag.dry-run"))
	f.StringVar(&o.errors, "errors", "", p.text("flag.errors"))
	f.BoolVar(&o.resume, "resume", false, p.text("flag.resume"))
	c.AddCommand(p.importHistoryCommand(), p.importShowCommand(), p.importReportCommand(), p.importUndoCommand())
	c.RunE = p.run(func(ctx context.Context, args []string) (a answer, err error) {
		switch o.format {
		case "auto", importer.FormatCSV, importer.FormatXLSX, importer.FormatJSON, importer.FormatNDJSON:
		default:
			return a, crm.Errorf(crm.CodeInvalid, "format", "a file is csv, xlsx, json or ndjson, or auto")
		}
		if len(args) == 0 && !o.resume {
			return a, wrong("usage.missing", c.UseLine())
		}
		if err := checkHeaderRow(c, o.headerRow); err != nil {
			return a, err
		}
		if o.resume && (o.dryRun || o.headerRow > 0 || len(o.maps)+len(o.splits)+len(o.joins)+len(o.fixes)+len(o.fields) > 0) {
			return a, wrong("usage.resume")
		}
		return p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
			return p.importFile(ctx, s, o, args)
		})(ctx, args)
	})
	return c
}

// checkHeaderRow refuses a line that was given and is none.
func checkHeaderRow(c *cobra.Command, line int) error {
	if c.Flags().Changed("header-row") && line < 1 {
		return crm.Errorf(crm.CodeInvalid, "header_row", "--header-row takes the number of a line, from 1")
	}
	return nil
}

func (p *program) importFile(ctx context.Context, s *session, o *importFlags, args []string) (a answer, err error) {
	var report *target // opened first: after an import of an hour it is too late to learn that it cannot be written
	if o.errors != "" {
		if len(args) == 1 && sameFile(args[0], o.errors) {
			return a, wrong("usage.errors-file")
		}
		if report, err = s.newTarget(o.errors); err != nil {
			return a, err
		}
	}
	r := &importRun{p: p, s: s, report: report, dryRun: o.dryRun, fixes: len(o.fixes) > 0}
	if len(args) == 1 {
		r.options = importer.Options{
			Path: args[0], Format: o.format, Sheet: o.sheet, Delimiter: o.delimiter, Encoding: o.encoding, HeaderRow: o.headerRow, AllKeys: true,
		}
		if r.options.Fixes, err = o.rules(); err == nil {
			r.options.NewFields, err = o.newFields()
		}
	}
	if err == nil {
		a, err = r.do(ctx, o)
	}
	if report != nil && !r.reported {
		err = errors.Join(err, report.Drop())
	}
	return a, err
}

// sameFile keeps a report from taking the place of the very file it is about.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// importRun is one import or dry run of this process.
type importRun struct {
	p        *program
	s        *session
	options  importer.Options
	report   *target // of --errors, nil without it
	dryRun   bool
	fixes    bool // --fix was given
	reported bool // the report has its name
}

func (r *importRun) do(ctx context.Context, o *importFlags) (a answer, err error) {
	j, problem, err := r.begin(ctx, o)
	if err != nil {
		return a, err
	}
	if problem != nil { // of the whole file, seen before a job was needed
		return r.answer(ctx, crm.Job{Colour: crm.Red}, importer.Result{}, problem)
	}
	j, interrupted, err := r.s.wait(ctx, j.ID)
	if err != nil {
		return a, err
	}
	ctx = context.WithoutCancel(ctx) // from here on it is about telling what has happened
	result, err := importer.ResultOf(j)
	if err != nil {
		return a, err
	}
	colour, problem := outcome(j, interrupted)
	j.Colour = colour
	return r.answer(ctx, j, result, problem)
}

// begin starts or resumes the job. problem is one of the whole file.
func (r *importRun) begin(ctx context.Context, o *importFlags) (j crm.Job, problem *crm.Error, err error) {
	if o.resume {
		j, err := r.s.importer.Interrupted(ctx)
		same := r.options.Path == "" || sameSource(j, r.options.Path)
		switch {
		case err == nil && same:
			return j, nil, r.s.jobs.Resume(ctx, j.ID)
		case err != nil && (r.options.Path == "" || crm.CodeOf(err) != crm.CodeNotFound):
			return j, nil, err
		}
	}
	if err = r.mapping(ctx, o); err != nil {
		if errors.As(err, &problem) && wholeFile(problem.Code) {
			return j, problem, nil
		}
		return j, nil, err
	}
	start := r.s.importer.Start
	if r.dryRun {
		start = r.s.importer.Check
	}
	j, err = start(ctx, r.options)
	return j, nil, err
}

// sameSource tells whether a job imports the file at path.
func sameSource(j crm.Job, path string) bool {
	var o importer.Options
	path, err := filepath.Abs(path)
	return err == nil && json.Unmarshal(j.Params, &o) == nil && o.Path == path
}

// wholeFile tells a problem of the file from one of the request.
func wholeFile(code string) bool { return code != crm.CodeInvalid && code != crm.CodeNotAllowed }
