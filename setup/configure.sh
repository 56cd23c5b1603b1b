#!/usr/bin/env bash
# Configure a C++ build folder. build/dev is also pip's: the kernels are compiled once for both.
# setup/configure.sh <preset> [<options of cmake>...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

options=(--fresh)
if [[ $1 == dev || $1 == coverage ]]; then
  options+=(
    -DJULIA_PYTHON=ON
    -DPython_EXECUTABLE="$PWD/.venv/bin/python"
    -Dpybind11_DIR="$(python -m pybind11 --cmakedir)"
  )
fi
exec cmake --preset "$1" "${options[@]}" "${@:2}"
