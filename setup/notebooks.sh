#!/usr/bin/env bash
# Run copies of notebooks from top to bottom; what they print is kept in the copies.
# setup/notebooks.sh <full or small> <folder for the copies> [<notebooks>...]; without any, all
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

size=$1 copies=$2
notebooks=("${@:3}")
((${#notebooks[@]} > 0)) || notebooks=(notebooks/*.ipynb)

# Two at once would disturb each other's timings; at the small size they do not matter.
case $size in
  full) workers=0 ;;
  small) workers=$((${#notebooks[@]} > 1 ? 2 : 0)) ;;
  *)
    echo "SIZE is '$size'; allowed: full, small" >&2
    exit 2
    ;;
esac

rm -rf "$copies"
mkdir -p "$copies"
cp "${notebooks[@]}" "$copies"
echo "Running ${#notebooks[@]} notebooks at $size size; their copies are in $copies"
JULIASET_NOTEBOOKS=$size python -m pytest -p nbmake --nbmake --overwrite --nbmake-timeout=600 --timeout=1800 \
  --numprocesses="$workers" --durations=0 --durations-min=1 --benchmark-disable \
  -p no:cacheprovider --no-header --verbosity=1 "$copies"/*.ipynb
