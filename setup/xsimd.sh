#!/usr/bin/env bash
# Get the headers of xsimd for a machine that has none: the pythran wheel carries them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/portable.sh

read -r -a cxx <<<"${CXX:-c++}"
if ! has_header xsimd/xsimd.hpp "${cxx[@]}"; then
  setup/step.sh pythran 'Installing the xsimd headers that pythran carries' \
    python -m pip install --constraint setup/constraints.txt --no-deps pythran
fi
