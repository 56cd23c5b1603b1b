#!/usr/bin/env bash
# Install what pyproject.toml lists: what the package runs on, NumPy and others, or an extra of it.
# setup/requirements.sh [<extra>]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list='
import sys, tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
extras = project["optional-dependencies"]
print(*(extras[sys.argv[1]] if sys.argv[1:] else project["dependencies"]), sep="\n")'
words=(--constraint setup/constraints.txt)
while IFS= read -r each; do
  words+=("$each")
done < <(python -c "$list" "$@")
# Modules are compiled when they are first imported: most of these never are.
exec python -m pip install --no-compile "${words[@]}"
