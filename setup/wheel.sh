#!/usr/bin/env bash
# Pack the sources, compile a wheel of them that other machines can run, and try it in an empty
# environment. dist/ then has both, instead of those that it had for this Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $OSTYPE != linux* ]]; then
  echo 'make wheel builds on Linux, because auditwheel is for its wheels; pip install . works here.' >&2
  exit 2
fi
most=15000000 # bytes
work=$PWD/build/wheel
rm -rf "$work"
rm -f dist/juliaset-*[0-9].tar.gz dist/juliaset-*-"$(setup/wheel_tag.sh)"-*.whl
mkdir -p "$work/empty" dist
# What a shell asks of its compilers is not for the kernels of others.
unset CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CMAKE_ARGS JULIASET_ISA

# From the sdist and not from here: then the sdist has all that it needs, and the wheel nothing that
# only lies around.
setup/step.sh sdist 'Packing the sources' \
  python -c 'from scikit_build_core.build import build_sdist; build_sdist("dist")'
setup/step.sh wheel 'Compiling a wheel of them, without the flavour of this CPU' \
  python -m pip wheel --no-deps --no-build-isolation --no-cache-dir \
  -C build.targets=portable_modules --wheel-dir "$work" dist/juliaset-*[0-9].tar.gz
setup/step.sh auditwheel 'Adding the libraries that a machine may lack' \
  python -m auditwheel repair --wheel-dir dist "$work"/juliaset-*.whl
wheel=$(echo dist/juliaset-*-"$(setup/wheel_tag.sh)"-*.whl)
setup/step.sh twine 'Checking what an index would show' \
  python -m twine check --strict dist/juliaset-*[0-9].tar.gz "$wheel"

size=$(wc -c <"$wheel")
echo "$wheel: $size bytes"
if ((size > most)); then
  echo "That is more than $most bytes." >&2
  exit 1
fi

# In an empty folder, with the programs of a fresh machine.
fresh=(env -C "$work/empty" -u VIRTUAL_ENV PATH="$work/venv/bin:/usr/local/bin:/usr/bin:/bin")
setup/step.sh wheel-venv 'Making an empty environment' python -m venv "$work/venv"
setup/step.sh wheel-install 'Installing the wheel there, as a user does' \
  "$work/venv/bin/python" -m pip install "$wheel"
setup/step.sh wheel-verify 'Comparing its kernels with the golden answers' \
  "${fresh[@]}" juliaset verify
"${fresh[@]}" juliaset bench --quick --json "$work/bench.json" ||
  test $? -eq 4 # too busy, which it prints
setup/step.sh uvx 'Painting a picture with uvx alone' \
  uvx --python "$work/venv/bin/python" --from "$wheel" juliaset render --output "$work/set.png"
