#!/usr/bin/env bash
# Print for which Python a wheel is that the Python of .venv compiles, as the names of wheels say it:
# cp311-cp311.
set -euo pipefail

python -c 'from packaging.tags import sys_tags
first = next(sys_tags())
print(first.interpreter, first.abi, sep="-")'
