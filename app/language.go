package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"carteira/backend/crm"
)

// languages of the window.
var languages = []string{"pt-BR", "en"}

// words knows the window's language: the one chosen at this computer, kept beside the data like the theme, else the
// organization's. Go itself speaks in dialogs and native notifications only.
type words struct {
	folder string
	mu     sync.Mutex
	read   bool
	chosen string // "" = nobody has chosen here
}

func (w *words) file() string { return filepath.Join(w.folder, "window-language") }

// language is the one in force; fallback is the organization's.
func (w *words) language(fallback string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.read {
		text, err := os.ReadFile(w.file())
		if name := strings.TrimSpace(string(text)); err == nil && slices.Contains(languages, name) {
			w.chosen = name
		}
		w.read = err == nil || errors.Is(err, fs.ErrNotExist)
	}
	if w.chosen != "" {
		return w.chosen
	}
	return fallback
}

func (w *words) choose(name string) error {
	if !slices.Contains(languages, name) {
		return crm.Errorf(crm.CodeInvalid, "language", "the language is pt-BR or en")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := os.WriteFile(w.file(), []byte(name), 0o600); err != nil {
		return fmt.Errorf("remember the language: %w", err)
	}
	w.chosen, w.read = name, true
	return nil
}

// phrases are the texts that Go shows itself. They hold no personal data, no file names either: a notification is
// shown on a locked screen (D6.2).
type phrases struct {
	tag language.Tag

	chooseImport, saveTemplate, saveReport, saveExport, saveDraft string // titles of dialogs
	saveAudit, auditFile                                          string
	csvFiles, xlsxFiles, jsonFiles, ndjsonFiles                   string // file types
	tableFiles, allFiles                                          string
	template, rejected, contacts, draft, interactionTemplate      string // file names

	open, keepReport, openFolder                 string // the buttons of a notification
	importAt, exportAt, workAt, working          string // its titles and its text while a job runs
	background, backgroundHint, showWindow       string // the window is gone, its work is not
	importDone, importPartly, importNone         string // titles
	importCancelled, importResumed               string
	exportDone, exportFailed                     string
	exportCancelled, exportResumed               string
	counts, written, failed, resumed, keptOnDisk string // texts
}

var phrasesOf = map[string]phrases{
	"pt-BR": {
		tag:          language.BrazilianPortuguese,
		chooseImport: "Escolher o arquivo a importar", saveTemplate: "Salvar o modelo",
		saveReport: "Salvar as linhas recusadas", saveExport: "Exportar contatos",
		saveDraft: "Salvar o rascunho", saveAudit: "Salvar a auditoria", auditFile: "auditoria",
		csvFiles: "CSV (*.csv, *.txt)", xlsxFiles: "Excel (*.xlsx)", jsonFiles: "JSON (*.json)",
		ndjsonFiles: "JSON, um contato por linha (*.ndjson, *.jsonl)",
		tableFiles:  "CSV, Excel, JSON", allFiles: "Todos os arquivos",
		template: "modelo-de-importacao", interactionTemplate: "modelo-de-interacoes", rejected: "recusadas", contacts: "contatos", draft: "rascunho",
		open: "Abrir", keepReport: "Salvar CSV de erros", openFolder: "Abrir a pasta",
		importAt: "Importação em andamento: %d%%", exportAt: "Exportação em andamento: %d%%", workAt: "Em andamento: %d%%",
		working:        "Avisaremos quando terminar.",
		background:     "A Carteira continua em segundo plano",
		backgroundHint: "Ela se fecha sozinha quando o trabalho terminar. Abra-a de novo para ver a janela.",
		showWindow:     "Mostrar a janela",
		importDone:     "Importação concluída", importPartly: "Importação concluída em parte",
		importNone: "Importação sem nenhum contato salvo", importCancelled: "Importação cancelada",
		importResumed: "Importação retomada",
		exportDone:    "Exportação concluída", exportFailed: "A exportação não terminou",
		exportCancelled: "Exportação cancelada", exportResumed: "Exportação retomada",
		counts:  "Criados: %d · atualizados: %d · sem mudança: %d · recusadas: %d",
		written: "Contatos exportados: %d", failed: "Abra para ver o motivo.",
		resumed: "Ela continua de onde havia parado.", keptOnDisk: "O que já estava salvo continua salvo.",
	},
	"en": {
		tag:          language.English,
		chooseImport: "Choose the file to import", saveTemplate: "Save the template",
		saveReport: "Save the rejected lines", saveExport: "Export contacts",
		saveDraft: "Save the draft", saveAudit: "Save the audit", auditFile: "audit",
		csvFiles: "CSV (*.csv, *.txt)", xlsxFiles: "Excel (*.xlsx)", jsonFiles: "JSON (*.json)",
		ndjsonFiles: "JSON, one contact a line (*.ndjson, *.jsonl)",
		tableFiles:  "CSV, Excel, JSON", allFiles: "All files",
		template: "import-template", interactionTemplate: "interaction-template", rejected: "rejected", contacts: "contacts", draft: "draft",
		open: "Open", keepReport: "Save error CSV", openFolder: "Open the folder",
		importAt: "Import under way: %d%%", exportAt: "Export under way: %d%%", workAt: "Under way: %d%%",
		working:        "You will hear when it is done.",
		background:     "Carteira goes on in the background",
		backgroundHint: "It closes by itself when the work is done. Open it again to see the window.",
		showWindow:     "Show the window",
		importDone:     "Import finished", importPartly: "Import partly finished",
		importNone: "Import finished without a contact", importCancelled: "Import cancelled",
		importResumed: "Import resumed",
		exportDone:    "Export finished", exportFailed: "The export did not finish",
		exportCancelled: "Export cancelled", exportResumed: "Export resumed",
		counts:  "Created: %d · updated: %d · unchanged: %d · rejected: %d",
		written: "Contacts exported: %d", failed: "Open to see why.",
		resumed: "It goes on where it had stopped.", keptOnDisk: "What was saved stays saved.",
	},
}

// sprintf writes counts as the language does.
func (p *phrases) sprintf(format string, counts ...any) string {
	return message.NewPrinter(p.tag).Sprintf(format, counts...)
}

// csvDialog asks for a CSV file.
func (p *phrases) csvDialog(title, name string) FileDialog {
	return FileDialog{Title: title, Name: name, Filters: []FileFilter{
		{Name: p.csvFiles, Pattern: "*.csv;*.txt"}, {Name: p.allFiles, Pattern: "*"},
	}}
}

// tableDialog asks for a file that can be imported.
func (p *phrases) tableDialog(title string) FileDialog {
	return FileDialog{Title: title, Filters: []FileFilter{
		{Name: p.tableFiles, Pattern: "*.csv;*.txt;*.tsv;*.xlsx;*.xlsm;*.json;*.ndjson;*.jsonl"}, {Name: p.allFiles, Pattern: "*"},
	}}
}

// xlsxDialog asks for a workbook.
func (p *phrases) xlsxDialog(title, name string) FileDialog {
	return FileDialog{Title: title, Name: name, Filters: []FileFilter{
		{Name: p.xlsxFiles, Pattern: "*.xlsx"}, {Name: p.allFiles, Pattern: "*"},
	}}
}

// jsonDialog asks for a JSON file.
func (p *phrases) jsonDialog(title, name string) FileDialog {
	return FileDialog{Title: title, Name: name, Filters: []FileFilter{
		{Name: p.jsonFiles, Pattern: "*.json"}, {Name: p.allFiles, Pattern: "*"},
	}}
}

// ndjsonDialog asks for a file of one JSON document a line.
func (p *phrases) ndjsonDialog(title, name string) FileDialog {
	return FileDialog{Title: title, Name: name, Filters: []FileFilter{
		{Name: p.ndjsonFiles, Pattern: "*.ndjson;*.jsonl"}, {Name: p.allFiles, Pattern: "*"},
	}}
}
