#!/usr/bin/env bash
# Compile the package's kernels in build/dev, and install the package from there.
# setup/package.sh <ladder: what `make bench` shows, or python_modules: everything>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$1
case $target in
  ladder) what='Compiling the kernels at -O3' ;;
  *) what='Compiling the kernels in all flavours' ;;
esac

# NumPy, matplotlib and the others arrive while the compiler works. What is missing in the end, pip
# installs below, or says why it cannot.
arrived=.venv/done/requirements
requirements=''
if [[ ! $arrived -nt pyproject.toml || ! $arrived -nt setup/constraints.txt ]]; then
  setup/requirements.sh >build/log/requirements.txt 2>&1 </dev/null &
  requirements=$!
  trap 'kill "$requirements" 2>/dev/null || true' EXIT
fi
setup/step.sh "compile-$target" "$what" cmake --build build/dev --target "$target"
if [[ -n $requirements ]] && wait "$requirements"; then
  touch "$arrived"
fi
trap - EXIT

# The settings are those of build/dev: then nothing is compiled again. Without its notes about
# another Python scikit-build-core would configure the folder again, with that Python's compiler.
rm -f build/dev/.skbuild-info.json
setup/step.sh juliaset 'Installing the juliaset package and what it runs on' \
  python -m pip install --constraint setup/constraints.txt --no-build-isolation \
  -C build-dir=build/dev -C build.targets="$target" -C cmake.define.JULIA_TESTS=ON \
  -C cmake.define.JULIA_WARNINGS_ARE_ERRORS=ON \
  -C cmake.define.CMAKE_EXPORT_COMPILE_COMMANDS=ON --editable .
