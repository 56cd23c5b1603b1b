"""What a user would reach for instead: other compilers for Python, each in a process of its own."""
