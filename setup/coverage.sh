#!/usr/bin/env bash
# Run the C++ tests and the quick Python tests on instrumented code; write what they reached into
# docs/coverage.json and docs/testing.md.
# setup/coverage.sh <option of pytest>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tree=build/coverage
venv=$PWD/$tree/venv
results=$PWD/$tree/python
find "$tree" -name '*.gcda' -delete
rm -rf "$results" "$venv"
mkdir -p "$results"

setup/step.sh compile-coverage 'Compiling the instrumented kernels, bindings and tests' \
  cmake --build "$tree"

# A .venv that adds one thing to the usual one: the package from this tree. The hook of the editable
# install looks for the compiled half next to itself.
python -m venv --without-pip "$venv"
purelib() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
usual=$(purelib python)
site=$(purelib "$venv/bin/python")
cmake --install "$tree" --component python --prefix "$site" >build/log/install-coverage.txt
cp "$usual/_editable_skbc_juliaset.py" "$site"
cp setup/coverage_start.py setup/coverage_sandbox.py "$site"
printf '%s\n' "$usual" 'import coverage_start' 'import _editable_skbc_juliaset' >"$site/coverage.pth"
sed "1s|.*|#!$venv/bin/python|" "$usual/../../../bin/juliaset" >"$venv/bin/juliaset"
chmod +x "$venv/bin/juliaset"

cat >"$results/coveragerc" <<END
[run]
branch = true
parallel = true
data_file = $results/data
source = $PWD/python/juliaset
sigterm = true
patch = subprocess, fork, _exit
disable_warnings = no-data-collected, module-not-measured, module-not-imported, trace-changed
END

# A sandbox may write no file: then gcov must not complain on the stderr of what is tested.
export GCOV_ERROR_FILE=/dev/null
sandbox=$results/sandbox # coverage_start.py knows the name
mkdir "$sandbox"
failed=0
# Without julia_fault_tests: gcov crashes if it has no memory for what it counts.
setup/ctest.sh coverage || failed=$?
measured() { # <name of the results> <argument of pytest>...
  PATH=$venv/bin:$PATH VIRTUAL_ENV=$venv "$venv/bin/python" -m coverage run \
    --rcfile "$results/coveragerc" -m pytest -p no:cacheprovider --junitxml "$results/$1.xml" \
    "${@:2}" || failed=$?
}
measured quick -m 'not slow' "$@" tests/python tests/labs
# In one process: a worker of pytest-xdist can be gone before gcov has written what it counted.
measured bindings -n 0 -m 'not slow' tests/python/test_native.py tests/python/test_kernels.py \
  tests/python/test_trap.py tests/python/system tests/python/test_course_module.py
measured slow -m slow -n 1 tests/labs # what races and compiles is only in these
python setup/coverage_sandbox.py "$sandbox" "$results/data.sandbox"
python -m coverage combine --rcfile "$results/coveragerc" --quiet
python -m coverage json --rcfile "$results/coveragerc" --quiet -o "$tree/python.json"
python tools/coverage_table.py "$tree"
exit "$failed"
