#!/usr/bin/env bash
# Install juliaset, its course and the book from this folder, without a network.
# ./install.sh [<folder for them: juliaset in the home folder if left out>]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:-$HOME/juliaset}
version=$(cat "$here/python-version") system=$(cat "$here/system")

if [[ $(uname -sm) != "$system" ]]; then
  echo "These packages are for $system; this machine is $(uname -sm)." >&2
  exit 2
fi

python=''
for each in "${PYTHON:-}" "python$version" python3; do
  found=$("$each" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
  if [[ $found == "$version" ]]; then
    python=$each
    break
  fi
done
if [[ -z $python ]]; then
  echo "These packages are for Python $version, which is not here; PYTHON=... names one." >&2
  exit 2
fi

"$python" - "$here" <<'END'
import hashlib, pathlib, sys

folder = pathlib.Path(sys.argv[1])
for line in (folder / "SHA256SUMS").read_text().splitlines():
    expected, _, name = line.partition("  ")
    path = folder / name
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        sys.exit(f"{name} is damaged or missing; copy the archive again.")
END

mkdir -p "$target"
target=$(cd "$target" && pwd)
"$python" -m venv "$target/.venv"
"$target/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
  --find-links "$here/wheels" 'juliaset[course,numba,cffi,cluster,explorer]'
rm -rf "$target/book"
cp -R "$here/book" "$target/book"
"$target/.venv/bin/juliaset" course "$target" >/dev/null
cat <<END
The book is $target/book/index.html. To begin, type:
  cd '$target'
  source .venv/bin/activate
  jupyter lab notebooks/01_problem.ipynb
END
