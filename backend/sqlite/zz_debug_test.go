package sqlite
import ("fmt";"context")
func (w *listWorld) debug(ctx context.Context, q *condition) string {
	out := ""
	err := w.db.View(ctx, func(v *View) error {
		r := w.db.search.reader(w.db)
		if r == nil { out += "no reader"; return nil }
		defer w.db.search.giveBack(r)
		err := r.begin(v)
		_, _, g, ver, _ := v.searchOwner()
		out += fmt.Sprintf("usable %v %v state %+v replica gen %d ver %d limits %+v\n", r.usable, err, r.searchState, g, ver, limits)
		qq, ok, err := r.question(w.db, q.terms, 100)
		out += fmt.Sprintf("question %q %v %v\n", qq, ok, err)
		txt, err := textOf(r.c, `SELECT group_concat(rowid || ' ', '') FROM (SELECT rowid FROM gram WHERE gram MATCH ? LIMIT ?)`, qq, int64(100))
		out += fmt.Sprintf("found %q %v\n", txt, err)
		txt, err = textOf(r.c, `SELECT group_concat(id || ' ', '') FROM gram_docsize`)
		out += fmt.Sprintf("docs %q %v\n", txt, err)
		txt, err = textOf(v.c, `SELECT group_concat(contact || ':'||stamp||' ', '') FROM search_dirty`)
		out += fmt.Sprintf("dirty %q %v\n", txt, err)
		txt, err = textOf(v.c, `SELECT group_concat(contact || ':'||name_key||'|'||rest||' ', '') FROM roster`)
		out += fmt.Sprintf("roster %q %v\n", txt, err)
		return nil
	})
	return out + fmt.Sprint(err)
}
