#!/usr/bin/env bash
# packages.sh GROUP…  makes sure that the system packages of the groups are there; silent and without network when
# they are. On Debian and Ubuntu missing ones are installed, elsewhere they are listed.
#   go       a C compiler, for SQLite           window   GTK and WebKitGTK, for the desktop program
#   browser  Chromium, for the browser tests    tests    tools that tests call
#   windows  the cross compiler                       bench    the sqlite3 shell, PostgreSQL
#   package  what Debian packages are made and checked with      test-package  a screen and what a desktop does
#   installer  NSIS and signatures, for Windows                  wine          to try the installer
#   office   LibreOffice Calc, for round trips
set -euo pipefail
cd "$(dirname "$0")/../.."

[ "$(uname -s)" = Linux ] || {
	command -v cc >/dev/null || { echo "set-up: install a C compiler (macOS: xcode-select --install)" >&2; exit 1; }
	exit 0
}

missing=()
need() { # need PACKAGE PROBE…
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}
have() { command -v "$1"; }
postgres_there() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } # Debian keeps it out of PATH
for group in "$@"; do
	case $group in
	go)
		need build-essential have cc
		need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
		;;
	window)
		need pkg-config have pkg-config
		need libgtk-3-dev pkg-config --exists gtk+-3.0
		need libwebkit2gtk-4.1-dev pkg-config --exists webkit2gtk-4.1
		;;
	browser) # Ubuntu's chromium package is a snap, which containers cannot run: chromium.sh has another way there
		grep -qi '^ID=ubuntu' /etc/os-release || need chromium bash build/setup/chromium.sh --find
		;;
	tests)
		need strace have strace
		need xvfb have Xvfb
		need dbus have dbus-run-session
		need xauth have xauth # xvfb-run calls it
		need openbox have openbox # gives the window a frame
		need at-spi2-core test -e /usr/share/dbus-1/services/org.a11y.Bus.service
		need postgresql postgres_there
		;;
	bench)
		need sqlite3 have sqlite3 # the floor of the import benchmark
		need postgresql postgres_there
		;;
	office) need libreoffice-calc have soffice ;;
	windows)
		need gcc-mingw-w64-x86-64 have x86_64-w64-mingw32-gcc
		need g++-mingw-w64-x86-64 have x86_64-w64-mingw32-g++
		;;
	package) need dpkg-dev have dpkg-shlibdeps ;;
	test-package)
		need lintian have lintian
		need desktop-file-utils have desktop-file-validate
		need libgtk-3-bin have gtk-launch
		need systemd have systemd-analyze
		need xvfb have Xvfb
		need dbus have dbus-run-session
		need xauth have xauth
		need xdotool have xdotool
		need scrot have scrot
		;;
	installer)
		need nsis have makensis
		need osslsigncode have osslsigncode
		;;
	wine) # the 64-bit half is enough
		need wine have wine
		need wine64 test -e /usr/lib/wine/wine64
		need xvfb have Xvfb
		need xauth have xauth
		need openssl have openssl
		;;
	*)
		echo "packages.sh: no group called $group" >&2
		exit 2
		;;
	esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || ! ${as_root[@]+"${as_root[@]}"} true 2>/dev/null; then
	cat >&2 <<-TEXT
		set-up: these system packages are missing:
		    ${missing[*]}
		Debian, Ubuntu:  sudo apt-get install ${missing[*]}
		Fedora:          sudo dnf install gcc pkgconf gtk3-devel webkit2gtk4.1-devel chromium strace xorg-x11-server-Xvfb postgresql-server mingw64-gcc
		Arch:            sudo pacman -S base-devel gtk3 webkit2gtk-4.1 chromium strace xorg-server-xvfb postgresql mingw-w64-gcc
	TEXT
	exit 1
fi
echo "set-up: installing ${missing[*]} (apt-get)"
case " ${missing[*]} " in
*" postgresql "*) # the tests start clusters of their own: none is made, and none runs, by being installed
	${as_root[@]+"${as_root[@]}"} sh -c 'mkdir -p /etc/postgresql-common/createcluster.d &&
		echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/none-by-default.conf'
	;;
esac
install() {
	${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends "${missing[@]}"
}
mkdir -p .cache/logs
log=.cache/logs/apt.log
# The package lists of a fresh machine are empty or old: install may need an update first.
install >"$log" 2>&1 || {
	echo "set-up: fetching the package lists"
	${as_root[@]+"${as_root[@]}"} apt-get update -q >>"$log" 2>&1 && install >>"$log" 2>&1
} || {
	cat "$log" >&2
	exit 1
}
