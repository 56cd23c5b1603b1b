#!/usr/bin/env bash
# Install what the package runs on, as pyproject.toml lists it: NumPy, matplotlib and others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list='import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")'
mapfile -t requirements < <(python -c "$list")
# Modules are compiled when they are first imported: most of these never are.
exec python -m pip install --no-compile --constraint setup/constraints.txt "${requirements[@]}"
