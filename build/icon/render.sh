#!/usr/bin/env bash
# Draws appicon.png and windows/icon.ico from carteira.svg. Needs Chromium and ImageMagick; the results are committed.
set -euo pipefail
cd "$(dirname "$0")"
chromium=${CHROMIUM:-$(bash ../setup/chromium.sh)}
"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --default-background-color=00000000 \
	--window-size=1024,1024 --screenshot="$PWD/../appicon.png" "file://$PWD/carteira.svg"
convert ../appicon.png -strip -define png:compression-level=9 ../appicon.png
convert ../appicon.png -define icon:auto-resize=256,128,64,48,32,24,16 ../windows/icon.ico
