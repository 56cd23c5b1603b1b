#!/usr/bin/env bash
# Grade submissions of strangers in the container that the Containerfile next to this describes.
# setup/grading/grade.sh <folder of submissions> <folder for the grades> [<options of lab grade>...]
# JULIASET_ENGINE is podman or docker; if it is not set, the one that is installed.
set -euo pipefail
# shellcheck source=setup/packages.sh
source "$(dirname "${BASH_SOURCE[0]}")/../packages.sh"
# shellcheck source=setup/portable.sh
source "$(dirname "${BASH_SOURCE[0]}")/../portable.sh"

if (($# < 2)); then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
if [[ ! -d $1 ]]; then
  echo "'$1' is not a folder; allowed: one with a folder for each learner" >&2
  exit 2
fi
if [[ $1$2 == *,* ]]; then
  echo "'$1' or '$2' has a comma, which ends a word of --mount; allowed: folders without one" >&2
  exit 2
fi
submissions=$(whole_path "$1")
grades=$2
shift 2
engine=${JULIASET_ENGINE:-}
if [[ -z $engine ]]; then
  engine=$(basename "$(command -v podman || command -v docker || true)")
fi
# The profile of Debian's package golang-github-containers-common, which podman installs.
profile=/usr/share/containers/seccomp.json
# What bubblewrap needs: namespaces of users, mounts in them, and a /proc that nothing covers.
case $engine in
  podman) walls=(--security-opt unmask=ALL) ;;
  docker)
    walls=(--security-opt systempaths=unconfined --security-opt apparmor=unconfined)
    if [[ -e $profile ]]; then
      walls+=(--security-opt seccomp="$profile")
    else
      walls+=(--security-opt seccomp=unconfined)
    fi
    ;;
  '')
    echo "This needs podman or docker. Type:  $(how_to_get '' podman)" >&2
    exit 2
    ;;
  *)
    echo "JULIASET_ENGINE is '$engine'; allowed: podman or docker" >&2
    exit 2
    ;;
esac
user=51234 # as in the Containerfile
if [[ ! -d $grades ]]; then
  mkdir -p "$grades"
  chown "$user" "$grades" 2>/dev/null || chmod a+rwx "$grades"
fi
grades=$(whole_path "$grades")

options=(
  --rm --network none --read-only --user "$user:$user"
  --cap-drop ALL --security-opt no-new-privileges "${walls[@]}"
  --memory 6g --memory-swap 6g --pids-limit 512 --cpus "$(cores)"
  # Compiled submissions are loaded from there.
  --tmpfs "/tmp:rw,exec,nosuid,nodev,size=2g,mode=1777"
  --mount "type=bind,source=$submissions,target=/submissions,readonly"
  --mount "type=bind,source=$grades,target=/grades"
)
exec "$engine" run "${options[@]}" juliaset-grading "$@"
