#!/usr/bin/env bash
# bindings.sh write|check  generates frontend/wailsjs from the bound structs, or fails when what is committed differs.
# The program built with the tag `bindings` is the generator: it stops in wails.Run and opens nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -tags sqlite_fts5,bindings -o "$work/generator" .
echo '{"name":"carteira","wailsjsdir":"."}' >"$work/wails.json"
(cd "$work" && CARTEIRA_DATA="$work/data" ./generator)
find "$work/wailsjs" -type f -exec chmod 644 {} +
case $1 in
write)
	rm -rf frontend/wailsjs
	cp -R "$work/wailsjs" frontend/wailsjs
	;;
check)
	diff -ru frontend/wailsjs "$work/wailsjs" || {
		echo "The bound structs changed: run \`make generate\` and commit frontend/wailsjs." >&2
		exit 1
	}
	;;
*) exit 2 ;;
esac
