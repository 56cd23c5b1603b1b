#!/usr/bin/env bash
# Say how much the peers take, then give each an environment of its own in build/peers: their pins
# collide with each other and with setup/constraints.txt. setup/peers/<peer>.txt has the pins.
# A peer that cannot be installed is one line with the reason, and the others go on.
# setup/peers.sh [--announce] [<peer>...]
# --announce: say how much, and install nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/packages.sh

folder=${JULIASET_PEERS:-build/peers}
announce=false
if [[ ${1:-} == --announce ]]; then
  announce=true
  shift
fi
names=("$@")
if ((${#names[@]} == 0)); then
  for each in setup/peers/*.txt; do
    each=${each##*/}
    names+=("${each%.txt}")
  done
fi
chosen=()
for each in "${names[@]}"; do
  case $each in
    pypy | numba) continue ;; # another interpreter, and a package of .venv
  esac
  [[ -e setup/peers/$each.txt ]] || {
    allowed=$(cd setup/peers && printf '%s ' *.txt)
    echo "PEERS has '$each'; allowed: ${allowed//.txt/}numba pypy" >&2
    exit 2
  }
  chosen+=("$each")
done

is_there() { cmp -s "setup/peers/$1.txt" "$folder/$1/pins.txt"; }
size() { sed -En "1s/.* ([0-9]+) MB $2.*/\1/p" "setup/peers/$1.txt"; }

download=0
disk=0
missing=()
lines=''
for each in ${chosen[@]+"${chosen[@]}"}; do
  if is_there "$each"; then
    lines+=$(printf '\n  %-8s installed' "$each")
    continue
  fi
  missing+=("$each")
  download=$((download + $(size "$each" 'to download')))
  disk=$((disk + $(size "$each" 'on disk')))
  lines+=$(printf '\n  %-8s %4d MB to download, %4d MB on disk' "$each" \
    "$(size "$each" 'to download')" "$(size "$each" 'on disk')")
done
echo "Peers: $download MB to download, $disk MB on disk in $folder.$lines"
cat setup/peers/left_out.md
! $announce || exit 0

for thing in pypy llvm; do
  case $thing in
    pypy) command -v pypy3 >/dev/null && continue ;;
    llvm) ldconfig -p 2>/dev/null | grep -q 'libLLVM[-.0-9]*so' && continue ;;
  esac
  if [[ $(package_manager) == apt-get ]] && ((EUID == 0)); then
    # shellcheck disable=SC2046 # names without spaces
    setup/step.sh "packages-$thing" "Installing $(package_names apt-get '' $thing)" \
      env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      $(package_names apt-get '' $thing) && continue
  fi
  echo "$thing: not installed. Type:  $(how_to_get '' $thing)"
done

for each in ${missing[@]+"${missing[@]}"}; do
  rm -rf "${folder:?}/$each"
  mkdir -p "$folder" build/log
  # --python of pip: the environment needs no pip of its own. Modules are compiled, because the
  # contest shows how long a peer takes to load.
  # shellcheck disable=SC2016 # the inner bash reads them
  if setup/step.sh "peer-$each" "Installing $each" bash -euc '
    python -m venv --without-pip "$1/$2"
    python -m pip --python "$1/$2/bin/python" install --no-deps --requirement "setup/peers/$2.txt"
    cp "setup/peers/$2.txt" "$1/$2/pins.txt"' peer "$folder" "$each" 2>"build/log/peer-$each.err"; then
    continue
  fi
  rm -rf "${folder:?}/$each"
  # step.sh has begun the line.
  echo "not installed: $(grep -E 'ERROR|error' "build/log/peer-$each.txt" | tail -n 1 || true)"
done
