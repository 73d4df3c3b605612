package sqlite

// opGuard refuses a commit that wrote contacts but recorded no operation (S1.2): such a change would never
// reach the other offices. It watches the writer, so that no query can be forgotten.
type opGuard struct {
	contacts, operations int
	exempt               bool
}

func guardWrites(c *driverConn) *opGuard {
	g := new(opGuard)
	c.RegisterUpdateHook(func(_ int, _ string, table string, _ int64) {
		switch table {
		case "contact", "portfolio":
			g.contacts++
		case "pending_op":
			g.operations++
		}
	})
	c.RegisterCommitHook(func() int {
		bad := g.contacts > 0 && g.operations == 0 && !g.exempt
		*g = opGuard{exempt: g.exempt}
		if bad {
			return 1 // becomes a rollback
		}
		return 0
	})
	c.RegisterRollbackHook(func() { *g = opGuard{exempt: g.exempt} })
	return g
}
