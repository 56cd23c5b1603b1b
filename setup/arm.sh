#!/usr/bin/env bash
# Compile the C++ part for 64-bit ARM and run its tests: in qemu on a machine with another CPU.
# setup/arm.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case $(uname -m) in
  aarch64 | arm64) preset=dev emulated=false ;;
  *) preset=arm emulated=true ;;
esac
missing=''
if $emulated; then
  command -v aarch64-linux-gnu-g++ >/dev/null || missing+=' g++-aarch64-linux-gnu'
  command -v qemu-aarch64-static >/dev/null || command -v qemu-aarch64 >/dev/null ||
    missing+=' qemu-user-static'
  [[ -d /usr/src/googletest ]] || missing+=' libgtest-dev'
fi
if [[ -n $missing ]]; then
  echo "make test-arm needs more packages. Type:  sudo apt-get install -y$missing" >&2
  exit 2
fi
[[ -e build/$preset/build.ninja ]] ||
  setup/step.sh configure-arm "Configuring the C++ build for ARM in build/$preset" \
    setup/configure.sh $preset
setup/step.sh compile-arm 'Compiling the kernels and the C++ tests for ARM' \
  cmake --build build/$preset
# Threads take turns in qemu: what waits must not take the time of those that work.
if $emulated; then export OMP_WAIT_POLICY=passive; fi
setup/ctest.sh $preset
