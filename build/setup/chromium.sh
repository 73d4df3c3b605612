#!/usr/bin/env bash
# Prints the path of a Chromium that runs. With --find it fails when there is none; otherwise the one of
# playwright-core is downloaded into .cache (Ubuntu, where the package is a snap).
set -euo pipefail
cd "$(dirname "$0")/../.."
export PLAYWRIGHT_BROWSERS_PATH=$PWD/.cache/browsers

found() {
	local candidate
	for candidate in "${CHROMIUM:-}" chromium google-chrome-stable google-chrome chromium-browser \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
		"$PLAYWRIGHT_BROWSERS_PATH"/chromium-*/chrome-linux*/chrome; do
		candidate=$(command -v "$candidate" 2>/dev/null) || continue
		# Ubuntu's chromium-browser is a script that asks for snap.
		case $(head -c 512 "$candidate" 2>/dev/null | tr -d '\0') in *"snap install"*) continue ;; esac
		echo "$candidate"
		return
	done
	return 1
}
found && exit
[ "${1:-}" != --find ] || exit 1
echo "set-up: downloading Chromium for the browser tests" >&2
(cd frontend && npx --no-install playwright-core install --with-deps chromium) >&2
found
