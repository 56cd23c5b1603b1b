#!/usr/bin/env bash
# Print the C++ files that we wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find . \( -path ./build -o -path './.?*' \) -prune -o -name '*.[ch]pp' -print | sort
