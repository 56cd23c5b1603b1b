#!/usr/bin/env bash
# Check, format or test the explorer's page with deno, whose settings are in deno.json. It asks no
# network, and keeps what it remembers in build/.
# setup/deno.sh check | format | test
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DENO_DIR=$PWD/build/deno DENO_NO_UPDATE_CHECK=1
page=python/juliaset/explorer/page
local_only=(--quiet --no-remote --no-npm)

case ${1:-} in
  check)
    deno check "${local_only[@]}" $page/*.js # apart from the tests, which know deno's own names
    deno check "${local_only[@]}" tests/browser/*.js
    deno lint --quiet
    deno fmt --quiet --check
    ;;
  format) deno fmt --quiet ;;
  test) deno test "${local_only[@]}" --allow-read=tests,$page tests/browser ;;
  *)
    echo "setup/deno.sh was called with '${1:-}'; allowed: check, format, test" >&2
    exit 2
    ;;
esac
