# List the commands of a Makefile: "##@ group", and below it "command: ... ## what it does".
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z-]+:.* ## / {
  split($0, part, / ## /)
  printf "  make %-12s %s\n", substr($1, 1, length($1) - 1), part[2]
}
