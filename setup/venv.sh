#!/usr/bin/env bash
# Make .venv with a pip in it, unless one is there that fits this checkout and the chosen Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(setup/python.sh)

fits() {
  [[ $(realpath --quiet .venv/bin/python) == "$python" ]] &&
    # A copied or moved .venv still points at the checkout that it was made in.
    grep --quiet --no-messages --fixed-strings "$PWD/.venv" .venv/bin/activate
}

# `uv sync` takes away what it did not install; then all is to be installed again.
pruned() { [[ -e .venv/done/build && ! -x .venv/bin/ninja ]]; }

# Python carries an older pip as a wheel, which can run as it is: it installs the pinned one.
bootstrap_pip() {
  local folder
  for folder in .debian/usr/share/python-wheels "$("$python" -c "$where")"; do
    if compgen -G "$folder/pip-*.whl" >/dev/null; then
      PYTHONPATH=$(echo "$folder"/pip-*.whl) .venv/bin/python -m pip install --no-compile \
        --constraint setup/constraints.txt pip
      return
    fi
  done
  .venv/bin/python -m ensurepip
}
where='
import os, sysconfig
try:
    import ensurepip
    own = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
    print(sysconfig.get_config_var("WHEEL_PKG_DIR") or own)
except ImportError:
    print("none")'

if fits && ! pruned && .venv/bin/python -c 'import pip' 2>/dev/null; then
  exit
fi
if [[ -e .venv ]] && ! fits; then
  echo "The .venv here was made for another checkout or another Python; making it anew."
  rm -rf .venv
fi
[[ -e .venv ]] || "$python" -m venv --without-pip .venv
rm -rf .venv/done
touch .venv/pyvenv.cfg

export -f bootstrap_pip
export python where
setup/step.sh venv "Preparing the virtual environment .venv with $("$python" --version)" \
  bash -euc bootstrap_pip
mkdir -p .venv/done
touch .venv/done/pip
