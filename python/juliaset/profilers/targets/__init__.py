"""Programs that run under a profiler: each is started by its path."""
