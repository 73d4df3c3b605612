#!/usr/bin/env bash
# licenses.sh TAGS PACKAGE…  prints the notices of the libraries in what is built of the Go packages, and of those in the
# window's page when TAGS name it (`desktop`) or the packages embed it. Their licences ask for that in whatever is handed on.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$1
shift

notice() { # notice NAME FOLDER [LICENCE, where it lies in no file]
	local file text=
	for file in "$2"/{LICENSE,LICENCE,COPYING,NOTICE,License,license}*; do
		if [ -f "$file" ]; then text+=$(cat "$file")$'\n'; fi
	done
	text=${text:-${3:-}}
	[ -n "$text" ] || { echo "licenses.sh: $1 says nothing about its licence in $2" >&2; return 1; }
	printf '\n==== %s\n\n%s\n' "$1" "$text"
}
notice "Go $(go env GOVERSION)" "$(go env GOROOT)"
go list -deps -tags "$tags" -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}	{{.Dir}}{{end}}{{end}}' "$@" | sort -u |
	while IFS=$'\t' read -r name folder; do [ -z "$name" ] || notice "$name" "$folder"; done
if go list -deps -tags "$tags" "$@" | grep -x carteira/frontend >/dev/null; then
	cd frontend
	# Types are no part of what is built, though React's packages ask for them.
	node -p '
		Object.entries(require("./package-lock.json").packages)
			.filter(([folder, p]) => folder && !p.dev && !p.devOptional && !/(^|\/)(@types|@typescript|typescript)(\/|$)/.test(folder))
			.map(([folder, p]) => [folder.replace(/.*node_modules\//, "") + " " + p.version, folder, p.license ?? ""].join("\t")).join("\n")' |
		while IFS=$'\t' read -r name folder licence; do
			[ -d "$folder" ] || continue # for another system
			notice "$name" "$folder" "${licence:+Licence: $licence}"
		done
fi
