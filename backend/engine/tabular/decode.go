package tabular

import (
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"carteira/backend/crm"
)

// What cannot be decoded is never replaced in silence: it goes through as a byte that is no UTF-8, and the record it
// falls in is rejected as csv_bad_text. For Windows-1252 that byte is the undefined byte itself (0x81, 0x8D, 0x8F, 0x90
// and 0x9D are all UTF-8 continuation bytes, so they never join a letter); for UTF-16 it is undecodable.
const undecodable = 0xFF

// decoded turns r, positioned after its byte order mark, into UTF-8. UTF-8 itself passes through untouched.
func decoded(r io.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case UTF8, UTF8BOM:
		return r, nil
	case Windows1252, Macintosh, CP850:
		return transform.NewReader(r, byteDecoder{table: singleBytes[encoding]}), nil
	case UTF16LE:
		return transform.NewReader(r, utf16Decoder{binary.LittleEndian}), nil
	case UTF16BE:
		return transform.NewReader(r, utf16Decoder{binary.BigEndian}), nil
	}
	return nil, crm.Errorf(CodeUnknownEncoding, "encoding", "unknown encoding %q", encoding)
}

// Decoded is a whole text in UTF-8, whatever its encoding seems to be (D3.4).
func Decoded(r io.ReadSeeker) (io.Reader, error) {
	encoding, err := DetectEncoding(r)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return decoded(r, encoding)
}

// decodeAll decodes a head, which may end in the middle of a letter.
func decodeAll(b []byte, encoding string) []byte {
	switch encoding {
	case Windows1252, Macintosh, CP850:
		return transformed(b, byteDecoder{table: singleBytes[encoding]})
	case UTF16LE:
		return transformed(b[:len(b)&^1], utf16Decoder{binary.LittleEndian})
	case UTF16BE:
		return transformed(b[:len(b)&^1], utf16Decoder{binary.BigEndian})
	}
	return b
}

func transformed(b []byte, t transform.Transformer) []byte {
	out, _, err := transform.Bytes(t, b)
	if err != nil {
		panic("bug: a decoder of this package failed: " + err.Error())
	}
	return out
}

// byteTable holds what each byte of an encoding stands for; undefined bytes stand for themselves.
type byteTable [256]struct {
	r rune
	n byte
	b [3]byte
}

var singleBytes = map[string]*byteTable{
	Windows1252: newByteTable(charmap.Windows1252, 0x81, 0x8D, 0x8F, 0x90, 0x9D),
	Macintosh:   newByteTable(charmap.Macintosh),
	CP850:       newByteTable(charmap.CodePage850),
}

func newByteTable(m *charmap.Charmap, undefined ...byte) *byteTable {
	table := &byteTable{}
	for i := range table {
		e := &table[i]
		if slices.Contains(undefined, byte(i)) {
			e.n, e.b[0] = 1, byte(i)
			continue
		}
		e.r = m.DecodeByte(byte(i))
		e.n = byte(utf8.EncodeRune(e.b[:], e.r))
	}
	return table
}

type byteDecoder struct {
	transform.NopResetter
	table *byteTable
}

func (d byteDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		c := src[nSrc]
		if c < utf8.RuneSelf {
			if nDst == len(dst) {
				return nDst, nSrc, transform.ErrShortDst
			}
			dst[nDst] = c
			nDst++
			nSrc++
			continue
		}
		e := &d.table[c]
		if nDst+int(e.n) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], e.b[:e.n])
		nSrc++
	}
	return nDst, nSrc, nil
}

type utf16Decoder struct{ order binary.ByteOrder }

func (utf16Decoder) Reset() {}

func (d utf16Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		rest := src[nSrc:]
		if len(rest) == 1 {
			if !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			dst[nDst] = undecodable
			return nDst + 1, nSrc + 1, nil
		}
		r, size := rune(d.order.Uint16(rest)), 2
		if utf16.IsSurrogate(r) {
			if len(rest) < 4 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			pair := rune(utf8.RuneError)
			if len(rest) >= 4 {
				pair = utf16.DecodeRune(r, rune(d.order.Uint16(rest[2:])))
			}
			if pair == utf8.RuneError {
				dst[nDst] = undecodable
				nDst, nSrc = nDst+1, nSrc+2
				continue
			}
			r, size = pair, 4
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}
