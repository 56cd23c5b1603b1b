# Sourced: draws how far a command is, from what it has written into its log.
# shellcheck shell=bash

# The line for <what> after <seconds>, with <done> of <all> parts ready, in <columns> columns.
bar_line() {
  local what=$1 seconds=$2 ready=$3 all=$4 columns=$5 words bar='' room filled
  if ((all == 0)); then
    words="$seconds s"
  else
    words="$ready of $all"
    # The first parts say little about the pace.
    if ((ready * 10 >= all && seconds >= 3)); then
      words+=", $(((seconds * (all - ready) + ready - 1) / ready)) s left"
    fi
    room=$((columns - 5 - ${#what} - ${#words}))
    room=$((room > 24 ? 24 : room))
    if ((room >= 6)); then
      filled=$((room * ready / all))
      printf -v bar '%*s' "$filled" ''
      printf -v bar '%-*s' "$room" "${bar// /#}"
      bar=" [${bar// /.}]"
    fi
  fi
  printf '%s' "${what:0:columns-${#words}-2}$bar ${words}"
}

# Redraws the line until it is killed, or until the script is gone that sourced it.
watch_log() { # <log> <what>
  local found ready all columns
  while kill -0 "$$" 2>/dev/null; do
    columns=$(tput cols 2>/dev/null || echo 80)
    found=$(tail -c 4000 "$1" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1 || true)
    IFS='/' read -r ready all <<<"${found//[\[\]]/}"
    printf '\r\033[K%s' "$(bar_line "$2" "$SECONDS" "${ready:-0}" "${all:-0}" "$columns")"
    sleep 0.5
  done
}
