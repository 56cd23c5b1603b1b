# Print the doors of a Makefile: "##@ group", and below it "door: ... ## what it does".
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z-]+:.* ## / {
  split($0, part, / ## /)
  printf "  make %-10s %s\n", substr($1, 1, length($1) - 1), part[2]
}
