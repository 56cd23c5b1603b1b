#!/usr/bin/env bash
# Print the Python to make .venv from: $PYTHON, else the one of .venv, else the first that will do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

# The file itself and not a name: inside an active .venv, python3.11 is the link in .venv.
probe='import os, sys; sys.version_info >= (3, 11) and print(os.path.realpath(sys.executable))'
usual=".venv/bin/python python3.11 python3.12 python3.13 python3.14 python3"
read -ra candidates <<<"${PYTHON:-$usual}"
for candidate in "${candidates[@]}"; do
  found=$("$candidate" -c "$probe" 2>/dev/null) || continue
  [[ -z $found ]] || { echo "$found"; exit; }
done

cat >&2 <<END
No Python 3.11 or newer was found. Looked at: ${candidates[*]}
Type:  $(how_to_get '' python)
or name another one:  make PYTHON=/path/to/python3.11
END
exit 2
