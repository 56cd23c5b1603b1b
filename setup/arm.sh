#!/usr/bin/env bash
# Compile the C++ part for 64-bit ARM and run its tests in qemu, on a machine with another CPU.
# setup/arm.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=''
command -v aarch64-linux-gnu-g++ >/dev/null || missing+=' g++-aarch64-linux-gnu'
command -v qemu-aarch64-static >/dev/null || command -v qemu-aarch64 >/dev/null ||
  missing+=' qemu-user-static'
[[ -d /usr/src/googletest ]] || missing+=' libgtest-dev'
if [[ -n $missing ]]; then
  echo "make test-arm needs more packages. Type:  sudo apt-get install -y$missing" >&2
  exit 2
fi
[[ -e build/arm/build.ninja ]] ||
  setup/step.sh configure-arm 'Configuring the C++ build for ARM in build/arm' setup/configure.sh arm
setup/step.sh compile-arm 'Compiling the kernels and the C++ tests for ARM' cmake --build build/arm
# Threads take turns in qemu: what waits must not take the time of those that work.
OMP_WAIT_POLICY=passive setup/ctest.sh arm
