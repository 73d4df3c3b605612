#!/usr/bin/env bash
# cli.sh TAGS OUT  builds the command line for Windows, with an icon and VERSION (from the environment) in its resources. On
# Linux GOOS, CC and the like come from the Makefile.
set -euo pipefail
cd "$(dirname "$0")/../.."
tags=$1 out=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
windres=x86_64-w64-mingw32-windres
command -v $windres >/dev/null || windres=windres # on Windows itself
"$windres" -I build/windows -DVERSION="\\\"$VERSION\\\"" -DNUMBERS="${VERSION//./,},0" build/windows/version.rc "$work/version.o"
if command -v cygpath >/dev/null; then object=$(cygpath -m "$work/version.o"); else object=$work/version.o; fi
go build -trimpath -ldflags "-s -w -extldflags $object" -tags "$tags" -o "$out" ./backend/cmd/carteira
