package tabular

import "testing"

// A mapping chosen for a file holds for its error report too, which must import as it is (D3.16).
func TestHeaderSetKeyLeavesReportColumnsOut(t *testing.T) {
	file := []string{"Nome", "Apelido"}
	report := append([]string{"Nome", "Apelido"}, ReportLine, ReportReason)
	if HeaderSetKey(file) != HeaderSetKey(report) {
		t.Error("the report of a file has another key than the file")
	}
	if HeaderSetKey(file) == HeaderSetKey([]string{"Nome", "Apelido", "Cidade"}) {
		t.Error("another column makes no other key")
	}
}
