"""The profiling workbench: every profiler one command, and what it says held against the truth."""
