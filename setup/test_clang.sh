#!/usr/bin/env bash
# Compile one flavour with clang and the newest xsimd, and run the C++ tests on it. Debian's machine
# by itself compiles with GCC and xsimd 8, so `make test` sees neither.
# Installs what is missing if it may; CXX chooses another clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

if ((EUID == 0)) && [[ $(package_manager) == apt-get ]] && ! setup/clang.sh test-clang '' &>/dev/null; then
  setup/step.sh packages-update "Asking apt-get for today's packages" apt-get update || true
  # shellcheck disable=SC2046 # names without spaces
  setup/step.sh clang-install 'Installing clang and its OpenMP' \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    $(package_names apt-get '' clang gtest)
fi
clang=${CXX:-$(setup/clang.sh test-clang '')}

# In a folder of its own: what is in .venv would be found by the other builds, too.
xsimd=$PWD/build/xsimd
[[ -e $xsimd/pythran/xsimd/xsimd.hpp ]] ||
  setup/step.sh xsimd 'Fetching the xsimd headers that pythran carries' \
    python -m pip install --constraint setup/constraints.txt --no-deps --no-compile \
    --target "$xsimd" pythran

configured="$("$clang" --version | head -n 1) in $clang"
if [[ ! -e build/clang/build.ninja || $(cat build/clang/compiler.txt) != "$configured" ]]; then
  setup/step.sh configure-clang 'Configuring the C++ build in build/clang' \
    setup/configure.sh clang -DCMAKE_CXX_COMPILER="$clang" \
    -DJULIA_XSIMD_INCLUDE_DIR="$xsimd/pythran"
  echo "$configured" >build/clang/compiler.txt
fi
setup/step.sh compile-clang "Compiling one flavour and the C++ tests with $clang" \
  cmake --build build/clang --target julia_tests --target julia_linked_tests
# Threads that wait must not take the time of those that work.
OMP_WAIT_POLICY=passive setup/ctest.sh clang
