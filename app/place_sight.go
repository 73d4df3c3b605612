package app

// area is a rectangle of the screens together, in their own pixels: the right and lower edge are the first pixels outside.
type area struct{ left, top, right, bottom int }

const (
	titleBar = 32  // how high it is, in CSS pixels: on a sharp screen it is higher
	grip     = 100 // how much of its width it takes to drag the window by
)

// bar is the window's title bar, as far as it is certain: a place has its size in CSS pixels, of which a sharp screen makes more.
func (p place) bar() area { return area{p.X, p.Y, p.X + p.Width, p.Y + titleBar} }

// grips tells whether a title bar can be dragged by what of it is inside, which takes its middle line.
func (a area) grips(bar area) bool {
	middle := (bar.top + bar.bottom) / 2
	return min(bar.right, a.right)-max(bar.left, a.left) >= grip && middle >= a.top && middle < a.bottom
}
