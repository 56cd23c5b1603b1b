#!/usr/bin/env bash
# Make a book of executed notebooks, the labs' tasks and the pages of docs/: it needs no network.
# setup/book.sh <folder of executed notebooks> <folder for the book>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

notebooks=$1 book=$2
# The pages lie as in the repository, so that their links to each other lead somewhere.
rm -rf "$book" "$notebooks/docs" "$notebooks/labs"
cp docs/book/*.md CHANGELOG.md CONTRIBUTING.md "$notebooks"
cp -r docs "$notebooks/docs"
rm -r "$notebooks/docs/book"
for task in labs/[0-9][0-9]_*/README.md; do # without hints and solutions
  mkdir -p "$notebooks/${task%/*}"
  cp "$task" "$notebooks/$task"
done
python -m sphinx --builder html --conf-dir docs/book --doctree-dir "$notebooks/.doctrees" \
  --fresh-env --fail-on-warning --quiet "$notebooks" "$book"
python tools/offline.py "$book"
python tools/check_site.py "$book"
echo "The book is there. Open in a browser:  $(cd "$book" && pwd)/index.html"
