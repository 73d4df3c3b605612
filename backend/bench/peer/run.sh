#!/usr/bin/env bash
# run.sh [--batch N] [N]  installs what package-lock.json says, if it is not there yet, and measures; see README.md.
# Runs in a copy below .cache, so that thousands of files of others never lie among the Go packages.
set -euo pipefail
cd "$(dirname "$0")"
home=$(cd ../../.. && pwd)/.cache/bench-peer

command -v node >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || {
	echo "set-up: install Node.js 20.19 or newer (https://nodejs.org)" >&2
	exit 1
}
mkdir -p "$home"
cp ./*.mjs package.json .npmrc "$home"
if ! cmp -s package-lock.json "$home/node_modules/.carteira-lock"; then
	echo "set-up: installing PouchDB (npm ci)" >&2
	cp package-lock.json "$home"
	(cd "$home" && npm ci --loglevel=error >&2)
	cp package-lock.json "$home/node_modules/.carteira-lock"
fi
cd "$home"
exec node run.mjs "$@"
