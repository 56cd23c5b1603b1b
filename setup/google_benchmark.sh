#!/usr/bin/env bash
# Time the C++ rows of the contest with Google Benchmark too, or say why that cannot be. Its own
# table is in build/log/google-benchmark.txt, with its warning that the library of Debian's package
# was built as DEBUG, which is not about our kernels.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

contest=build/bench.json
times=build/google-benchmark.json
setup/step.sh compile-benchmarks 'Compiling the Google Benchmark program' \
  cmake --build build/dev --target benchmarks/all
program=build/dev/benchmarks/julia_benchmarks
if [[ -x $program ]]; then
  rows=$(python -m juliaset.bench.google_benchmark "$contest")
  setup/step.sh google-benchmark 'Timing the C++ rows with Google Benchmark too' \
    "$program" --benchmark_filter="$rows" --benchmark_min_time=0.2 \
    --benchmark_out="$times" --benchmark_out_format=json
  juliaset import "$times" --into "$contest"
else
  echo "Google Benchmark's rows are left out: its library is not on this machine."
  echo "Type:  $(how_to_get '' benchmark)   and then:  make bench"
fi
echo
python -m juliaset.bench.notes
