#!/usr/bin/env bash
# Compile one flavour with clang and the newest xsimd, and run the C++ tests on it. Debian's machine
# by itself compiles with GCC and xsimd 8, so `make test` sees neither.
# Installs what is missing if it may; CXX chooses another clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh
source setup/portable.sh

version_of() { "$@" --version 2>/dev/null || true; }

# shellcheck disable=SC2086 # options may follow the name
if [[ -n ${CXX:-} && $(version_of $CXX) != *clang* ]]; then
  echo "CXX is '$CXX', which is not a clang++; make test-clang takes no other compiler." >&2
  exit 2
fi

look() {
  local found
  missing=''
  found=${CXX:-$(setup/clang.sh test-clang '' 2>/dev/null)} || missing=' clang'
  read -r -a clang <<<"${found:-c++}"
  has_header gtest/gtest.h "${clang[@]}" || missing+=' gtest'
}

look
if [[ -n $missing && $(package_manager) == apt-get ]] && ((EUID == 0)); then
  setup/step.sh packages-update "Asking apt-get for today's packages" apt-get update || true
  # shellcheck disable=SC2046,SC2086 # names without spaces
  setup/step.sh clang-install 'Installing what make test-clang lacks' \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    $(package_names apt-get '' $missing) || true
  look
fi
if [[ -n $missing ]]; then
  # shellcheck disable=SC2086 # names without spaces
  echo "make test-clang needs more packages. Type:  $(how_to_get '' $missing)" >&2
  exit 2
fi

# In a folder of its own: what is in .venv would be found by the other builds, too.
xsimd=$PWD/build/xsimd
[[ -e $xsimd/pythran/xsimd/xsimd.hpp ]] ||
  setup/step.sh xsimd 'Fetching the xsimd headers that pythran carries' \
    python -m pip install --constraint setup/constraints.txt --no-deps --no-compile \
    --target "$xsimd" pythran

configured="$(version_of "${clang[@]}" | sed -n 1p) in ${clang[*]}"
if [[ ! -e build/clang/build.ninja || $(cat build/clang/compiler.txt 2>/dev/null) != "$configured" ]]; then
  setup/step.sh configure-clang 'Configuring the C++ build in build/clang' \
    env CXX="${clang[*]}" setup/configure.sh clang \
    -DJULIA_XSIMD_INCLUDE_DIR="$xsimd/pythran"
  echo "$configured" >build/clang/compiler.txt
fi
setup/step.sh compile-clang "Compiling one flavour and the C++ tests with ${clang[0]}" \
  cmake --build build/clang --target julia_tests --target julia_linked_tests
# Threads that wait must not take the time of those that work.
OMP_WAIT_POLICY=passive setup/ctest.sh clang
