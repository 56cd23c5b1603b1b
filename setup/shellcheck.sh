#!/usr/bin/env bash
# Check the shell scripts with ShellCheck. tests/architecture/test_old_shells.py finds what bash 3.2
# and the programs of macOS do not know.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

shellcheck --external-sources .ci/run setup/*.sh setup/grading/*.sh
