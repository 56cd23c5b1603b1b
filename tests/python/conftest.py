"""Settings that must stand before the first test is imported."""

import os

from hypothesis import settings

# Numba fixes its most threads when it is imported; the tests ask for three on any machine.
os.environ.setdefault("NUMBA_NUM_THREADS", "4")

# The same examples on every machine and in every run: a failure can be run again.
settings.register_profile("juliaset", derandomize=True, deadline=None, database=None)
settings.load_profile("juliaset")
