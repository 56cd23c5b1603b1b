#!/usr/bin/env bash
# Run what has threads under ThreadSanitizer: the kernels, Stop, and calls from threads of Python.
# Archer tells it how OpenMP synchronises; without it, every parallel region looks like a race.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source setup/packages.sh
source setup/portable.sh

clang=$(setup/clang.sh tsan thread)
archer=$(whole_path "$("$clang" -print-resource-dir)/../..")/libarcher.so
if [[ ! -e $archer ]]; then
  echo "make tsan needs libarcher.so. Type:  $(how_to_get '' sanitizers)" >&2
  exit 2
fi
[[ -e build/tsan/build.ninja ]] ||
  setup/step.sh configure-tsan 'Configuring the C++ build in build/tsan' \
    setup/configure.sh tsan -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_C_COMPILER="${clang/++/}" \
    -DJULIA_PYTHON=ON -DPython_EXECUTABLE="$PWD/.venv/bin/python" \
    -Dpybind11_DIR="$(python -m pybind11 --cmakedir)"
setup/step.sh compile-tsan 'Compiling the kernels and the tests for ThreadSanitizer' \
  cmake --build build/tsan --target julia_tests planted_race tsan_python juliaset_native

export OMP_TOOL_LIBRARIES=$archer
export TSAN_OPTIONS="ignore_noninstrumented_modules=1 report_signal_unsafe=0"
# Its map of memory does not fit where Linux moves programs around by more bits than it knows.
quiet=(setarch --addr-no-randomize)
"${quiet[@]}" true 2>/dev/null || quiet=(env) # a container may refuse it, and need not need it

if "${quiet[@]}" build/tsan/tests/planted_race >build/log/tsan-planted.txt 2>&1; then
  echo 'ThreadSanitizer did not find the planted race: it finds nothing here.' >&2
  exit 1
fi
if ! grep -q 'ThreadSanitizer: data race' build/log/tsan-planted.txt; then
  tail -n 3 build/log/tsan-planted.txt >&2
  echo 'The program with the planted race did not run: build/log/tsan-planted.txt has all it said.' >&2
  exit 1
fi
echo 'The planted race is found.'
"${quiet[@]}" build/tsan/tests/julia_tests --gtest_brief=1 \
  --gtest_filter='*OnThreads*:*Stopping*:*AtOnce*'

# A package whose compiled modules are the instrumented ones; Cython's stay as they are.
package=build/tsan/python
site=$(python -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
rm -rf "$package"
mkdir -p "$package"
cp -r "$site/juliaset" "$package"
rm "$package"/juliaset/*.so
cp -r python/juliaset "$package"
cp build/tsan/bindings/pybind11/_native*.so build/tsan/julia/libjuliaset_O*.so "$package/juliaset"
# -S: no .pth file leads to the package as it is otherwise installed.
"${quiet[@]}" env OPENBLAS_NUM_THREADS=1 PYTHONPATH="$PWD/$package:$site" \
  PYTHONHOME="$(python -c 'import sys; print(sys.base_prefix)')" \
  build/tsan/tests/tsan_python -S tests/tsan/gil.py
