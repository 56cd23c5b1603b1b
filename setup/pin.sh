#!/usr/bin/env bash
# Ask pip for today's newest versions that fit together, and pin them in setup/constraints.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

resolve() { # <report> <what>...
  setup/step.sh pins "Asking pip what fits together today: ${*:2}" \
    python -m pip install --dry-run --ignore-installed --report "$@"
}
resolve build/pins.json pip --group build --group dev '.[numba]'
# Only its folder of headers is wanted, and not the old setuptools that it asks for.
resolve build/pins-pythran.json --no-deps pythran

{
  cat <<'END'
# The exact version of everything that goes into .venv, also of what comes along with it.
# Written by `make pins`. What we ask for ourselves stands in pyproject.toml.
END
  python - build/pins.json build/pins-pythran.json <<'END'
import json, pathlib, sys

reports = [json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:]]
items = [item for report in reports for item in report["install"]]
pins = [item["metadata"] for item in items if not item["is_direct"]]
print(*sorted("{name}=={version}".format_map(pin).lower() for pin in pins), sep="\n")
END
} >build/constraints.txt
mv build/constraints.txt setup/constraints.txt
echo 'Wrote setup/constraints.txt; git diff setup/constraints.txt shows what moved.'
