package sqlite

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// searchReader is one connection to the search index, used by one question at a time.
type searchReader struct {
	searchState
	c      *conn
	epoch  int
	usable bool // by the View that began it
}

// reader opens or reuses a connection; nil when there is no index that can be read.
func (s *searchIndex) reader(db *DB) *searchReader {
	if s.off {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.readers) > 0 {
		r := s.readers[len(s.readers)-1]
		s.readers = s.readers[:len(s.readers)-1]
		if r.epoch == s.epoch {
			return r
		}
		_ = r.c.close() // of a file that is gone
	}
	if _, err := os.Stat(searchPath(db.dir)); err != nil {
		return nil
	}
	c, err := openConn(searchPath(db.dir), searchPragmas+`PRAGMA query_only = ON; PRAGMA cache_size = -4096;`)
	if err != nil {
		s.damaged = s.damaged || isDamage(err)
		return nil
	}
	return &searchReader{c: c, epoch: s.epoch}
}

// giveBack ends the question.
func (s *searchIndex) giveBack(r *searchReader) {
	_, err := r.c.exec(`COMMIT`)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || !r.usable || r.epoch != s.epoch || len(s.readers) >= readers {
		_ = r.c.close() // only read from
		return
	}
	s.readers = append(s.readers, r)
}

// begin takes a snapshot of the index and tells whether it can answer what v asks. Damage is noted and makes
// it unusable.
func (r *searchReader) begin(v *View) error {
	r.usable = false
	if _, err := r.c.exec(`BEGIN`); err != nil {
		return err
	}
	made, err := r.c.integer(`SELECT count(*) FROM sqlite_schema WHERE name = 'state'`)
	if err != nil || made == 0 { // it is just being made
		return err
	}
	var ok bool
	if r.searchState, ok, err = readSearchState(r.c); err != nil {
		return err
	}
	if !ok {
		return nil
	}
	r.usable, err = searchFits(r.c, v)
	return err
}

// searchHits are contacts among which all matches of the search are: what the index finds, what it does not
// know yet and what changed since; ok when there are at most so many and the index can be used.
func (db *DB) searchHits(s *scan, most int) (numbers []int64, ok bool, err error) {
	if len(s.q.terms) == 0 {
		return nil, false, nil
	}
	db.search.asked()
	r := db.search.reader(db)
	if r == nil {
		return nil, false, nil
	}
	defer db.search.giveBack(r)
	numbers, ok, err = r.hits(db, s, most)
	if err != nil && s.ctx.Err() == nil {
		// Whatever is wrong with the index, the list can be walked.
		db.search.suspect(r, err)
		db.IndexNewContacts()
		return nil, false, nil
	}
	return numbers, ok, err
}

// suspect notes an error of reading: a damaged index is built anew.
func (s *searchIndex) suspect(r *searchReader, err error) {
	r.usable = false
	s.mu.Lock()
	defer s.mu.Unlock()
	s.damaged = s.damaged || isDamage(err)
}

func (r *searchReader) hits(db *DB, s *scan, most int) (numbers []int64, ok bool, err error) {
	if err := r.begin(s.v); err != nil || !r.usable {
		return nil, false, err
	}
	newest, err := s.v.c.integer(`SELECT max(n) FROM contact`)
	if err != nil || newest-r.watermark > int64(most) {
		return nil, false, err
	}
	for n := r.watermark + 1; n <= newest; n++ {
		numbers = append(numbers, n)
	}
	if err := s.v.c.query(`SELECT contact FROM search_dirty LIMIT ?`, values(int64(most+1)), func(row result) error {
		numbers = append(numbers, row[0].(int64))
		return nil
	}); err != nil {
		return nil, false, err
	}
	if len(numbers) > most {
		return nil, false, nil
	}
	question, ok, err := r.question(db, s.q.terms, most)
	if err != nil || !ok {
		return nil, false, err
	}
	if question != "" {
		found, err := textOf(r.c, `
			SELECT group_concat(rowid || ' ', '')
			FROM (SELECT rowid FROM gram WHERE gram MATCH ? LIMIT ?)`, question, int64(most+1))
		if err != nil {
			return nil, false, err
		}
		for in := (records{rest: found}); in.rest != ""; {
			numbers = append(numbers, in.number())
			if in.bad {
				return nil, false, fmt.Errorf("bug: contact numbers do not parse")
			}
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	return numbers, len(numbers) <= most, nil
}

// gramsAsked is how many trigrams, the rarest of a search, are intersected.
const gramsAsked = 4

// rareCount is how often a trigram may have been counted that is asked for alone.
const rareCount = 400 / countEvery

// question is the terms in the index's language; "" when nothing can match, ok false when there is no question
// worth asking.
func (r *searchReader) question(db *DB, terms []string, most int) (question string, ok bool, err error) {
	var grams []string
	for _, t := range terms {
		trigrams(t, func(g string) { grams = append(grams, g) })
	}
	if len(grams) == 0 {
		return r.shortQuestion(terms, most)
	}
	counts, err := db.search.frequencies(r)
	if err != nil {
		return "", false, err
	}
	slices.SortFunc(grams, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[gramSlot(a)], counts[gramSlot(b)]), cmp.Compare(a, b))
	})
	grams = slices.Compact(grams)
	grams = grams[:min(len(grams), gramsAsked)]
	if counts[gramSlot(grams[0])] <= rareCount { // the others would cost more than the hits they save
		grams = grams[:1]
	}
	for i, g := range grams {
		grams[i] = quoteGram(g)
	}
	return strings.Join(grams, " AND "), true, nil
}

func quoteGram(g string) string { return `"` + strings.ReplaceAll(g, `"`, `""`) + `"` }

// maxShort is how many trigrams may begin with a one- or two-letter term.
const maxShort = 300

// shortQuestion asks for every trigram that begins with the longest of terms shorter than three characters.
func (r *searchReader) shortQuestion(terms []string, most int) (question string, ok bool, err error) {
	term := slices.MaxFunc(terms, func(a, b string) int {
		return cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	})
	end := []byte(term)
	end[len(end)-1]++ // the first text that does not begin with term
	var grams []string
	total := int64(0)
	ok = true
	err = r.c.query(`SELECT term, doc FROM gram_term WHERE term >= ? AND term < ?`, values(term, string(end)), func(row result) error {
		grams = append(grams, quoteGram(row[0].(string)))
		if total += row[1].(int64); total > int64(most)*3 || len(grams) > maxShort {
			ok = false
			return errStop
		}
		return nil
	})
	return strings.Join(grams, " OR "), ok, err
}

// frequencies are the counts of the index, read again when it has grown by a tenth.
func (s *searchIndex) frequencies(r *searchReader) (*gramCounts, error) {
	s.mu.Lock()
	counts := s.counts
	fresh := counts != nil && s.countsAt >= r.watermark-r.watermark/10
	s.mu.Unlock()
	if fresh {
		return counts, nil
	}
	counts, err := readGramCounts(r.c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.counts, s.countsAt = counts, r.watermark
	s.mu.Unlock()
	return counts, nil
}
