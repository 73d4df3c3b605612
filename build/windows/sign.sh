#!/usr/bin/env bash
# sign.sh FILE…  signs programs for Windows with the certificate that the environment names, and says so when there is none: what
# is not signed works, behind a warning of SmartScreen.
#   CARTEIRA_SIGN_PFX        certificate and key (PKCS #12), password in CARTEIRA_SIGN_PASSWORD
#   CARTEIRA_SIGN_PKCS11     instead: the PKCS #11 module of a token, with CARTEIRA_SIGN_CERT and CARTEIRA_SIGN_KEY in it (pkcs11:…)
#   CARTEIRA_SIGN_TIMESTAMP  the time server, without which a signature ends with its certificate; "none" for tests
set -euo pipefail
if [ -n "${CARTEIRA_SIGN_PFX:-}" ]; then
	with=(-pkcs12 "$CARTEIRA_SIGN_PFX")
	# Not on the command line, where every user of the computer can read it.
	secret=$(mktemp)
	trap 'rm -f "$secret"' EXIT
	printf %s "${CARTEIRA_SIGN_PASSWORD:-}" >"$secret"
	with+=(-readpass "$secret")
elif [ -n "${CARTEIRA_SIGN_PKCS11:-}" ]; then
	with=(-pkcs11module "$CARTEIRA_SIGN_PKCS11" -pkcs11cert "${CARTEIRA_SIGN_CERT:?}" -key "${CARTEIRA_SIGN_KEY:?}")
else
	echo "NOT SIGNED, no certificate given (CARTEIRA_SIGN_PFX): $(basename -a "$@" | paste -sd ' ')" >&2
	exit
fi
time=(-ts "${CARTEIRA_SIGN_TIMESTAMP:-http://timestamp.digicert.com}")
if [ "${CARTEIRA_SIGN_TIMESTAMP:-}" = none ]; then time=(); fi
for file in "$@"; do
	osslsigncode sign "${with[@]}" -h sha256 -n Carteira ${time[@]+"${time[@]}"} -in "$file" -out "$file.signed" >/dev/null
	mv "$file.signed" "$file"
done
