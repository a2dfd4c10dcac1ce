#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes docs/images/*.png: the window over the demo engine, offscreen, always the same data. Fonts: fonts-dejavu-core.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/release}
cmake --build "$build" --target colab-demo >/dev/null
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$scratch" CC_DEMO_NOTEBOOKS="$scratch/notebooks"
mkdir -p "$CC_DEMO_NOTEBOOKS"/{corpus,embeddings} docs/images
touch "$CC_DEMO_NOTEBOOKS"/{panlang_hillclimbing,training_baseline,validation_weekly}.ipynb "$CC_DEMO_NOTEBOOKS"/corpus/corpus.ipynb
shot() {
  local name=$1
  shift
  "$build/bin/colab-demo" --shot "$scratch/$name.png" "$@" 2>/dev/null
  if command -v convert >/dev/null; then  # 255 colours are enough for a window and a third of the size
    convert "$scratch/$name.png" -strip -colors 255 -define png:compression-level=9 "docs/images/$name.png"
  else
    cp "$scratch/$name.png" "docs/images/$name.png"
  fi
  echo "docs/images/$name.png"
}
shot window
shot charts-dark --dark --tab 1
shot failed --scene failed --tab 4
shot new-job --scene launch
shot empty --scene empty --size 1000x640
shot window-fr --language fr
