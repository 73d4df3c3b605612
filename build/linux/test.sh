#!/usr/bin/env bash
# test.sh FOLDER VERSION  installs the two Debian packages that lie in the folder on this computer, uses them as a person would and
# removes them. The window is started by its desktop file on a virtual display, and once more with a file; a picture of the preview in
# the first window is left in .cache/package.png.
set -Eeuo pipefail
trap 'echo "test.sh, line $LINENO: status $?" >&2' ERR
cd "$(dirname "$0")/../.."
if [ "${1:-}" = inside ]; then # on the display and the bus of the outer run
	taken() { # until the window has the files that were handed over
		for _ in $(seq 300); do
			window=$(xdotool search --onlyvisible --class '^carteira$' 2>/dev/null | tail -n 1) || true
			if [ -n "$window" ] && [ -d "$CARTEIRA_DATA/inbox" ] && [ -z "$(ls "$CARTEIRA_DATA/inbox")" ]; then return; fi
			sleep 0.1
		done
		echo "$1" >&2
		exit 1
	}
	gtk-launch carteira
	mkdir -p "$CARTEIRA_DATA/inbox"
	taken "the desktop file opens no window"
	sleep 6 # the page draws itself; then as a person does
	xdotool windowfocus "$window"
	xdotool type --delay 30 ana@example.com
	xdotool key Tab
	xdotool type --delay 30 "$CARTEIRA_PASSWORD"
	xdotool key Return
	sleep 3
	# A second start: its file opens in the first window (D3.19).
	printf 'contact_name;Time\nMaria;Sul\n' >"$WORK/segunda partida.csv"
	gtk-launch carteira "$WORK/segunda partida.csv"
	sleep 3
	taken "the second start leaves its file where it is"
	sleep 2 # the preview draws itself
	scrot --overwrite "$PWD/.cache/package.png"
	[ "$(xdotool search --onlyvisible --class '^carteira$' | wc -l)" -eq 1 ] || { echo "a second window is open" >&2; exit 1; }
	pid=$(xdotool getwindowpid "$window")
	[ "$(readlink "/proc/$pid/exe")" = /usr/lib/carteira/carteira ]
	kill -TERM "$pid"
	while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
	exit
fi
folder=$(realpath "$1") version=$2
fail() { echo "$*" >&2; exit 1; }
says() { echo "  $*"; }
[ "$(id -u)" -eq 0 ] || fail "installing packages needs root: sudo make test-package"
for name in carteira carteira-server; do
	! dpkg -s "$name" >/dev/null 2>&1 || fail "$name is installed here: remove it first, this test would take it away"
done
arch=$(dpkg --print-architecture)
deb=$folder/carteira_${version}_$arch.deb server=$folder/carteira-server_${version}_$arch.deb
WORK=$(mktemp -d)
export WORK
trap 'dpkg --purge carteira carteira-server >/dev/null 2>&1 || true; rm -rf "$WORK"' EXIT

says "the packages by the rules of Debian"
for file in "$deb" "$server"; do
	lintian --fail-on error "$file" 2>/dev/null || fail "$(basename "$file") does not satisfy lintian"
	[ "$(dpkg-deb -f "$file" Version)" = "$version" ] || fail "$(basename "$file") is of another version"
done
says "installed"
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$deb" "$server" >"$WORK/apt.log" 2>&1 ||
	{ cat "$WORK/apt.log" >&2; fail "the packages do not install"; }
dpkg -L carteira carteira-server >"$WORK/files"

# The command line, its page and the desktop's knowledge of the window.
[ "$(carteira --version)" = "carteira $version" ]
[ "$(carteira-server --version)" = "carteira-server $version" ]
for page in carteira.1 pt_BR/man1/carteira.1 carteira-server.1; do
	file=/usr/share/man/man1/$page.gz
	[ -f "$file" ] || file=/usr/share/man/$page.gz
	[ -f "$file" ] || grep -qE '^path-exclude=/usr/share/man' /etc/dpkg/dpkg.cfg.d/* || fail "$page is not installed"
	[ ! -f "$file" ] || zcat "$file" | grep -q "\"Carteira $version\"" || fail "$page is of another version"
done
desktop-file-validate /usr/share/applications/carteira.desktop
update-desktop-database -q # a trigger does it where desktop-file-utils is installed
grep -q '^text/csv=.*carteira.desktop' /usr/share/applications/mimeinfo.cache || fail "the window is not offered for CSV files"

says "the command line on a real replica"
export CARTEIRA_DATA=$WORK/data CARTEIRA_PASSWORD='uma senha longa'
carteira init --admin-email ana@example.com --admin-name Ana >/dev/null
carteira template --output "$WORK/contatos.csv" >/dev/null
carteira --as ana@example.com import "$WORK/contatos.csv" --json | grep -q '"created": 1'

says "the window, and a second start with a file"
mkdir -m 700 "$WORK/run"
export HOME=$WORK XDG_CONFIG_HOME=$WORK/config XDG_CACHE_HOME=$WORK/cache XDG_RUNTIME_DIR=$WORK/run XDG_DATA_HOME=$WORK/share
xvfb-run -a -s '-screen 0 1400x900x24' dbus-run-session -- bash "$0" inside >"$WORK/window.log" 2>&1 ||
	{ cat "$WORK/window.log" >&2; fail "the window does not start"; }

says "the server: its user, its folder, and what the unit starts, as that user"
id carteira-server >/dev/null
[ "$(stat -c '%U %a' /var/lib/carteira-server)" = 'carteira-server 700' ]
systemd-analyze verify --man=no /usr/lib/systemd/system/carteira-server.service 2>&1 | grep carteira-server && fail "the unit is not valid"
exposure=$(systemd-analyze security --offline=yes /usr/lib/systemd/system/carteira-server.service 2>/dev/null | sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p')
awk -v e="$exposure" 'BEGIN { exit !(e > 0 && e < 3) }' || fail "the service is exposed: $exposure, 3 at most"
(
	set -a
	. /etc/default/carteira-server
	CARTEIRA_LISTEN=127.0.0.1:0
	start=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/carteira-server.service)
	eval "exec setpriv --reuid carteira-server --regid carteira-server --clear-groups $start --json"
) >"$WORK/serve.json" 2>"$WORK/serve.log" &
server_pid=$!
for _ in $(seq 100); do
	url=$(sed -n 's/.*"listening":"\([^"]*\)".*/\1/p' "$WORK/serve.json")
	[ -z "$url" ] || break
	kill -0 "$server_pid" 2>/dev/null || { cat "$WORK/serve.log" >&2; fail "the server ends at once"; }
	sleep 0.1
done
carteira-server health --url "$url" >/dev/null || fail "the server does not answer"
kill -TERM "$server_pid"
wait "$server_pid"
[ -n "$(find /var/lib/carteira-server -type f -user carteira-server)" ] || fail "the server keeps nothing in its folder"

says "removed without a trace, except what is people's own"
dpkg --purge carteira carteira-server >"$WORK/purge.log" 2>&1
while read -r path; do
	[ "$path" != /. ] || continue
	{ [ ! -e "$path" ] && [ ! -L "$path" ]; } || { [ -d "$path" ] && dpkg -S "$path" >/dev/null 2>&1; } || fail "$path stays behind"
done <"$WORK/files"
! grep -q carteira /usr/share/applications/mimeinfo.cache || fail "the window is still offered for CSV files"
[ -f "$CARTEIRA_DATA/carteira.db" ] || fail "removing the program took the data along"
grep -q 'stays in /var/lib/carteira-server' "$WORK/purge.log" && [ -d /var/lib/carteira-server ] || fail "the server's data is gone"
find /var/lib/carteira-server -delete
deluser --quiet --system carteira-server >/dev/null 2>&1
echo "installed, used and removed; a picture of the window: .cache/package.png"
