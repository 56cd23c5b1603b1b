#!/usr/bin/env bash
# Print the Python to make .venv from: $PYTHON, else the one of .venv, else the first that will do.
# $PYTHON is a path, a command, or a version: 3.13, 3.13.0, 3.14t.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh
source setup/supported_pythons.sh

# Whether it will do, its name and version, and the file itself. Not a name: inside an active .venv,
# python3.11 is the link in .venv.
look='
import os, platform, sys
oldest, newest = [int(each.split(".")[1]) for each in sys.argv[1:]]
minor = sys.version_info[1] if sys.version_info[0] == 3 else -1
name = platform.python_implementation()
fits = name == "CPython" and minor >= oldest
print("%s %s %s" % ("newer" if fits and minor > newest else fits, name, platform.python_version()))
print(os.path.realpath(sys.executable))'

# The paths and commands that a value of PYTHON may mean.
meant_by() {
  case $1 in
    \~/*) echo "$HOME/${1#??}" ;; # some shells hand it over as it is
    3.*)
      echo "python$1"
      # One of pyenv that is not switched on: its own command python3.13 then only complains.
      local all=${PYENV_ROOT:-$HOME/.pyenv}/versions free='' digits
      [[ $1 != *t ]] || free=t
      compgen -G "$all/$1/bin/python" || true
      for digits in '[0-9][0-9]' '[0-9]'; do # the newest first
        compgen -G "$all/${1%t}.$digits$free/bin/python" | sort -r || true
      done
      ;;
    *) echo "$1" ;;
  esac
}

# One a line: a path may contain blanks.
candidates=$(printf '%s\n' .venv/bin/python python3.11 python3.12 python3.13 python3.14 python3.15 python3)
if [[ -n ${PYTHON:-} ]]; then
  candidates=$(meant_by "$PYTHON")
fi
refused=''
while IFS= read -r candidate; do
  found=$("$candidate" -c "$look" "$oldest_python" "$newest_python" 2>/dev/null </dev/null) ||
    continue
  read -r fits what <<<"$found"
  path=${found#*$'\n'}
  if [[ $fits == False ]]; then
    refused=${refused:-"$path is $what"}
    continue
  fi
  if [[ $fits == newer ]]; then
    echo "$path is $what, which was never tried; supported: $supported_pythons. Going on." >&2
  fi
  echo "$path"
  exit
done <<<"$candidates"

if [[ -n ${PYTHON:-} ]]; then
  echo "PYTHON=$PYTHON: ${refused:-no such Python was found}; supported: $supported_pythons." >&2
else
  cat >&2 <<END
No Python that will do was found; supported: $supported_pythons. Looked at: ${candidates//$'\n'/ }
Type:  $(how_to_get '' python)
or name another one:  make PYTHON=/path/to/python3.13
END
fi
exit 2
