#!/usr/bin/env bash
# Ask pip for today's newest versions that fit together, and pin them in setup/constraints.txt.
#
# The oldest Python decides. Of packages whose version for it has no wheel for the newest Python, a
# second line pins the newest version that has one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/supported_pythons.sh

running=$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [[ $running != "$oldest_python" ]]; then
  echo "make pins needs the oldest Python, $oldest_python; this .venv has $running." >&2
  echo "Type:  make PYTHON=$oldest_python pins" >&2
  exit 2
fi

resolve() { # <report> <what>...
  setup/step.sh pins "Asking pip what fits together today: ${*:2}" \
    python -m pip install --dry-run --ignore-installed --report "$@"
}
resolve build/pins.json pip --group build --group dev --group wheel --group browser --group hosted \
  '.[numba,cffi,cluster,explorer]'
# Only its folder of headers is wanted, and not the old setuptools that it asks for.
resolve build/pins-pythran.json --no-deps pythran
setup/step.sh pins-newest "Asking pip which of them have wheels for Python $newest_python" \
  python setup/pins.py "$newest_python" build/constraints.txt build/pins.json build/pins-pythran.json
mv build/constraints.txt setup/constraints.txt

# Each peer has an environment of its own, with the newest NumPy that it works with.
for file in setup/peers/*.txt; do
  peer=${file##*/}
  peer=${peer%.txt}
  wanted=(numpy)
  while read -r each; do wanted+=("$each"); done < <(setup/requirements.sh --list "$peer")
  setup/step.sh pins-peer "Asking pip what $peer needs" python -m pip install --dry-run \
    --ignore-installed --report "build/pins-$peer.json" "${wanted[@]}"
  setup/step.sh pins-sizes "Asking how large that is" \
    python setup/peer_pins.py "build/pins-$peer.json" "$file" "build/peers/$peer"
done
echo 'Wrote setup/constraints.txt; git diff setup/constraints.txt shows what moved.'
