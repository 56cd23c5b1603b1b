"""What takes part in a contest: a kernel in a process of its own, a function, a program."""
