package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
)

// importDoc is the result of an import. The counts are always those of the whole job, however often it was resumed.
type importDoc struct {
	Job                *string `json:"job"` // null when the file was refused before a job began
	Status             string  `json:"status"`
	Lines              int     `json:"lines"`
	Created            int     `json:"created"`
	Updated            int     `json:"updated"`
	Unchanged          int     `json:"unchanged"`
	Rejected           int     `json:"rejected"`
	PossibleDuplicates int     `json:"possible_duplicates"`
	// Fixed counts the values corrected in the lines that were saved, by rule: in the answer to --fix only.
	Fixed map[string]int `json:"fixed,omitempty"`
	// HeaderRow is the line of the header, where lines above it were passed over.
	HeaderRow  int            `json:"header_row,omitempty"`
	Encoding   string         `json:"encoding"`  // "" where the file is no CSV
	Delimiter  string         `json:"delimiter"` // the same
	ErrorsFile *string        `json:"errors_file"`
	Seconds    float64        `json:"seconds"`
	Reasons    map[string]int `json:"reasons"`
	Error      *errorDoc      `json:"error,omitempty"` // of the whole file or job
}

// answer tells how an import went and, where asked for, writes its report.
func (r *importRun) answer(ctx context.Context, j crm.Job, result importer.Result, problem *crm.Error) (a answer, err error) {
	doc := importDoc{
		Job: idText(j.ID), Status: string(j.Colour), Lines: result.Lines, Created: result.Created, Updated: result.Updated,
		Unchanged: result.Unchanged, Rejected: result.Rejected, PossibleDuplicates: result.PossibleDuplicates,
		Encoding: result.Encoding, Delimiter: result.Delimiter, Seconds: result.Seconds, Reasons: result.Reasons,
	}
	if r.fixes {
		doc.Fixed = map[string]int{}
		for f, n := range result.Fixed {
			doc.Fixed[strings.ReplaceAll(string(f), "_", "-")] = n
		}
	}
	if result.Format != importer.FormatCSV {
		doc.Encoding, doc.Delimiter = "", ""
	}
	if result.PassedOver > 0 {
		doc.HeaderRow = result.HeaderRow
	}
	if doc.Reasons == nil {
		doc.Reasons = map[string]int{}
	}
	if problem != nil {
		e := describe(problem)
		if key, args := r.remedy(ctx, problem.Code); key != "" {
			e.pt = e.inPortuguese() + in(portuguese, key, args...)
			e.Message += in(english, key, args...)
		}
		doc.Error = &e
	}
	if err := r.writeReport(ctx, j, &doc); err != nil {
		return a, err
	}
	if err := r.tidy(ctx, j, &doc); err != nil {
		return a, err
	}
	r.notes(j, result, &doc)
	return answer{doc: doc, status: statusOf(j.Colour), people: func(w io.Writer) { r.write(w, j, result, &doc) }}, nil
}

// remedy says what to type, for the problems that an option solves: a text of the catalogue, "" for none.
func (r *importRun) remedy(ctx context.Context, code string) (key string, args []any) {
	switch code {
	case tabular.CodeFileWrongDelimiter:
		preview, err := r.s.importer.Preview(ctx, r.options)
		if err != nil || preview.Detected == "" {
			return "remedy.auto", nil
		}
		return "remedy.delimiter", []any{quoted(preview.Detected)}
	case importer.CodeNoNameColumn:
		return "remedy.map-or-header", nil
	case importer.CodeMappingIncomplete:
		return "remedy.map", nil
	}
	return "", nil
}

// quoted protects a delimiter from the shell.
func quoted(delimiter string) string {
	if len(delimiter) == 1 {
		return "'" + delimiter + "'"
	}
	return delimiter
}

// writeReport keeps the rejected lines, when there are any and a file was asked for (D3.16).
func (r *importRun) writeReport(ctx context.Context, j crm.Job, doc *importDoc) error {
	if r.report == nil || doc.Rejected == 0 || !j.State.Over() {
		return nil
	}
	if _, err := r.s.importer.WriteReport(ctx, j.ID, r.report); err != nil {
		return err
	}
	r.reported = true
	if err := r.report.keep(); err != nil {
		return err
	}
	doc.ErrorsFile = &r.report.path
	return nil
}

// tidy drops what the job keeps of the file once nobody can want it: nothing was rejected, or the report has been
// written, or it was a dry run. An organization that keeps its reports for a time keeps them.
func (r *importRun) tidy(ctx context.Context, j crm.Job, doc *importDoc) error {
	if j.ID == crm.NoID || !j.State.Over() || importResumable(j) {
		return nil
	}
	all, err := r.s.settings.All(ctx)
	if err != nil {
		return err
	}
	if all[crm.SettingKeepReports] != crm.DefaultSetting(crm.SettingKeepReports) && !r.dryRun {
		return nil
	}
	if doc.Rejected > 0 && doc.ErrorsFile == nil && !r.dryRun {
		return nil
	}
	return r.s.jobs.Discard(ctx, j.ID)
}

// notes are what a person should know beside the counts.
func (r *importRun) notes(j crm.Job, result importer.Result, doc *importDoc) {
	p := r.p
	if !j.State.Over() && j.ID != crm.NoID {
		p.note("import.interrupted")
	}
	if doc.Error != nil && doc.Error.Code == codeInternal {
		p.note("internal.hint", logVariable)
	}
	if doc.Rejected > 0 && doc.ErrorsFile == nil && r.options.Path != "" {
		p.note("import.report", r.options.Path)
	}
	for _, f := range mend.All {
		switch n := result.Fixed[f]; {
		case n > 0 && f == mend.Phones:
			p.note("import.fixed", n)
		case n > 0:
			p.note("import.fixed-other", n, p.text("fix."+string(f)))
		}
	}
	if result.PassedOver > 0 {
		p.note("import.header", result.HeaderRow)
	}
	if result.Growing {
		p.note("import.growing")
	}
	if j.Resumed > 0 {
		p.note("import.resumed")
	}
}

func (r *importRun) write(w io.Writer, j crm.Job, result importer.Result, doc *importDoc) {
	p := r.p
	if doc.Error != nil {
		fmt.Fprintln(w, p.errorText(*doc.Error))
	}
	key := "import.done"
	if r.dryRun {
		key = "import.would"
	}
	fmt.Fprintln(w, p.text(key, p.text("colour."+doc.Status), doc.Lines, doc.Created, doc.Updated, doc.Unchanged, doc.Rejected))
	if doc.PossibleDuplicates > 0 {
		fmt.Fprintln(w, p.text("import.possible", doc.PossibleDuplicates))
	}
	if len(doc.Reasons) > 0 {
		t := &table{head: strings.Split(p.text("import.reasons"), "|")}
		for _, code := range slices.Sorted(maps.Keys(doc.Reasons)) {
			t.add(p.reasonText(code), strconv.Itoa(doc.Reasons[code]), strconv.Itoa(result.FirstLines[code]))
		}
		t.write(w)
	}
	if doc.ErrorsFile != nil {
		fmt.Fprintln(w, p.text("import.errors", *doc.ErrorsFile))
	}
}

// reasonText is a rejection code in words, where there are any.
func (p *program) reasonText(code string) string {
	if p.language == portuguese {
		if pt, ok := errorsInPortuguese[code]; ok {
			return code + ": " + pt
		}
	}
	return code
}
