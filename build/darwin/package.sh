#!/usr/bin/env bash
# package.sh BUNDLE CARTEIRA  puts the command line into the bundle, signs it for the hardened runtime, has Apple notarize it and makes
# the disk image, beside the bundle. Without a certificate it says so: such a bundle runs only where it was made or after
# the person has allowed it. VERSION comes from the environment.
#   CARTEIRA_MACOS_IDENTITY  "Developer ID Application: …", in the keychain
#   CARTEIRA_MACOS_NOTARY    the profile that `xcrun notarytool store-credentials` stored
set -euo pipefail
cd "$(dirname "$0")/../.."
bundle=$1 carteira=$2
image=$(dirname "$bundle")/Carteira-${VERSION:?}.dmg
entitlements=build/darwin/entitlements.plist
plutil -lint -s "$bundle/Contents/Info.plist" "$entitlements"
[ "$(plutil -extract CFBundleShortVersionString raw "$bundle/Contents/Info.plist")" = "$VERSION" ] ||
	{ echo "the bundle is of another version than $VERSION" >&2; exit 1; }

# Not in MacOS: there "carteira" and "Carteira" would be the same file.
mkdir -p "$bundle/Contents/Helpers"
cp "$carteira" "$bundle/Contents/Helpers/carteira"
build/licenses.sh sqlite_fts5,desktop,production . ./backend/cmd/carteira >"$bundle/Contents/Resources/third-party.txt"

# The entitlements open nothing of the hardened runtime: WebKit's own processes compile the page's scripts, and no library of
# others is loaded. (No comment in that file: codesign's parser takes none.)
identity=${CARTEIRA_MACOS_IDENTITY:--}
signing=(--force --options runtime --sign "$identity")
if [ "$identity" = - ]; then
	echo "NOT SIGNED with a certificate (CARTEIRA_MACOS_IDENTITY): people must allow the program in System Settings" >&2
else
	signing+=(--timestamp)
fi
codesign "${signing[@]}" "$bundle/Contents/Helpers/carteira" # from the inside out
codesign "${signing[@]}" --entitlements "$entitlements" "$bundle"
codesign --verify --deep --strict "$bundle"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$bundle" "$work/Carteira.app"
ln -s /Applications "$work/Applications"
rm -f "$image"
hdiutil create -quiet -volname Carteira -srcfolder "$work" -format UDZO "$image"
if [ "$identity" != - ]; then codesign --force --timestamp --sign "$identity" "$image"; fi
if [ "$identity" = - ] || [ -z "${CARTEIRA_MACOS_NOTARY:-}" ]; then
	echo "NOT NOTARIZED (CARTEIRA_MACOS_NOTARY)" >&2
else
	xcrun notarytool submit "$image" --keychain-profile "$CARTEIRA_MACOS_NOTARY" --wait
	xcrun stapler staple "$image"
fi
echo "$image"
