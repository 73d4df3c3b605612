package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// place is where the window stood when it was last closed, in CSS pixels, with what was said of its position by the
// system. It belongs to the computer and is kept beside the data, like the theme.
type place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// places are the last one of each set of screens that were connected: a portable computer has one at its desk and one
// on the way, and a window never opens where a screen used to be.
type places map[string]place

// screenSize is one connected screen, in CSS pixels, which sizes of windows are told in, and in its own, which Windows
// tells positions in.
type screenSize struct{ width, height, across, down int }

// setOf names a set of screens, whatever the order in which the system lists them.
func setOf(screens []screenSize) string {
	names := make([]string, len(screens))
	for i, s := range screens {
		names[i] = fmt.Sprintf("%dx%d", s.width, s.height)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// fits makes a place usable on these screens: no larger than the largest, no smaller than the layout, and within what
// the screens span. X11 counts from the corner of all of them, others from a screen that may be anywhere among them.
func (p place) fits(screens []screenSize, fromCorner bool) (place, bool) {
	wide, high, spanX, spanY := 0, 0, 0, 0
	for _, s := range screens {
		wide, high = max(wide, s.width), max(high, s.height)
		spanX, spanY = spanX+s.across, spanY+s.down
	}
	p.Width = max(windowMinWidth, min(p.Width, wide))
	p.Height = max(windowMinHeight, min(p.Height, high))
	left, top := -spanX, -spanY
	if fromCorner {
		left, top = grip-p.Width, -grip/4
	}
	return p, p.X > left && p.X < spanX-grip && p.Y > top && p.Y < spanY-grip
}

func placeFile(folder string) string { return filepath.Join(folder, "window-place") }

// readPlaces answers none when there are none or they cannot be read: nothing but a size is at stake.
func readPlaces(folder string) places {
	text, err := os.ReadFile(placeFile(folder))
	if err != nil {
		return places{}
	}
	all := places{}
	if json.Unmarshal(text, &all) != nil {
		return places{}
	}
	return all
}

// opening is the size to open at before the screens are known.
func (all places) opening() place {
	first := place{Width: windowWidth, Height: windowHeight}
	if len(all) != 1 {
		return first
	}
	for _, p := range all {
		first.Width, first.Height = max(p.Width, windowMinWidth), max(p.Height, windowMinHeight)
	}
	return first
}

// rememberedSets bounds the file: a computer that meets many projectors forgets.
const rememberedSets = 16

func writePlace(folder, set string, p place) error {
	all := readPlaces(folder)
	if all[set] == p {
		return nil
	}
	if _, known := all[set]; !known && len(all) >= rememberedSets {
		all = places{}
	}
	all[set] = p
	text, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("encode the window's place: %w", err)
	}
	if err := os.WriteFile(placeFile(folder), text, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write the window's place: %w", err) // without a data folder there is nothing to remember yet
	}
	return nil
}
