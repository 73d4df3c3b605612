package workbook

import (
	"errors"
	"strconv"
)

// styles are the number formats of a workbook's cells.
type styles struct {
	formatOf []int // number of the format of each style
	formats  map[int]numberFormat
}

// mostStyles bounds what a style sheet may make us hold; spreadsheets allow 65,490 and some programs exceed that.
const mostStyles = 1 << 18

// mostCodes bounds the bytes of all number formats, of which each becomes fifty in memory: Excel has room for 250.
const mostCodes = 1 << 20

// readStyles reads the style sheet; a workbook may have none.
func readStyles(p *parts, name string) (*styles, error) {
	s := &styles{formats: map[int]numberFormat{}}
	if name == "" {
		return s, nil
	}
	codes := 0
	inCells := false // cellXfs; cellStyleXfs come before it and dxfs after it
	err := p.read(name, func(m *markup) error {
		switch string(m.name) {
		case "numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs":
			inCells = string(m.name) == "cellXfs"
		case "numFmt":
			id, err := strconv.Atoi(string(m.attr("numFmtId")))
			if err != nil {
				return nil
			}
			code, err := m.value("formatCode")
			if err != nil {
				return err
			}
			if _, known := s.formats[id]; !known && len(s.formats) < mostStyles { // the ones of dxfs repeat numbers
				if codes += len(code); codes > mostCodes {
					return errors.New("its number formats are too long")
				}
				s.formats[id] = parseFormat(code)
			}
		case "xf":
			if !inCells {
				return nil
			}
			if len(s.formatOf) == mostStyles {
				return errors.New("it has too many styles")
			}
			id, err := strconv.Atoi(string(m.attr("numFmtId")))
			if err != nil {
				id = 0
			}
			s.formatOf = append(s.formatOf, id)
		}
		return nil
	})
	return s, err
}

// format is the number format of a style. What the workbook does not define is general, as spreadsheets have it.
func (s *styles) format(style int) numberFormat {
	if style < 0 || style >= len(s.formatOf) {
		return general
	}
	id := s.formatOf[style]
	f, ok := s.formats[id]
	if !ok {
		f = parseFormat(builtIn[id])
		s.formats[id] = f
	}
	return f
}
