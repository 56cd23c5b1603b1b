#!/usr/bin/env bash
# Find what this machine lacks and get it: with its package manager if that is allowed; on Debian
# without root into .debian.
# setup/system.sh <file>: what was found is kept there; the file is touched only when that changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh
source setup/portable.sh

record=$1
python=$(setup/python.sh)
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

read -r -a cxx <<<"${CXX:-c++}" # options may follow the name

# Not only a name: a Mac has one that asks for Apple's tools.
has_compiler() { "${cxx[@]}" --version >/dev/null 2>&1; }
compiler_version() { "${cxx[@]}" --version 2>/dev/null | head -n 1 || true; }
compiles_cpp20() {
  printf '#include <bit>\n#include <span>\nstatic_assert(std::bit_cast<int>(0.0F) == 0);\n' |
    "${cxx[@]}" -std=c++20 -fsyntax-only -x c++ - >/dev/null 2>&1
}
has_openmp() {
  printf '#include <omp.h>\n' | "${cxx[@]}" -fopenmp -E -x c++ - >/dev/null 2>&1 ||
    [[ -n $(homebrew_openmp) ]]
}
has_pip() {
  "$python" -c 'import ensurepip' 2>/dev/null ||
    compgen -G '.debian/usr/share/python-wheels/pip-*.whl' >/dev/null
}
has_python_h() {
  [[ -e $("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h ]] ||
    compgen -G ".debian/usr/include/python$version/Python.h" >/dev/null
}
finds() { has_header "$1" "${cxx[@]}"; }
# The sandbox is Linux's own.
has_bubblewrap() {
  [[ $OSTYPE != linux* ]] || command -v bwrap >/dev/null || [[ -x .debian/usr/bin/bwrap ]]
}

benchmark="libbenchmark-dev libbenchmark1debian"
# How to see it | thing of packages.txt | what unpack.sh takes | needed or useful | what it is for
needs="
has_compiler|compiler||needed|every C++ and Cython kernel
has_openmp|openmp||needed|every kernel with threads
has_pip|venv|python3-pip-whl|needed|the virtual environment .venv
has_python_h|python.h|libpython$version-dev|needed|Python.h: every C++ and Cython kernel
finds xsimd/xsimd.hpp|xsimd|libxsimd-dev|useful|the SIMD kernels; else headers from PyPI
finds benchmark/benchmark.h|benchmark|$benchmark|useful|Google Benchmark in make bench
finds gtest/gtest.h|gtest|libgtest-dev|useful|the C++ tests in make test
has_bubblewrap|bubblewrap|bubblewrap|useful|the strongest sandbox of juliaset lab grade
"

# Debian has an OpenMP for each clang: clang++-14 needs libomp-14-dev.
of_this_clang() {
  case ${cxx[0]##*/} in
    clang++-*[0-9]) sed "s/libomp-dev/libomp-${cxx[0]##*-}-dev/" ;;
    *) cat ;;
  esac
}

look() {
  local check thing unpacked weight purpose
  missing='' substitutes='' report='' stuck=false
  while IFS='|' read -r check thing unpacked weight purpose; do
    # shellcheck disable=SC2086 # a check is a function and its arguments
    if [[ -z $check ]] || $check; then continue; fi
    # Without a compiler nothing is known about what it would find.
    [[ $thing != openmp || " $missing " != *' compiler '* ]] || continue
    missing+="${missing:+ }$thing"
    substitutes+=" $unpacked"
    [[ $weight == useful ]] || stuck=true
    report+=$(printf '  %-10s %-7s %s' "$thing" "$weight" "$purpose")$'\n'
  done <<<"$needs"
  # The compiler too: with another one, all is configured and compiled again.
  found="python $python; missing ${missing:-nothing}; ${CXX:-c++} is $(compiler_version)"
}

get() {
  local manager packages options='' root=(env)
  manager=$(package_manager)
  [[ -n $manager ]] || return 0
  # shellcheck disable=SC2086 # names without spaces
  packages=$(package_names "$manager" "$version" $missing | of_this_clang)
  [[ $manager == brew ]] || ((EUID == 0)) || root=(sudo -n)
  if [[ -z $packages ]]; then
    return
  elif "${root[@]}" true 2>/dev/null; then
    if [[ $manager == apt-get ]]; then
      options='--no-install-recommends -o DPkg::Lock::Timeout=120'
      setup/step.sh packages-update "Asking apt-get for today's packages" \
        "${root[@]}" apt-get update || true
    fi
    # shellcheck disable=SC2046,SC2086 # a command, names and options without spaces in them
    setup/step.sh packages-install "Installing with $manager: $packages" \
      "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
      $(package_cell install "$manager" "$version") $options $packages || true
  elif [[ $manager == apt-get && -n ${substitutes// /} ]]; then
    # shellcheck disable=SC2086 # names without spaces
    setup/step.sh unpack "No root here: unpacking into .debian $missing" \
      setup/unpack.sh $substitutes || true
  fi
}

tell() {
  # shellcheck disable=SC2086 # names without spaces
  printf 'This machine lacks:\n%sTo install, type:\n\n%s\n\n' "$report" \
    "$(how_to_get "$version" $missing | of_this_clang | sed 's/^/  /')"
  if $stuck && [[ $(package_manager) == apt-get && $python != /usr/bin/* ]]; then
    printf 'Debian has nothing for %s.\n' "$python"
    printf 'To take its own Python:  make PYTHON=/usr/bin/python3\n'
  fi
}

# A compiler that cannot be used gets one line; a machine without any is offered one below.
supported='g++ 12 or newer, clang++ 14 or newer'
if [[ -n ${CXX:-} ]] && ! has_compiler; then
  echo "CXX is '$CXX', which does not run; supported: $supported." >&2
  exit 2
elif has_compiler && ! compiles_cpp20; then
  echo "$(compiler_version) does not compile C++20; supported: $supported." >&2
  exit 2
fi

look
if $stuck || [[ ! -f $record || $(<"$record") != "$found" ]]; then
  if [[ -n $missing ]]; then
    get
    look
  fi
  [[ -z $missing ]] || tell >&2
  if $stuck; then
    echo 'Nothing can be built before that.' >&2
    exit 2
  fi
  [[ -z $missing ]] || echo 'Going on without.' >&2
  mkdir -p "$(dirname "$record")"
  [[ -f $record && $(<"$record") == "$found" ]] || echo "$found" >"$record"
fi
