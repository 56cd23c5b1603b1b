#!/usr/bin/env bash
# Run each fuzzer for some time: those in C++ under ASan and UBSan, then the searches in Python.
# setup/fuzz.sh <seconds for each fuzzer in C++>; a search in Python takes a quarter of them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=$1
if [[ ! $seconds =~ ^[1-9][0-9]{0,5}$ ]]; then
  echo "FUZZ_SECONDS is '$seconds'; allowed: a whole number from 1 to 999999" >&2
  exit 2
fi
clang=$(setup/clang.sh fuzz fuzzer)
[[ -e build/fuzz/build.ninja ]] ||
  setup/step.sh configure-fuzz 'Configuring the fuzzers in build/fuzz' \
    setup/configure.sh fuzz -DCMAKE_CXX_COMPILER="$clang"
setup/step.sh compile-fuzz 'Compiling the fuzzers and all flavours with sanitizers' \
  cmake --build build/fuzz --target fuzzers

# A thread that waits must not take the time of those that work.
export KMP_BLOCKTIME=0 OMP_WAIT_POLICY=passive
export LSAN_OPTIONS=suppressions=$PWD/tests/fuzz/leaks.supp:print_suppressions=0
mkdir -p build/fuzz/findings
all_runs=0 all_pixels=0 findings=0
for fuzzer in build/fuzz/tests/fuzz/*_fuzzer; do
  name=$(basename "$fuzzer" _fuzzer)
  log=build/log/fuzz-$name.txt
  # What it finds worth keeping goes into the first folder; the corpus of the repository is read.
  mkdir -p "build/fuzz/corpus/$name"
  status=0
  "$fuzzer" -max_total_time="$seconds" -len_control=0 -max_len=2048 -timeout=60 \
    -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="build/fuzz/findings/$name-" \
    "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1 || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  pixels=$(sed -n 's/ pixels compared$//p' "$log")
  all_runs=$((all_runs + ${runs:-0})) all_pixels=$((all_pixels + ${pixels:-0}))
  if ((status == 0)); then
    echo "$name: ${runs:-0} runs in $seconds s${pixels:+, $pixels pixels compared}"
  else
    findings=$((findings + 1))
    grep -E '^FINDING|ERROR: |runtime error:|SUMMARY' "$log" | head -n 5 | cut -c1-200 >&2 || true
    echo "$name: a finding; the input is in build/fuzz/findings, the output in $log" >&2
  fi
done

if compgen -G 'tests/fuzz/test_*.py' >/dev/null; then
  JULIASET_FUZZ_SECONDS=$(((seconds + 3) / 4)) \
    python -m pytest -q -m fuzz --timeout=0 tests/fuzz || findings=$((findings + 1))
fi
echo "$all_runs runs, $all_pixels pixels, $findings findings"
((findings == 0))
