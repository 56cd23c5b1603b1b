"""What differs between operating systems: processes, signals, memory, CPU time, load, files."""
