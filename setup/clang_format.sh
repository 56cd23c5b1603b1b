#!/usr/bin/env bash
# Run clang-format over the C++ files that we wrote.
# setup/clang_format.sh <option of clang-format>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

setup/cpp_files.sh | xargs clang-format "$@"
