#!/usr/bin/env bash
# package.sh NFPM CARTEIRA SERVER WINDOW  makes the two Debian packages of the programs given, in build/bin. VERSION and
# MAINTAINER come from the environment. What a package depends on is read from the programs, so that a package fits the
# release it was made on and later ones.
set -euo pipefail
cd "$(dirname "$0")/../.."
nfpm=$1 carteira=$2 server=$3 window=$4
: "${VERSION:?}" "${MAINTAINER:?}"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)} # the same input gives the same package
ARCH=$(dpkg --print-architecture)
export VERSION MAINTAINER SOURCE_DATE_EPOCH ARCH TREE DEPENDS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

# depends PROGRAM…  prints the packages of the libraries that the programs are linked with.
depends() {
	mkdir -p "$work/debian"
	printf 'Source: carteira\n\nPackage: carteira\nArchitecture: any\n' >"$work/debian/control"
	(cd "$work" && dpkg-shlibdeps -O "${@/#/-e}" 2> >(grep -v "already be installed" >&2)) | sed 's/^shlibs:Depends=//'
}

# documents PACKAGE TAGS GO-PACKAGE…  lays out what every package says of itself.
documents() {
	local name=$1 doc=$TREE/usr/share/doc/$1
	shift
	mkdir -p "$doc"
	install -m 644 build/linux/copyright "$doc/copyright"
	sed "1s/^carteira /$name /; s/^ -- .*>/ -- $MAINTAINER/" build/linux/changelog | gzip -9n >"$doc/changelog.gz"
	build/licenses.sh "$@" | gzip -9n >"$doc/third-party.gz"
}

# page PROGRAM-ARGUMENTS… FILE  stores a manual page.
page() {
	local file=$TREE/usr/share/man/${*: -1}
	mkdir -p "$(dirname "$file")"
	"${@:1:$#-1}" manual | gzip -9n >"$file.gz"
}

pack() {
	local file=build/bin/$1_${VERSION}_$ARCH.deb
	local log
	log=$("$nfpm" package --config "build/linux/$1.yaml" --packager deb --target "$file" 2>&1) || { echo "$log" >&2; return 1; }
	echo "$file"
}

TREE=$work/carteira
install -D -m 755 "$carteira" "$TREE/usr/bin/carteira"
# GTK names the window after the file: docks find its icon by that (StartupWMClass).
install -D -m 755 "$window" "$TREE/usr/lib/carteira/carteira"
install -D -m 755 build/linux/carteira-window "$TREE/usr/bin/carteira-window"
install -D -m 644 build/linux/carteira.desktop "$TREE/usr/share/applications/carteira.desktop"
mkdir -p "$TREE/usr/share/icons"
cp -R build/linux/icons "$TREE/usr/share/icons/hicolor"
install -D -m 644 build/icon/carteira.svg "$TREE/usr/share/icons/hicolor/scalable/apps/carteira.svg"
page "$carteira" --lang en man1/carteira.1
page "$carteira" --lang pt-BR pt_BR/man1/carteira.1
ln -s carteira.1.gz "$TREE/usr/share/man/man1/carteira-window.1.gz"
ln -s carteira.1.gz "$TREE/usr/share/man/pt_BR/man1/carteira-window.1.gz"
documents carteira sqlite_fts5,desktop,production,webkit2_41 . ./backend/cmd/carteira
DEPENDS=$(depends "$TREE/usr/bin/carteira" "$TREE/usr/lib/carteira/carteira")
pack carteira

TREE=$work/server
install -D -m 755 "$server" "$TREE/usr/bin/carteira-server"
install -D -m 644 build/linux/server/carteira-server.service "$TREE/usr/lib/systemd/system/carteira-server.service"
page "$server" man1/carteira-server.1
documents carteira-server sqlite_fts5 ./backend/cmd/carteira-server
DEPENDS=$(depends "$TREE/usr/bin/carteira-server")
pack carteira-server
