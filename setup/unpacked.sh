# Sourced: shows CMake what unpack.sh laid into .debian, on a machine without root.
# shellcheck shell=bash
shopt -s nullglob
for header in "$PWD"/.debian/usr/include/python3.*/Python.h; do
  # scikit-build-core would name the system's folder, which lacks the header.
  # It splits CMAKE_ARGS as a shell does, so a path with blanks is quoted.
  export CMAKE_ARGS="\"-DPython_INCLUDE_DIR=${header%/*}\" ${CMAKE_ARGS:-}"
done
if [[ -d .debian/usr ]]; then
  export CMAKE_PREFIX_PATH="$PWD/.debian/usr${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}"
fi
shopt -u nullglob
