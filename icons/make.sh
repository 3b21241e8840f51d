#!/usr/bin/env bash
# Draws every icon file from the SVG sources. Needs rsvg-convert (package librsvg2-bin).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw SIZE FILE: small sizes have a drawing of their own.
draw() {
  local source=ballast.svg
  if (($1 <= 24)); then source=ballast-16.svg; elif (($1 <= 48)); then source=ballast-32.svg; fi
  rsvg-convert --width "$1" --height "$1" "$source" --output "$2"
}

# Whole numbers as bytes: NUMBER WIDTH, big end first or little end first.
big() { local n; for ((n = ($2 - 1) * 8; n >= 0; n -= 8)); do printf '%b' "\\x$(printf %02x $((($1 >> n) & 255)))"; done; }
little() { local n; for ((n = 0; n < $2 * 8; n += 8)); do printf '%b' "\\x$(printf %02x $((($1 >> n) & 255)))"; done; }
length() { wc -c <"$1"; }

for size in 16 24 32 48 64 128 256 512 1024; do draw "$size" "$work/$size.png"; done
cp "$work/32.png" 32x32.png
cp "$work/64.png" 64x64.png
cp "$work/128.png" 128x128.png
cp "$work/256.png" 128x128@2x.png
cp "$work/512.png" icon.png
for state in level listing failing running paused; do
  rsvg-convert --width 32 --height 32 "tray-$state.svg" --output "tray-$state.png"
done

# icon.ico: a directory of six entries, then the six PNG files.
sizes=(32 16 24 48 64 256) # 32 first: it is the one that a window shows while developing
{
  little 0 2; little 1 2; little ${#sizes[@]} 2
  offset=$((6 + 16 * ${#sizes[@]}))
  for size in "${sizes[@]}"; do
    bytes=$(length "$work/$size.png")
    little $((size % 256)) 1; little $((size % 256)) 1; little 0 2; little 1 2; little 32 2
    little "$bytes" 4; little "$offset" 4
    offset=$((offset + bytes))
  done
  for size in "${sizes[@]}"; do cat "$work/$size.png"; done
} >icon.ico

# icon.icns: type, length, PNG.
entries=(ic11:32 ic12:64 ic07:128 ic13:256 ic08:256 ic14:512 ic09:512 ic10:1024)
{
  for entry in "${entries[@]}"; do
    file=$work/${entry#*:}.png
    printf %s "${entry%:*}"; big $(($(length "$file") + 8)) 4; cat "$file"
  done
} >"$work/body"
{ printf icns; big $(($(length "$work/body") + 8)) 4; cat "$work/body"; } >icon.icns
