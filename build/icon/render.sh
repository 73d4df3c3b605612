#!/usr/bin/env bash
# Draws appicon.png, windows/icon.ico and linux/icons from carteira.svg, the installer's picture from wizard.svg. Needs Chromium, ImageMagick and rsvg-convert; the results
# are committed.
set -euo pipefail
cd "$(dirname "$0")"
chromium=${CHROMIUM:-$(bash ../setup/chromium.sh)}
"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --default-background-color=00000000 \
	--window-size=1024,1024 --screenshot="$PWD/../appicon.png" "file://$PWD/carteira.svg"
convert ../appicon.png -strip -define png:compression-level=9 ../appicon.png
convert ../appicon.png -define icon:auto-resize=256,128,64,48,32,24,16 ../windows/icon.ico
for size in 16 22 24 32 48 64 128 256 512; do
	mkdir -p "../linux/icons/${size}x$size/apps"
	rsvg-convert -w $size -h $size carteira.svg -o "../linux/icons/${size}x$size/apps/carteira.png"
done
rsvg-convert -w 328 -h 628 wizard.svg | convert - BMP3:../windows/installer/wizard.bmp
