#!/usr/bin/env bash
# stage.sh NAME COMMAND…  runs one stage of `make test`. Stages run side by side, so their output goes to
# .cache/logs/NAME.log and is shown whole when the stage fails. Prints when it starts, every minute, and how long it took.
set -uo pipefail
cd "$(dirname "$0")/../.."
name=$1
shift
mkdir -p .cache/logs
log=.cache/logs/$name.log
begin=$SECONDS
echo "  … $name"
(
	trap 'kill "$pause" 2>/dev/null; exit' TERM
	while :; do
		sleep 60 & pause=$!
		wait "$pause"
		echo "  … $name, $((SECONDS - begin)) s"
	done
) &
beat=$!
"$@" >"$log" 2>&1
status=$?
kill "$beat" 2>/dev/null
wait "$beat" 2>/dev/null
if [ $status -eq 0 ]; then
	echo "  ✓ $name, $((SECONDS - begin)) s"
else
	printf '  ✗ %s, %d s (status %d)\n%s\n' "$name" $((SECONDS - begin)) $status "$(sed "s/^/    $name | /" "$log")"
fi
exit $status
