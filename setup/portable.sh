# Sourced: what Linux and macOS do in different ways. All other scripts are the same on both.
# shellcheck shell=bash

# The number of cores.
cores() { nproc 2>/dev/null || getconf _NPROCESSORS_ONLN; }

# A path from the root, without links; the folder that a file lies in must exist.
whole_path() { # <path>
  if [[ -d $1 ]]; then
    (cd -- "$1" && pwd -P)
  else
    echo "$(cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")"
  fi
}

# The processes that a process has started and that still run.
children_of() { # <process>
  cat "/proc/$1"/task/*/children 2>/dev/null || pgrep -P "$1" || true
}

# Where headers lie, besides the folders that each compiler knows.
header_folders() {
  local each
  for each in .debian/usr/include /opt/homebrew/include; do
    [[ ! -d $each ]] || echo "$each"
  done
}

# Whether a compiler finds a header, or it lies in one of those folders.
has_header() { # <header> <compiler with its options>...
  local header=$1 folder
  shift
  while IFS= read -r folder; do
    [[ ! -e $folder/$header ]] || return 0
  done < <(header_folders)
  printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$header" |
    "$@" -E -x c++ - >/dev/null 2>&1
}

# The clang++ that Homebrew keeps out of PATH, because macOS has one of the same name; nothing on
# other systems.
homebrew_clang() {
  local each
  for each in /opt/homebrew /usr/local; do
    [[ ! -x $each/opt/llvm/bin/clang++ ]] || echo "$each/opt/llvm/bin/clang++"
  done
}

# Where the compiler finds the OpenMP that Homebrew keeps apart; nothing on other systems.
homebrew_openmp() {
  local each
  for each in /opt/homebrew /usr/local; do
    [[ ! -e $each/opt/libomp/include/omp.h ]] || echo "$each/opt/libomp"
  done
}
