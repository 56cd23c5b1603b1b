#!/usr/bin/env bash
# Open the notebooks in JupyterLab, for this machine only, and print the address. Ctrl-C ends it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

options=(
  --ServerApp.ip=127.0.0.1
  --ServerApp.root_dir="$PWD"
  --ServerApp.answer_yes=True # Ctrl-C is meant
  --Application.log_level=ERROR
  --LabApp.default_url=/lab/tree/notebooks/01_problem.ipynb
  # JupyterLab would ask the network for news and newer versions, and for extensions.
  --LabApp.app_settings_dir="$PWD/setup/jupyterlab"
  --LabApp.extension_manager=readonly
)
((EUID != 0)) || options+=(--allow-root)
# Without a screen, Jupyter would open a browser for the terminal, if it found one.
[[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $OSTYPE == darwin* ]] || options+=(--no-browser)

exec python -m jupyterlab "${options[@]}"
