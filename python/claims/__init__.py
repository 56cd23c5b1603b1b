"""The claims of a learner's five pages of notes, each with the experiment that decides it.

`python -m claims`, typed in python/, runs them; tools/notes_checked.py writes their page.
"""
