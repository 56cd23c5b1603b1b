"""What runs in the process of a submission; the grader is another process and trusts none of it.

Python submissions find these modules, NumPy and the standard library, and nothing else of juliaset.
"""
