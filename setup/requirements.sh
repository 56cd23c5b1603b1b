#!/usr/bin/env bash
# Install what pyproject.toml lists: what the package runs on, NumPy and others, or extras of it.
# setup/requirements.sh [--list] [<extra>...]
# --list: print it, and install nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list='
import sys, tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
extras = project["optional-dependencies"]
lists = [extras[name] for name in sys.argv[1:]] or [project["dependencies"]]
print(*sum(lists, []), sep="\n")'
if [[ ${1:-} == --list ]]; then
  exec python -c "$list" "${@:2}"
fi
words=(--constraint setup/constraints.txt)
while IFS= read -r each; do
  words+=("$each")
done < <(python -c "$list" "$@")
# Modules are compiled when they are first imported: most of these never are.
exec python -m pip install --no-compile "${words[@]}"
