#!/usr/bin/env bash
# Print the clang++ that has a sanitizer's runtime and OpenMP, or say how to get one.
# setup/clang.sh <make's command> <sanitizer>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

for clang in clang++-14 clang++ clang++-{19..15}; do
  if printf '#include <omp.h>\nextern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }\n%s\n' \
    "$([[ $2 == fuzzer ]] || echo 'int main() {}')" |
    "$clang" -fopenmp "-fsanitize=$2" -x c++ - -o /dev/null 2>/dev/null; then
    echo "$clang"
    exit
  fi
done
echo "make $1 needs clang. Type:  $(how_to_get '' sanitizers)" >&2
exit 2
