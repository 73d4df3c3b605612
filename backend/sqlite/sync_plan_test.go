package sqlite

import (
	"strings"
	"testing"

	"carteira/backend/engine/replication"
)

// TestSyncPlans pins how SQLite answers what is asked for every change, page or push: it must not take longer with a
// million contacts, or with weeks of operations that wait.
func TestSyncPlans(t *testing.T) {
	db, _ := openTest(t)
	for _, c := range []struct {
		name, sql string
		want      []string
	}{
		{"pending changes of a contact", pendingChangesSQL, []string{"SEARCH h USING PRIMARY KEY (contact=? AND op<?)", "SEARCH p USING INTEGER PRIMARY KEY"}},
		{"pending creation", pendingCreationSQL, []string{"USING INDEX pending_op_hlc"}},
		{"sent before", sentSQL, []string{"USING INDEX pending_op_unacknowledged (lane=? AND number>?)"}},
		{"not sent yet", freshSQL, []string{"USING INDEX pending_op_unacknowledged (lane=? AND number=? AND counter>?)"}},
		{"answered", answeredSQL, []string{"USING INDEX pending_op_unacknowledged (lane=? AND number=?)"}},
		{"awaited", awaitedSQL, []string{"USING INDEX pending_op_awaited"}},
		{"unacknowledged", unacknowledgedSQL, []string{"USING COVERING INDEX pending_op_unacknowledged"}},
		{"waits for an import", waitsForImportSQL, []string{"SEARCH c USING INDEX contact_id", "SEARCH p USING INDEX pending_op_hlc"}},
		{"earlier edits", earlierEditsSQL, []string{"SEARCH pending_op USING INTEGER PRIMARY KEY (rowid<?)"}},
		{"imports that hold a contact", pendingChunksSQL, []string{"SEARCH h USING PRIMARY KEY (contact=?)", "USING INDEX pending_op_hlc"}},
		{"changed since", changedSinceHead + `VALUES (?), (?)` + changedSinceTail, []string{"SEARCH c USING COVERING INDEX contact_id", "SEARCH h USING PRIMARY KEY (contact=? AND op<?)"}},
		{"late merges", lateMergesSQL, []string{"SCAN l", "SEARCH c USING COVERING INDEX contact_id"}},
		{"late folds", lateFoldsSQL, []string{"SCAN l", "SEARCH a USING PRIMARY KEY (noun=? AND id=?)", "SEARCH t USING COVERING INDEX contact_id"}},
		{"merged into", secondariesSQL, []string{"SEARCH p USING COVERING INDEX contact_id", "SEARCH c USING INDEX contact_merged"}},
		{"what stands for a record", `UPDATE alias SET root = ? WHERE noun = ? AND root = ?`, []string{"USING COVERING INDEX alias_root (noun=? AND root=?)"}},
		{"conflicts of a contact", `DELETE FROM conflict WHERE contact = ?`, []string{"INDEX conflict_contact"}},
		{"operations about a record", `DELETE FROM pending_op WHERE entity = ?`, []string{"INDEX pending_op_entity"}},
		{"drafts about a record", `DELETE FROM refused_op WHERE entity = ?`, []string{"INDEX refused_op_entity"}},
		{"segments that wait", pendingSegmentsSQL, []string{"SEARCH pending_op USING INDEX pending_op_entity (entity=?)"}},
		{"offers that wait", pendingOffersSQL, []string{"USING INDEX pending_op_unacknowledged (lane=?)", "USING INDEX pending_op_awaited"}},
		{"note by id", `SELECT contact FROM note WHERE id = ?`, []string{"INDEX note_id"}},
	} {
		plan := planOf(t, db, c.sql)
		for _, want := range c.want {
			if !strings.Contains(plan, want) {
				t.Errorf("%s: want %q, got\n%s", c.name, want, plan)
			}
		}
		if strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s sorts:\n%s", c.name, plan)
		}
	}
}

// TestOfferPlans: what is on offer is found from the offers, not by looking through every record.
func TestOfferPlans(t *testing.T) {
	db, _ := openTest(t)
	for _, r := range recordQueries {
		plan := planOf(t, db, r.sql+" "+r.offered)
		switch r.noun {
		case replication.NounContact, replication.NounNote, replication.NounInteraction:
			if !strings.Contains(plan, "(id=?)") {
				t.Errorf("%s:\n%s", r.noun, plan)
			}
		}
	}
}
