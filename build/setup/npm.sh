#!/usr/bin/env bash
# npm.sh  makes frontend/node_modules match frontend/package-lock.json; does nothing when it does.
set -euo pipefail
cd "$(dirname "$0")/../../frontend"

command -v node >/dev/null && node -e '
	const [major, minor] = process.versions.node.split(".").map(Number);
	process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' || {
	echo "set-up: install Node.js 20.19 or newer (https://nodejs.org)" >&2
	exit 1
}
# The hash is of the lock file and of what native packages depend on.
want=$(node -p '
	const { createHash } = require("node:crypto");
	createHash("sha256").update(require("node:fs").readFileSync("package-lock.json"))
		.update([process.platform, process.arch, process.versions.modules].join()).digest("hex")')
stamp=node_modules/.carteira-lock
[ "$(cat "$stamp" 2>/dev/null || true)" != "$want" ] || exit 0
echo "set-up: installing the window's packages (npm ci)"
npm ci --no-audit --no-fund --loglevel=error
echo "$want" >"$stamp"
