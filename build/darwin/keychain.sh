#!/usr/bin/env bash
# keychain.sh  puts the certificate of a hosted build into a keychain of its own and prints what build/darwin/package.sh needs. CERTIFICATE is
# a base64 PKCS #12 file with its PASSWORD; APPLE_ID, TEAM and APPLE_PASSWORD (app-specific) are for notarization.
set -euo pipefail
keychain=$RUNNER_TEMP/carteira.keychain-db
secret=$(openssl rand -hex 16)
file=$(mktemp)
trap 'rm -f "$file"' EXIT
base64 --decode <<<"$CERTIFICATE" >"$file"
{
	security create-keychain -p "$secret" "$keychain"
	security set-keychain-settings -lut 3600 "$keychain"
	security unlock-keychain -p "$secret" "$keychain"
	security import "$file" -f pkcs12 -P "$PASSWORD" -k "$keychain" -T /usr/bin/codesign
	security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain"
	security list-keychains -d user -s "$keychain" login.keychain-db
	xcrun notarytool store-credentials carteira --keychain "$keychain" --apple-id "$APPLE_ID" --team-id "$TEAM" --password "$APPLE_PASSWORD"
} >&2
identity=$(security find-identity -v -p codesigning "$keychain" | sed -n 's/.*"\(Developer ID Application: .*\)"/\1/p' | head -n 1)
[ -n "$identity" ] || { echo "the certificate is no Developer ID Application" >&2; exit 1; }
echo "CARTEIRA_MACOS_IDENTITY=$identity"
echo "CARTEIRA_MACOS_NOTARY=carteira"
