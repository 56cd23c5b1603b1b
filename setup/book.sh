#!/usr/bin/env bash
# Make a book of executed notebooks: HTML pages that need no net.
# setup/book.sh <folder of executed notebooks> <folder for the book>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

notebooks=$1 book=$2
cp docs/book/index.md "$notebooks"
rm -rf "$book"
python -m sphinx --builder html --conf-dir docs/book --doctree-dir "$notebooks/.doctrees" \
  --fresh-env --fail-on-warning --quiet "$notebooks" "$book"
python tools/offline.py "$book"
echo "The book is there. Open in a browser:  $(realpath "$book")/index.html"
