#!/usr/bin/env bash
# Run the tests of tests/browser, or some of them, in Chromium that is cut off from the network.
# Installs Chromium if it may; JULIASET_BROWSER names another program of that family.
# setup/test_browser.sh [<files and other arguments of pytest>...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

look() {
  local name
  browser=''
  for name in ${JULIASET_BROWSER:+"$JULIASET_BROWSER"} chromium chromium-browser google-chrome \
    '/Applications/Chromium.app/Contents/MacOS/Chromium' \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
    browser=$(command -v "$name") && return
    [[ -z ${JULIASET_BROWSER:-} ]] || break
  done
}

look || true
if [[ -n ${JULIASET_BROWSER:-} && -z $browser ]]; then
  echo "JULIASET_BROWSER is '$JULIASET_BROWSER', which is not a program here." >&2
  exit 2
fi
if [[ -z $browser && $(package_manager) == apt-get ]] && ((EUID == 0)); then
  setup/step.sh packages-update "Asking apt-get for today's packages" apt-get update || true
  # shellcheck disable=SC2046 # names without spaces
  setup/step.sh packages-browser 'Installing Chromium' \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    $(package_names apt-get '' chromium) || true
  look || true
fi
if [[ -z $browser ]]; then
  echo "Tests in a browser need Chromium. Type:  $(how_to_get '' chromium)" >&2
  echo 'JULIASET_BROWSER=/path/to/chrome names a Chrome, Chromium or Edge that you have.' >&2
  exit 2
fi

# Chromium asks its makers for news. In a network of its own nothing answers; a user other than root
# needs a user namespace for that. Without either, the tests give Chromium a proxy that is not there.
cut_off=()
for way in 'unshare --net' 'unshare --map-root-user --net'; do
  # shellcheck disable=SC2086 # a command with options
  if $way python setup/loopback.py true 2>/dev/null; then
    # shellcheck disable=SC2206
    cut_off=($way python setup/loopback.py)
    break
  fi
done
((${#cut_off[@]} > 0)) || echo 'No network namespace may be made here; a proxy that is not there replaces it.'

export JULIASET_BROWSER=$browser
[[ $# -gt 0 && $1 != -* ]] || set -- tests/browser "$@"
exec ${cut_off[@]+"${cut_off[@]}"} python -m pytest "$@"
