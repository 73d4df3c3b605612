#!/usr/bin/env bash
# stage.sh NAME COMMAND…  runs one stage of `make test`. Stages run side by side, so their output goes to
# .cache/logs/NAME.log and is shown whole when the stage fails. Prints when it starts, every minute, with the
# step where it has steps (lines that two spaces begin), and how long it took.
set -uo pipefail
cd "$(dirname "$0")/../.."
name=$1
shift
mkdir -p .cache/logs
log=.cache/logs/$name.log
begin=$SECONDS
echo "  … $name"

# Tests wait for the disk more than for the processor. Where there is a file system in memory with room, their files are
# in it; what must survive a power cut is tried by failing writes, not by waiting for the disk.
scratch=
case $name in go-test* | go-race | e2e)
	room=$(df --output=avail -BG /dev/shm 2>/dev/null | tail -1 | tr -dc 0-9)
	if [ "${room:-0}" -ge 8 ]; then
		scratch=$(mktemp -d /dev/shm/carteira-test.XXXXXX)
		chmod 711 "$scratch" # PostgreSQL runs as another user
		export GOTMPDIR=${GOTMPDIR:-${TMPDIR:-/tmp}} TMPDIR=$scratch
	fi
	;;
esac
(
	trap 'kill "$pause" 2>/dev/null; exit' TERM
	while :; do
		sleep 60 & pause=$!
		wait "$pause"
		at=$(grep -a '^  [^ ]' "$log" | tail -n 1 | cut -c 3-80) # what a stage of several steps says it is at
		echo "  … $name, $((SECONDS - begin)) s${at:+: $at}"
	done
) &
beat=$!
"$@" >"$log" 2>&1
status=$?
kill "$beat" 2>/dev/null
wait "$beat" 2>/dev/null
[ -z "$scratch" ] || rm -rf "$scratch"
if [ $status -eq 0 ]; then
	echo "  ✓ $name, $((SECONDS - begin)) s"
else
	printf '  ✗ %s, %d s (status %d)\n%s\n' "$name" $((SECONDS - begin)) $status "$(sed "s/^/    $name | /" "$log")"
fi
exit $status
