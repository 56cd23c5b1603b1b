#!/usr/bin/env bash
# Run the tests of a C++ build folder; where GoogleTest is missing, say loudly what is not tested.
# setup/ctest.sh <preset> [<options of ctest>...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

if [[ ! -x build/$1/tests/julia_tests ]]; then
  cat >&2 <<END

  ###  THE C++ TESTS ARE NOT RUN: GoogleTest is not on this machine.
  ###  Type:  $(how_to_get '' gtest)   and then the same make again.

END
  # A person may go on without them; an automatic run must not pass for it.
  [[ -z ${CI:-} ]] || exit 1
fi
exec ctest --preset "$1" --no-tests=ignore "${@:2}"
