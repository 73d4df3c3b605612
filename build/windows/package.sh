#!/usr/bin/env bash
# package.sh FOLDER BOOTSTRAPPER  makes the installer of Carteira.exe and carteira-cli.exe in the folder, beside them, on Linux. VERSION
# comes from the environment. With a certificate (sign.sh) the programs, the uninstaller and the installer are signed.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath "$1") bootstrapper=$2
installer=$folder/Carteira-${VERSION:?}-setup.exe
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build/licenses.sh sqlite_fts5,desktop,production . ./backend/cmd/carteira | sed 's/$/\r/' >"$work/third-party.txt"
cp "$folder/Carteira.exe" "$folder/carteira-cli.exe" "$work"
build/windows/sign.sh "$work/Carteira.exe" "$work/carteira-cli.exe"
signing=()
if [ -n "${CARTEIRA_SIGN_PFX:-}${CARTEIRA_SIGN_PKCS11:-}" ]; then signing=("-DSIGN=$PWD/build/windows/sign.sh"); fi
(cd build/windows/installer && makensis -NOCD -V2 -WX -INPUTCHARSET UTF8 "-DVERSION=$VERSION" "-DBIN=$work" "-DNOTICES=$work/third-party.txt" \
	"-DBOOTSTRAPPER=$bootstrapper" "-DOUT=$installer" ${signing[@]+"${signing[@]}"} project.nsi)
build/windows/sign.sh "$installer"
echo "${installer#"$PWD/"}"
