package app

import "testing"

// A window goes back only to where a screen is: Windows itself is asked.
func TestInSight(t *testing.T) {
	first, found := workArea(area{0, 0, 1, 1})
	if !found || first.right-first.left < windowMinWidth/2 || first.bottom-first.top < windowMinHeight/2 {
		t.Fatalf("the first screen: %+v %v", first, found)
	}
	for name, c := range map[string]struct {
		x, y int
		want bool
	}{
		"its corner":                           {first.left, first.top, true},
		"half out to the left":                 {first.left - 600, first.top + 40, true},
		"its last pixels":                      {first.right - 20, first.top + 40, false},
		"above":                                {first.left, first.top - 300, false},
		"below":                                {first.left, first.bottom, false},
		"where a screen was":                   {first.left, first.top + 30_000, false},
		"as Windows puts what is minimised":    {-32000, -32000, false},
		"where a screen on the left would end": {first.left - 1200, first.top, false},
	} {
		if got := inSight(place{X: c.x, Y: c.y, Width: 1200, Height: 700}); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
