#!/usr/bin/env bash
# smoke.sh PROGRAM  opens the desktop program on a virtual display with a file to import and closes it. The file leaves
# the inbox only after the page has loaded and the data is open, and the end must be an orderly one.
set -euo pipefail
program=$(realpath "$1")
if [ "${2:-}" != inside ]; then
	exec xvfb-run -a -s '-screen 0 1400x900x24' dbus-run-session -- bash "$0" "$program" inside
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARTEIRA_DATA=$work/data XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/share XDG_CACHE_HOME=$work/cache
export XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
echo 'contact_name' >"$work/first.csv"
"$program" "$work/first.csv" &
window=$!
taken() {
	local _
	for _ in $(seq 200); do
		[ -d "$CARTEIRA_DATA/inbox" ] && [ -z "$(ls "$CARTEIRA_DATA/inbox")" ] && return
		kill -0 "$window" 2>/dev/null || break
		sleep 0.1
	done
	echo "the window did not take $1" >&2
	kill "$window" 2>/dev/null || true
	return 1
}
taken first.csv
# A second start hands its file to the first and ends (D3.19); the library makes its status 1.
echo 'contact_name' >"$work/second.csv"
timeout 20 "$program" "$work/second.csv" || [ $? -eq 1 ] || { echo "the second start stays open" >&2; exit 1; }
taken second.csv
kill -TERM "$window"
wait "$window"
