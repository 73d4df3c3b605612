//go:build !windows

package app

// inSight is what place.fits has said: these systems tell how large their screens are, not where.
func inSight(place) bool { return true }
