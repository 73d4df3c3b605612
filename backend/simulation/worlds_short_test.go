//go:build !long

package simulation_test

const worlds = 100
