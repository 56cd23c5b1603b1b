"""Writes the repository of a new problem: `juliaset new`."""
