"""What runs around a submission, in a process of its own; the grader is outside and trusts nothing.

Python submissions find these modules, NumPy and the standard library, and nothing else of juliaset.
"""
