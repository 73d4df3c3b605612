#!/usr/bin/env bash
# memory.sh WINDOW CLI  ten minutes of use of the desktop window, without a pause, on a display of its own: what the web view's process and
# the program hold in memory, minute by minute. What use alone makes grow must not go on growing: it fails when the end is more than a
# tenth above the middle. CARTEIRA_CONTACTS and CARTEIRA_MINUTES make it smaller, CARTEIRA_DATA takes a base that `carteira demo` made,
# SCREENSHOTS=FOLDER keeps a picture of each minute.
set -euo pipefail
window=$(realpath "$1") cli=$(realpath "$2")
if [ "${3:-}" != inside ]; then
	exec xvfb-run -a -s '-screen 0 1400x900x24' dbus-run-session -- bash "$0" "$window" "$cli" inside
fi
contacts=${CARTEIRA_CONTACTS:-1000000} minutes=${CARTEIRA_MINUTES:-10}
export CARTEIRA_PASSWORD=${CARTEIRA_PASSWORD:-segredo-bem-longo}
work=$(mktemp -d)
program=
trap 'kill "$program" 2>/dev/null && wait "$program" || true; rm -rf "$work"' EXIT
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/share XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
if [ -z "${CARTEIRA_DATA:-}" ]; then
	export CARTEIRA_DATA=$work/data
	"$cli" demo --contacts "$contacts" >/dev/null
fi
fail() {
	echo "$*" >&2
	tail -n 20 "$work/log" >&2
	exit 1
}
hundredths() { cat "/proc/$web/stat" "/proc/$program/stat" | awk '{ n += $14 + $15 } END { print n }'; }
quiet() { # until the page and the program have done what they were asked for
	local before now calm=0 _
	before=$(hundredths)
	for _ in $(seq 120); do
		sleep 0.5
		now=$(hundredths)
		if [ $((now - before)) -le 5 ]; then calm=$((calm + 1)); else calm=0; fi
		[ "$calm" -lt 4 ] || return 0
		before=$now
	done
}
keys() { xdotool key --delay 40 "$@"; }
typed() { xdotool type --delay 60 "$1"; }
at() { xdotool mousemove --window "$id" "$1" "$2"; }
click() {
	at "$1" "$2"
	xdotool click 1
	sleep 0.3
}
own() { awk '/^RssAnon/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; } # MB that no file stands behind
# A form shows what the list masks, which the audit says: by that it can be told that the keys arrive.
forms() { "$cli" --as demo@example.com --json audit list | grep -c contact.reveal || true; }
start() {
	"$window" >/dev/null 2>>"$work/log" &
	program=$!
	until web=$(pgrep -P "$program" -f WebKitWebProcess); do
		kill -0 "$program" 2>/dev/null || fail "the window does not start"
		sleep 0.2
	done
	until id=$(xdotool search --onlyvisible --class '^carteira$' | tail -n 1); do
		kill -0 "$program" 2>/dev/null || fail "the window does not start"
		sleep 0.2
	done
	sleep 3
	quiet
	xdotool windowfocus "$id"
	for words in demo@example.com "$CARTEIRA_PASSWORD"; do
		typed "$words"
		sleep 2
		quiet
		keys Tab
	done
	keys shift+Tab Return
	sleep 2
	quiet
	keys Escape # a tour, if one is offered
	home
	form
	sleep 2
}
home() { # the list, with nothing asked of it
	click 93 99
	click 640 650
	keys Escape Escape Home
}
form() {
	keys Down e
	sleep 1
	keys Escape
	sleep 0.3
}
round() {
	home
	at 640 600
	xdotool click --repeat 40 --delay 30 5
	keys End Prior Prior Up Home Next
	home
	keys slash
	for words in ana 'joao 11' silva 9988 xyzxyz; do
		typed "$words"
		sleep 0.3
		keys ctrl+a BackSpace
	done
	home
	click 303 207 # the order, and back
	click 303 207
	home
	keys Down Return
	sleep 0.5
	for _ in $(seq 15); do keys Down; done
	keys alt+Return
	sleep 0.5
	home
	form
	home
	keys ctrl+a Home space Escape
	keys ctrl+k
	typed maria
	sleep 0.5
	keys Escape Escape
	for y in 164 229 261 294 325 358 390; do click 93 "$y"; done # the other screens
	click 1173 25 # the other theme, and back
	click 1173 25
}
picture() { [ -z "${SCREENSHOTS:-}" ] || { mkdir -p "$SCREENSHOTS" && scrot --overwrite "$SCREENSHOTS/window-$1.png"; }; }
sample() {
	home
	quiet
	sleep 3
	picture "$1"
	page[$1]=$(own "$web") go[$1]=$(own "$program")
	printf '%6d %9s %9s\n' "$1" "${page[$1]}" "${go[$1]}"
}
declare -A page go
before=$(forms)
for try in 1 2 3; do # a machine that is busy loses keys
	start
	[ "$(forms)" -le "$before" ] || break
	[ "$try" -lt 3 ] || fail "the keys do not reach the window: no form was opened"
	kill "$program"
	wait "$program" || true
done
round
printf 'minute   page MB     go MB\n'
sample 0
began=$SECONDS rounds=0
for minute in $(seq "$minutes"); do
	while [ $((SECONDS - began)) -lt $((minute * 60)) ]; do
		round
		rounds=$((rounds + 1))
	done
	sample "$minute"
done
echo "$rounds rounds"
middle=$((minutes / 2))
for what in page go; do
	declare -n of=$what
	awk -v middle="${of[$middle]}" -v last="${of[$minutes]}" 'BEGIN { exit !(last <= middle * 1.1 + 16) }' ||
		fail "$what: ${of[$middle]} MB after $middle minutes, ${of[$minutes]} MB after $minutes"
done
