#!/usr/bin/env bash
# Make .venv, unless one is there that fits this checkout and the chosen Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(setup/python.sh)
where='import os, sys; print(os.path.realpath(sys.executable))'

fits() {
  [[ $(.venv/bin/python -c "$where" 2>/dev/null) == "$python" ]] &&
    # A copied or moved .venv still points at the checkout that it was made in.
    grep -qsF "$PWD/.venv" .venv/bin/activate
}

# `uv sync` takes away what it did not install; then all is to be installed again.
pruned() { [[ -e .venv/done/build && ! -x .venv/bin/ninja ]]; }

if fits && ! pruned && .venv/bin/python -c 'import pip' 2>/dev/null; then
  exit
fi
if [[ -e .venv ]] && ! fits; then
  echo "The .venv here was made for another checkout or another Python; recreating it."
  rm -rf .venv
fi
[[ -e .venv ]] ||
  setup/step.sh venv "Making the virtual environment .venv with $("$python" --version)" \
    "$python" -m venv --without-pip .venv
rm -rf .venv/done
touch .venv/pyvenv.cfg
