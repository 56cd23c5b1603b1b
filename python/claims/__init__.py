"""Every claim of the learners' five pages, each with the experiment that decides it.

`python -m claims` (from python) runs them all and writes docs/notes-checked.md.
"""
