//go:build linux && !long

package process_test

// cuts are the writes at which processes are killed.
var cuts = []int{1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 70}
