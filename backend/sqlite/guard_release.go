//go:build !carteira_debug

package sqlite

const refuseUntyped = false
