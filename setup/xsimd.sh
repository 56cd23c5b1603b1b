#!/usr/bin/env bash
# Get the headers of xsimd for a machine that has none: the pythran wheel carries them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

read -r -a cxx <<<"${CXX:-c++}"
if ! printf '#if !__has_include(<xsimd/xsimd.hpp>)\n#error\n#endif\n' |
  "${cxx[@]}" -E -x c++ - >/dev/null 2>&1; then
  setup/step.sh pythran 'Installing the xsimd headers that pythran carries' \
    python -m pip install --constraint setup/constraints.txt --no-deps pythran
fi
