# Sourced: what the package manager of this machine calls a thing, from the one table of packages.
# shellcheck shell=bash
package_table=${BASH_SOURCE[0]%/*}/../python/juliaset/system/packages.txt

# The package managers of the table that this system may have.
known_managers() {
  if [[ $OSTYPE == darwin* ]]; then echo brew; else echo apt-get dnf pacman brew; fi
}

# The package manager of this machine; nothing if it is none of the table.
package_manager() {
  local each
  for each in $(known_managers); do
    if command -v "$each" >/dev/null; then
      echo "$each"
      return
    fi
  done
}

# A cell of the table: - if the manager has no such package.
package_cell() { # <thing> <column> <version of Python>
  awk -F'|' -v thing="$1" -v column="$2" -v version="$3" '
    $1 == "thing" { for (k = 2; k <= NF; k++) if ($k == column) number = k }
    $1 == thing { gsub(/%v/, version, $number); print $number }
  ' "$package_table"
}

# The packages that bring things, with a manager.
package_names() { # <manager> <version of Python> <thing>...
  local manager=$1 version=$2 thing cell names=''
  shift 2
  for thing in "$@"; do
    cell=$(package_cell "$thing" "$manager" "$version")
    [[ $cell == - || $cell == '('* ]] || names+="${names:+ }$cell"
  done
  echo "$names"
}

# The commands that bring things to this machine, as a person types them.
how_to_get() { # <version of Python> <thing>...
  local version=$1 manager thing packages own='' absent='' words='' sudo='sudo '
  shift
  manager=$(package_manager)
  for thing in "$@"; do
    words+="${words:+, }$(package_cell "$thing" words "$version")"
  done
  if [[ -z $manager ]]; then
    manager=$(known_managers)
    echo "# no ${manager// / or } is here; install: $words"
    return
  fi
  for thing in "$@"; do
    case $(package_cell "$thing" "$manager" "$version") in
      -) absent+="${absent:+, }$(package_cell "$thing" words "$version")" ;;
      '(xcode-select --install)') own='xcode-select --install' ;;
    esac
  done
  [[ -z $own ]] || echo "$own"
  packages=$(package_names "$manager" "$version" "$@")
  if [[ $manager == brew ]] || ((EUID == 0)); then sudo=''; fi
  [[ -z $packages ]] || echo "$sudo$(package_cell install "$manager" "$version") $packages"
  [[ -z $absent ]] || echo "# $manager has no package of: $absent"
}
