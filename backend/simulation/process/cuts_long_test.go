//go:build linux && long

package process_test

// cuts are the writes at which processes are killed: one after the other, until they are not reached any more.
var cuts = func() (all []int) {
	for n := range 1000 {
		all = append(all, n+1)
	}
	return all
}()
