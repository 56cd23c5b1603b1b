#!/usr/bin/env bash
# Without root: fetch Debian packages with apt-get and unpack them into .debian, in this checkout.
# setup/unpack.sh <package>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$PWD/.debian
trap 'rm -rf "$folder/fetched" "$folder/lists"' EXIT
mkdir -p "$folder/fetched" "$folder/lists/partial"
cd "$folder/fetched"
if ! apt-get download "$@"; then
  # The machine's own package lists are missing or too old; root alone may renew those.
  lists=(-o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder")
  apt-get "${lists[@]}" update
  apt-get "${lists[@]}" download "$@"
fi
for package in *.deb; do
  dpkg-deb --extract "$package" "$folder"
done

# Debian's pyconfig.h only includes the one of its architecture, by a path below /usr/include.
for pyconfig in "$folder"/usr/include/*-linux-gnu/python3.*/pyconfig.h; do
  [[ ! -e $pyconfig ]] || cp "$pyconfig" "$folder/usr/include/$(basename "$(dirname "$pyconfig")")/"
done
