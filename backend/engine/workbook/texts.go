package workbook

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// sharedTexts are the texts that cells refer to by number. A file of 200,000 rows has millions of them: they are read on only as far
// as cells ask (a preview needs the first few), kept in blocks, and beyond a bound the blocks go to a file. Programs
// number texts as the rows first use them, so what is asked for next is nearly always in a block that is at hand.
type sharedTexts struct {
	part   io.ReadCloser // nil when the workbook has none
	markup *markup
	read   int  // texts read so far
	ended  bool // there are no more

	open   []byte // block being filled: each text after its length as uvarint
	first  int    // number of its first text
	blocks []block
	held   int // bytes of blocks in memory
	spill  func() (Spill, error)
	file   Spill
	size   int64
	cache  [cachedBlocks]struct {
		number int // of the block, plus one
		data   []byte
	}
	text []byte // the last one read
}

// Spill takes what is too large for memory. Closing it removes it: it holds what people typed.
type Spill interface {
	io.Writer
	io.ReaderAt
	io.Closer
}

// block is some texts in the order of their numbers.
type block struct {
	first int
	data  []byte // nil when it lies in the file
	at    int64
	size  int
}

const (
	blockTexts   = 128
	blockSize    = 16 << 10
	blocksHeld   = 16 << 20 // in memory; the first ones, which hold what repeats
	cachedBlocks = 256      // of those in the file
)

func openTexts(p *parts, name string, spill func() (Spill, error)) (*sharedTexts, error) {
	s := &sharedTexts{spill: spill, ended: name == ""}
	if s.ended {
		return s, nil
	}
	var err error
	if s.part, err = p.open(name); err != nil {
		return nil, err
	}
	if s.markup, err = newMarkup(s.part); err != nil {
		return nil, errors.Join(fmt.Errorf("shared texts: %w", err), s.part.Close())
	}
	return s, nil
}

// at is the text of a number, valid until the next call.
func (s *sharedTexts) at(n int) ([]byte, error) {
	for n >= s.read && !s.ended {
		if err := s.next(); err != nil {
			return nil, fmt.Errorf("shared text %d: %w", s.read, err)
		}
	}
	if n < 0 || n >= s.read {
		return nil, fmt.Errorf("a cell has shared text %d, there are %d", n, s.read)
	}
	if n >= s.first {
		return pick(s.open, n-s.first), nil
	}
	i, found := slices.BinarySearchFunc(s.blocks, n, func(b block, n int) int { return b.first - n })
	if !found {
		i--
	}
	data, err := s.block(i)
	return pick(data, n-s.blocks[i].first), err
}

// pick is the n-th text of a block.
func pick(data []byte, n int) []byte {
	for {
		size, head := binary.Uvarint(data)
		data = data[head:]
		if n == 0 {
			return data[:size:size]
		}
		data = data[size:]
		n--
	}
}

// next reads one text more.
func (s *sharedTexts) next() error {
	for {
		t, err := s.markup.next()
		switch {
		case errors.Is(err, io.EOF):
			s.ended = true
			return nil
		case err != nil:
			return err
		case t == opening && string(s.markup.name) == "si":
			if s.text, err = richText(s.markup, s.text[:0]); err != nil {
				return err
			}
			if len(s.open) >= blockSize || s.read-s.first >= blockTexts {
				if err := s.seal(); err != nil {
					return err
				}
			}
			s.open = append(binary.AppendUvarint(s.open, uint64(len(s.text))), s.text...)
			s.read++
			return nil
		}
	}
}

// richText appends the text of the element whose opening tag was the last token: that of its t elements, those of a phonetic
// reading apart. Each is escaped by itself: what looks like an escape across two of them is text.
func richText(m *markup, dst []byte) (_ []byte, err error) {
	inText, begin := false, len(dst)
	from := begin // of the run being read
	for depth := m.depth; ; {
		t, err := m.next()
		switch {
		case err != nil:
			return dst, err
		case t == closing && m.depth < depth:
			return dst, nil
		case t == closing:
			dst, inText = unescape(dst, from), false
			from = len(dst)
		case t == opening && string(m.name) == "rPh":
			if err := m.skip(); err != nil {
				return dst, err
			}
		case t == opening:
			inText, from = string(m.name) == "t", len(dst)
		case inText:
			if dst, err = m.appendChars(dst); err != nil {
				return dst, err
			}
			if len(dst)-begin > largestToken {
				return dst, fmt.Errorf("a text is larger than %d bytes", largestToken)
			}
		}
	}
}

// seal ends the block that is being filled.
func (s *sharedTexts) seal() error {
	b := block{first: s.first, size: len(s.open)}
	if s.held+len(s.open) <= blocksHeld || s.spill == nil {
		b.data = slices.Clone(s.open)
		s.held += len(s.open)
	} else {
		if s.file == nil {
			var err error
			if s.file, err = s.spill(); err != nil {
				return err
			}
		}
		b.at = s.size
		if _, err := s.file.Write(s.open); err != nil {
			return err
		}
		s.size += int64(len(s.open))
	}
	s.blocks = append(s.blocks, b)
	s.open, s.first = s.open[:0], s.read
	return nil
}

func (s *sharedTexts) block(i int) ([]byte, error) {
	b := &s.blocks[i]
	if b.data != nil {
		return b.data, nil
	}
	c := &s.cache[i%cachedBlocks]
	if c.number != i+1 {
		c.number = 0
		c.data = slices.Grow(c.data[:0], b.size)[:b.size]
		if _, err := s.file.ReadAt(c.data, b.at); err != nil {
			return nil, fmt.Errorf("read the texts of the workbook again: %w", err)
		}
		c.number = i + 1
	}
	return c.data, nil
}

// rest reads the texts that no cell asked for, so that the part is known to be whole.
func (s *sharedTexts) rest() error {
	if s.ended {
		return nil
	}
	for {
		if _, err := s.markup.next(); errors.Is(err, io.EOF) {
			s.ended = true
			return nil
		} else if err != nil {
			return fmt.Errorf("shared texts: %w", err)
		}
	}
}

func (s *sharedTexts) close() (err error) {
	if s.part != nil {
		err = s.part.Close()
	}
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	return err
}
