#!/usr/bin/env bash
# Compile the C++ part for 64-bit ARM and run its tests: in qemu on a machine with another CPU.
# An automatic run (CI is set) installs what is missing if it may, and takes one flavour, without the
# tests on small stacks, the fuzzers' corpora and a few slow ones: at most five minutes on two cores.
# setup/arm.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

case $(uname -m) in
  aarch64 | arm64) preset=dev emulated=false ;;
  *) preset=arm emulated=true ;;
esac

look() {
  missing=''
  $emulated || return 0
  command -v aarch64-linux-gnu-g++ >/dev/null || missing+=' arm'
  command -v qemu-aarch64-static >/dev/null || command -v qemu-aarch64 >/dev/null ||
    missing+=' qemu'
  [[ -d /usr/src/googletest ]] || missing+=' gtest'
}

look
if [[ -n $missing && -n ${CI:-} && $(package_manager) == apt-get ]] && ((EUID == 0)); then
  setup/step.sh packages-update "Asking apt-get for today's packages" apt-get update || true
  # shellcheck disable=SC2046,SC2086 # names without spaces
  setup/step.sh packages-arm 'Installing a compiler for ARM, and qemu' \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    $(package_names apt-get '' $missing) || true
  look
fi
if [[ -n $missing && $(package_manager) != apt-get ]]; then
  # Others have compilers for ARM without a C library for it, or no source of GoogleTest.
  echo 'make test-arm runs on a 64-bit ARM CPU, and in qemu on Debian and Ubuntu.' >&2
  exit 2
elif [[ -n $missing ]]; then
  # shellcheck disable=SC2086 # names without spaces
  echo "make test-arm needs more packages. Type:  $(how_to_get '' $missing)" >&2
  exit 2
fi
options='' tests=''
if $emulated && [[ -n ${CI:-} ]]; then
  options=-DJULIA_ONE_FLAVOUR=ON tests='julia_tests_[0-9]|julia_linked_tests|install|consumer'
  # The slowest ones. The test consumer computes the book's picture too.
  export GTEST_FILTER='-Row/Book.*:Flavours.LeaveSubnormalsAlone'
fi
# build/dev is configured by other commands too, build/arm only here.
configured=build/$preset/options.txt
if [[ ! -e build/$preset/build.ninja ]] ||
  { $emulated && [[ $(cat "$configured" 2>/dev/null) != "$options" ]]; }; then
  # shellcheck disable=SC2086 # one option or none
  setup/step.sh configure-arm "Configuring the C++ build for ARM in build/$preset" \
    setup/configure.sh $preset $options
  ! $emulated || echo "$options" >"$configured"
fi
setup/step.sh compile-arm 'Compiling the kernels and the C++ tests for ARM' \
  cmake --build build/$preset
# Threads take turns in qemu: what waits must not take the time of those that work.
if $emulated; then export OMP_WAIT_POLICY=passive; fi
setup/ctest.sh $preset ${tests:+--tests-regex "$tests"}
