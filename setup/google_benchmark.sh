#!/usr/bin/env bash
# Time the C++ kernels with Google Benchmark, or say why that cannot be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=build/dev/benchmarks/julia_benchmarks
if [[ ! -x $program ]]; then
  cat <<END
Google Benchmark's rows are left out: its library is not on this machine.
Type:  sudo apt-get install -y libbenchmark-dev   and then:  make bench
END
  exit
fi
echo 'A warning that the library was built as DEBUG means the package of Debian, not our kernels.'
"$program" --benchmark_filter='@O3(/|$)' --benchmark_min_time=0.05 \
  --benchmark_out=build/google-benchmark.json --benchmark_out_format=json
juliaset import build/google-benchmark.json --into build/bench.json
