#!/usr/bin/env bash
# Install the pinned pip into .venv. Python carries an older one as a wheel, which can run as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
where='
import os, sysconfig
try:
    import ensurepip
    own = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
    print(sysconfig.get_config_var("WHEEL_PKG_DIR") or own)
except ImportError:
    print("none")'

wheel=''
if ! "$python" -c 'import pip' 2>/dev/null; then
  for folder in .debian/usr/share/python-wheels "$("$python" -c "$where")"; do
    for found in "$folder"/pip-*.whl; do
      [[ ! -e $found ]] || wheel=$found
    done
  done
  [[ -n $wheel ]] || "$python" -m ensurepip
fi
PYTHONPATH=$wheel "$python" -m pip install --no-compile --constraint setup/constraints.txt pip
