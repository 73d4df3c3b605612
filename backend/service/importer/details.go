package importer

import (
	"strings"

	"carteira/backend/crm"
)

// Details are how an import read its file (D3.18).
type Details struct {
	Format    string       `json:"format"`
	Sheet     string       `json:"sheet"`
	Encoding  string       `json:"encoding"`
	Delimiter string       `json:"delimiter"`
	Fixes     []string     `json:"fixes"` // corrections by rule
	Columns   []ReadColumn `json:"columns"`
}

// ReadColumn is where one column of the file went.
type ReadColumn struct {
	Header string `json:"header"`
	Target string `json:"target"` // a name of D3.2, "custom:" and a name, or "ignore"
	How    string `json:"how"`
}

// DetailsOf reads how an import was done; nothing before its file was read.
func DetailsOf(j crm.Job) (Details, error) {
	_, at, err := decode(j)
	if err != nil {
		return Details{}, err
	}
	d := Details{
		Format: at.Result.Format, Sheet: at.Result.Sheet, Encoding: at.Result.Encoding, Delimiter: at.Result.Delimiter, Columns: []ReadColumn{},
		Fixes: []string{},
	}
	for _, f := range at.Fixes { // those remembered for the headers among them
		d.Fixes = append(d.Fixes, string(f))
	}
	for _, m := range at.Mapping {
		d.Columns = append(d.Columns, ReadColumn{Header: m.Header, Target: strings.TrimSpace(string(m.Field)), How: string(m.How)})
	}
	return d, nil
}
