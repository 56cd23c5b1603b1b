#!/usr/bin/env bash
# Find what this machine lacks and get it: with apt-get if that is allowed, else into .debian.
# setup/system.sh <file>: what was found is kept there; the file is touched only when that changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

record=$1
python=$(setup/python.sh)
debian_python=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')

has_compiler() { command -v "${CXX:-c++}" >/dev/null; }
has_pip() {
  "$python" -c 'import ensurepip' 2>/dev/null ||
    compgen -G '.debian/usr/share/python-wheels/pip-*.whl' >/dev/null
}
has_python_h() {
  [[ -e $("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h ]] ||
    compgen -G ".debian/usr/include/$debian_python/Python.h" >/dev/null
}
has_header() {
  [[ -e .debian/usr/include/$1 ]] ||
    printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$1" |
    "${CXX:-c++}" -E -x c++ - >/dev/null 2>&1
}

has_bubblewrap() { command -v bwrap >/dev/null || [[ -x .debian/usr/bin/bwrap ]]; }

benchmark="libbenchmark-dev libbenchmark1debian"
# How to see it | package | what unpack.sh takes instead of it | needed or useful | what it is for
needs="
has_compiler|g++||needed|every C++ and Cython kernel
has_pip|$debian_python-venv|python3-pip-whl|needed|the virtual environment .venv
has_python_h|$debian_python-dev|lib$debian_python-dev|needed|Python.h: every C++ and Cython kernel
has_header xsimd/xsimd.hpp|libxsimd-dev|libxsimd-dev|useful|the SIMD kernels; else headers from PyPI
has_header benchmark/benchmark.h|libbenchmark-dev|$benchmark|useful|Google Benchmark in make bench
has_header gtest/gtest.h|libgtest-dev|libgtest-dev|useful|the C++ tests in make test
has_bubblewrap|bubblewrap|bubblewrap|useful|the strongest sandbox of juliaset lab grade
"

look() {
  local check package unpacked weight purpose
  missing=() substitutes=() report='' stuck=false
  while IFS='|' read -r check package unpacked weight purpose; do
    # shellcheck disable=SC2086 # a check is a function and its arguments
    if [[ -z $check ]] || $check; then continue; fi
    missing+=("$package")
    # shellcheck disable=SC2206 # one package may be unpacked as two
    substitutes+=($unpacked)
    [[ $weight == useful ]] || stuck=true
    report+=$(printf '  %-18s %-7s %s' "$package" "$weight" "$purpose")$'\n'
  done <<<"$needs"
  found="python $python; missing ${missing[*]:-nothing}"
}

get() {
  local root=()
  ((EUID == 0)) || root=(sudo -n)
  if ! command -v apt-get >/dev/null; then
    echo "No apt-get here: this machine does not run Debian or Ubuntu."
  elif "${root[@]}" true 2>/dev/null; then
    setup/step.sh apt-update "Asking apt-get for today's packages" \
      "${root[@]}" apt-get update || true
    setup/step.sh apt-install "Installing with apt-get: ${missing[*]}" \
      "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      -o DPkg::Lock::Timeout=120 "${missing[@]}" || true
  elif ((${#substitutes[@]} > 0)); then
    setup/step.sh unpack "No root here: unpacking into .debian ${missing[*]}" \
      setup/unpack.sh "${substitutes[@]}" || true
  fi
}

tell() {
  printf 'This machine lacks:\n%sTo install, type:\n\n' "$report"
  printf '  sudo apt-get install -y %s\n\n' "${missing[*]}"
  if $stuck && [[ $python != /usr/bin/* ]]; then
    printf 'Debian has nothing for %s.\n' "$python"
    printf 'To take its own Python:  make PYTHON=/usr/bin/python3.11\n'
  fi
}

look
if $stuck || [[ ! -f $record || $(<"$record") != "$found" ]]; then
  if ((${#missing[@]} > 0)); then
    get
    look
  fi
  ((${#missing[@]} == 0)) || tell >&2
  if $stuck; then
    echo 'Nothing can be built before that.' >&2
    exit 2
  fi
  ((${#missing[@]} == 0)) || echo 'Going on without.' >&2
  mkdir -p "$(dirname "$record")"
  [[ -f $record && $(<"$record") == "$found" ]] || echo "$found" >"$record"
fi
