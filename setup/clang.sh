#!/usr/bin/env bash
# Print the clang++ that has OpenMP and a sanitizer's runtime, or say how to get one.
# setup/clang.sh <make's command> <sanitizer, or nothing>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh
source setup/portable.sh

thing=sanitizers
[[ -n $2 ]] || thing=clang
openmp=$(homebrew_openmp)
for clang in clang++-14 clang++ clang++-{19..15} $(homebrew_clang); do
  if printf '#include <omp.h>\nextern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }\n%s\n' \
    "$([[ $2 == fuzzer ]] || echo 'int main() {}')" |
    "$clang" -fopenmp ${openmp:+"-I$openmp/include" "-L$openmp/lib"} ${2:+"-fsanitize=$2"} -x c++ - -o /dev/null 2>/dev/null; then
    echo "$clang"
    exit
  fi
done
echo "make $1 needs clang. Type:  $(how_to_get '' "$thing")" >&2
exit 2
