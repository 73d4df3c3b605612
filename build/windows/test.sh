#!/usr/bin/env bash
# test.sh INSTALLER VERSION  installs under wine, silently, works with the command line on a real replica and uninstalls, for one
# person and for the computer. Excel opens CSV files before, during and after. The window needs WebView2, which wine has not:
# it is tried on Windows itself (.github/workflows/ci.yml); of what it does with the system, the entry that starts
# it at login, where its screens are and who gets a file are tried.
set -Eeuo pipefail
trap 'echo "test.sh, line $LINENO: status $?" >&2' ERR
if [ "${3:-}" != inside ]; then
	exec xvfb-run -a bash "$0" "$(realpath "$1")" "$2" inside
fi
installer=$1 version=$2
work=$(mktemp -d)
export WINEPREFIX=$work/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
trap 'wineserver -k || true; rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }
says() { echo "  $*"; }
c=$WINEPREFIX/drive_c
user=$c/users/$(id -un)
reg() { wine reg "$@" 2>/dev/null | tr -d '\r'; }
value() { reg query "$1" ${2:+/v} ${2:-/ve} | sed -n 's/^    .*    REG_[A-Z_]*    //p'; }
is() { # is WANTED KEY [NAME]
	local got
	got=$(value "$2" "${3:-}")
	[ "$got" = "$1" ] || fail "$2 ${3:-} is '$got', not '$1'"
}
status() { # status N COMMAND…
	local got=0
	wine "${@:2}" >"$work/out" 2>"$work/err" || got=$?
	[ "$got" = "$1" ] || { cat "$work/out" "$work/err" >&2; fail "status $got, not $1: ${*:2}"; }
}
# uninstall FOLDER OPTION…: it works from a copy of itself, so one waits for what it does last.
uninstall() {
	wine "$1/uninstall.exe" "${@:2}" || fail "uninstall.exe ends with status $?"
	for _ in $(seq 300); do
		[ -e "$1/uninstall.exe" ] || { sleep 0.5; return; }
		sleep 0.1
	done
	fail "uninstalling does not end"
}
# What the system holds where the installer writes.
snapshot() {
	local key
	for key in 'HKCU\Software\Classes' 'HKLM\Software\Classes\.csv' 'HKLM\Software\Classes\.xlsx' 'HKLM\Software\Classes\Excel.CSV' \
		'HKLM\Software\Classes\Carteira.Import.1' 'HKLM\Software\Classes\Applications' 'HKCU\Software\Carteira' 'HKLM\Software\Carteira' \
		'HKCU\Software\RegisteredApplications' 'HKLM\Software\RegisteredApplications' 'HKCU\Environment' \
		'HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment' \
		'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall' 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall' \
		'HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths' 'HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths' \
		'HKCU\Software\Microsoft\Windows\CurrentVersion\Run'; do
		echo "== $key"
		reg query "$key" /s || true
	done
	(cd "$c" && find 'Program Files' users ProgramData -not -path '*/Temp/*' | sort)
}

GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++ \
	go test -c -tags sqlite_fts5 -o "$work/app.test.exe" ./app
wineboot -i >/dev/null 2>&1
wine winecfg -v win7
status 64 "$installer" /S /CurrentUser
wine winecfg -v win10
x86_64-w64-mingw32-gcc -shared -O2 -o "$c/windows/system32/bcryptprimitives.dll" "$(dirname "$0")/wine8.c" -ladvapi32

# A computer as people have it: Excel opens CSV files and workbooks, and PATH is longer than a string of NSIS.
long="%USERPROFILE%\\bin;$(printf 'C:\\Ferramentas\\%03d;' $(seq 180))C:\\fim"
reg add 'HKLM\Software\Classes\.csv' /ve /d Excel.CSV /f >/dev/null
reg add 'HKLM\Software\Classes\.csv\OpenWithProgids' /v Excel.CSV /f >/dev/null
reg add 'HKLM\Software\Classes\.xlsx' /ve /d Excel.Sheet.12 /f >/dev/null
reg add 'HKLM\Software\Classes\Excel.CSV\shell\open\command' /ve /d '"C:\Office\EXCEL.EXE" "%1"' /f >/dev/null
reg add 'HKCU\Software\Classes\.csv' /ve /d Excel.CSV /f >/dev/null
reg add 'HKCU\Software\Classes\.json' /v PerceivedType /d text /f >/dev/null
reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d "$long" /f >/dev/null
reg add 'HKCU\Software\Microsoft\Windows\CurrentVersion\Run' /v Outro /d outro.exe /f >/dev/null
reg add 'HKLM\Software\RegisteredApplications' /f >/dev/null
for key in RegisteredApplications 'Microsoft\Windows\CurrentVersion\Uninstall' 'Microsoft\Windows\CurrentVersion\App Paths'; do
	reg add "HKCU\\Software\\$key" /f >/dev/null # Windows' own, which a fresh wine lacks
done
mkdir -p "$user/AppData/Local/Programs"
snapshot >"$work/before"
excel() {
	is Excel.CSV 'HKLM\Software\Classes\.csv'
	is Excel.CSV 'HKCU\Software\Classes\.csv'
	is Excel.CSV 'HKCR\.csv'
	is Excel.Sheet.12 'HKCR\.xlsx'
	is '"C:\Office\EXCEL.EXE" "%1"' 'HKCR\Excel.CSV\shell\open\command'
}
same() { snapshot | diff "$work/before" - >&2 || fail "uninstalling leaves something, or takes what is others'"; }

# offered ROOT FOLDER: beside Excel, under a name of its own, with the paths in quotes.
offered() {
	local type
	excel
	is "\"$2\\Carteira.exe\" \"%1\"" "$1\\Software\\Classes\\Carteira.Import.1\\shell\\open\\command"
	is "\"$2\\Carteira.exe\" \"%1\"" "$1\\Software\\Classes\\Applications\\Carteira.exe\\shell\\open\\command"
	for type in .csv .tsv .txt .xlsx .json; do
		reg query "$1\\Software\\Classes\\$type\\OpenWithProgids" | grep -q Carteira.Import.1 || fail "not offered for $type"
	done
	is Carteira.Import.1 "$1\\Software\\Carteira\\Capabilities\\FileAssociations" .csv
	is 'Software\Carteira\Capabilities' "$1\\Software\\RegisteredApplications" Carteira
	is "$version" "$1\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Carteira" DisplayVersion
}

# One version, in the resources that Windows shows.
stamped() { strings -el "$1" | grep -A1 -x ProductVersion | grep -qx "$version" || fail "$(basename "$1") is not stamped with $version"; }
stamped "$installer"

says "for one person"
folder='C:\users\'$(id -un)'\AppData\Local\Programs\Carteira'
unix=$user/AppData/Local/Programs/Carteira
status 0 "$installer" /S /CurrentUser /CLI /DESKTOP
offered HKCU "$folder"
is "$long;$folder" 'HKCU\Environment' Path
reg query 'HKCU\Environment' /v Path | grep -q REG_EXPAND_SZ || fail "the type of PATH has changed"
stamped "$unix/Carteira.exe"
stamped "$unix/carteira-cli.exe"
[ -s "$unix/third-party.txt" ] && [ -f "$user/Desktop/Carteira.lnk" ] || fail "something is not installed"

says "the command line on a real replica"
export CARTEIRA_PASSWORD='uma senha longa' CARTEIRA_LOG=error
cli() { status "$1" "$folder\\carteira-cli.exe" "${@:2}"; }
cli 0 --version
[ "$(tr -d '\r' <"$work/out")" = "carteira $version" ]
mkdir -p "$c/Dados do João"
printf 'contact_name;contact_email;contact_cpf\r\nJos\xe9 da Silva;jose@example.com;52998224725\r\nRuim;ruim@example.com;1\r\n' >"$c/Dados do João/contatos da manhã.csv"
cli 0 init --admin-email ana@example.com --admin-name Ana
cli 3 --as ana@example.com import 'C:\Dados do João\contatos da manhã.csv' --errors 'C:\Dados do João\rejeitadas.csv' --json
grep -q '"encoding": "windows-1252"' "$work/out" && grep -q '"created": 1' "$work/out" && grep -q '"rejected": 1' "$work/out" || { cat "$work/out" >&2; fail "not imported as it should be"; }
grep -q Ruim "$c/Dados do João/rejeitadas.csv"
cli 0 --as ana@example.com contact list --search 'jose silva' --json
grep -q '"José da Silva"' "$work/out"
cli 0 --as ana@example.com export --format xlsx --output 'C:\Dados do João\saída.xlsx'
cli 0 --as ana@example.com export --output 'C:\Dados do João\saída.csv'
grep -q 'José da Silva' "$c/Dados do João/saída.csv" && [ -s "$c/Dados do João/saída.xlsx" ]
cli 0 --as ana@example.com import 'C:\Dados do João\saída.xlsx' --json
grep -q '"unchanged": 1' "$work/out"
cli 0 audit verify --as ana@example.com
[ -f "$user/AppData/Roaming/Carteira/carteira.db" ] || fail "the data is not where it belongs"

tried() { # tried TEST…: on this system, and none was skipped
	status 0 "$work/app.test.exe" -test.run "^($(IFS='|'; echo "$*"))$" -test.v
	for name; do
		grep -q -- "--- PASS: $name " "$work/out" || { cat "$work/out" >&2; fail "$name was not tried"; }
	done
}
says "the entry that starts it at login"
tried TestRunKey
says "where a window would be out of sight"
tried TestInSight
says "files that are handed over, to one of several"
tried TestInboxIsTakenByOneAtATime TestInboxRace

says "again, while it runs, and over itself"
wine "$folder\\carteira-cli.exe" web >"$work/web" 2>/dev/null &
web=$!
for _ in $(seq 200); do
	if grep -q http "$work/web"; then break; fi
	sleep 0.1
done
status 32 "$installer" /S /CurrentUser
wine taskkill /f /im carteira-cli.exe >/dev/null 2>&1
wait "$web" || true
status 0 "$installer" /S /CurrentUser
is "$long;$folder" 'HKCU\Environment' Path

says "uninstalled, the data kept"
uninstall "$unix" /S
[ -f "$user/AppData/Roaming/Carteira/carteira.db" ] || fail "the data is gone, and nobody asked"
mv "$user/AppData/Roaming/Carteira" "$work/data"
excel
same

says "for the computer, without the command line; the data deleted because asked"
mv "$work/data" "$user/AppData/Roaming/Carteira"
status 0 "$installer" /S /AllUsers
offered HKLM 'C:\Program Files\Carteira'
is "$long" 'HKCU\Environment' Path
echo 'nome' >"$c/Program Files/Carteira/planilha de alguém.csv"
uninstall "$c/Program Files/Carteira" /S /DELETEDATA
[ ! -e "$user/AppData/Roaming/Carteira" ] || fail "the data stays, though asked"
[ -f "$c/Program Files/Carteira/planilha de alguém.csv" ] || fail "a file of somebody's is gone"
rm -r "$c/Program Files/Carteira"
same
echo "installed, used and uninstalled under $(wine --version)"
