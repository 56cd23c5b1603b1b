"""Loads the kernels of other packages when it is imported: once, whichever thread is first."""

from juliaset.registry import load_others

load_others()
