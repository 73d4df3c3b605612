#!/usr/bin/env bash
# tool.sh PACKAGE@VERSION  builds a Go tool into .cache/tools once and prints its path. Kept out of go.mod: the tools'
# own dependencies are many and none of the program's business.
set -euo pipefail
cd "$(dirname "$0")/../.."
package=${1%@*} version=${1##*@}
dir=$PWD/.cache/tools/$(basename "$package")-$version
path=$dir/$(basename "$package")
if [ ! -x "$path" ]; then
	echo "set-up: building $(basename "$package") $version" >&2
	(cd / && GOFLAGS='' GOBIN="$dir" go install "$package@$version") >&2
fi
echo "$path"
