#!/usr/bin/env bash
# sign_test.sh PROGRAM  signs a copy with a certificate made here and verifies it; a changed one does not verify; without a certificate
# signing says so and leaves the program as it is.
set -euo pipefail
original=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }
program=$work/carteira-cli.exe
cp "$original" "$program"

env -u CARTEIRA_SIGN_PFX -u CARTEIRA_SIGN_PKCS11 ./sign.sh "$program" 2>"$work/said"
grep -q 'NOT SIGNED.*carteira-cli.exe' "$work/said" || fail "nothing says that the program is not signed"
cmp -s "$original" "$program" || fail "not signing changed the program"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Carteira test' -addext extendedKeyUsage=codeSigning \
	-keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/certificate.pem" -passout pass:segredo -out "$work/certificate.pfx"
export CARTEIRA_SIGN_PFX=$work/certificate.pfx CARTEIRA_SIGN_PASSWORD=segredo CARTEIRA_SIGN_TIMESTAMP=none
./sign.sh "$program"
verifies() { osslsigncode verify -CAfile "$work/certificate.pem" -in "$1" >"$work/verified" 2>&1; }
verifies "$program" || { cat "$work/verified" >&2; fail "the signature does not verify"; }
grep -q 'Carteira test' "$work/verified" || fail "it is somebody else's"
printf '\xff' | dd of="$program" bs=1 seek=100000 conv=notrunc status=none
! verifies "$program" || fail "a changed program verifies"
! CARTEIRA_SIGN_PASSWORD=errado ./sign.sh "$program" >/dev/null 2>&1 || fail "a wrong password is no error"
echo "signed and verified"
