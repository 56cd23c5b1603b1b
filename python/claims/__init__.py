"""The claims of a learner's five pages of notes, each with the experiment that decides it.

In python/, `python -m claims` runs all experiments and writes docs/notes-checked.md.
"""
