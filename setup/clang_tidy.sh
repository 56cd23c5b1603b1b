#!/usr/bin/env bash
# Run clang-tidy over the C++ sources of build/dev, each in one flavour.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/portable.sh

echo 'Reading the C++ sources with clang-tidy, each in one flavour'
# Clang has no omp.h of its own here: the compiler's folder comes last, and only for that.
read -r -a cxx <<<"${CXX:-c++}"
compiler_headers=$("${cxx[@]}" -print-file-name=include)

python setup/one_flavour.py build/dev/compile_commands.json build/tidy |
  xargs -0 -n 1 -P "$(cores)" clang-tidy -p build/tidy --quiet \
    --extra-arg=-idirafter"$compiler_headers" --extra-arg=-Wno-unknown-warning-option 2>&1 |
  sed '/Processing file/d'
