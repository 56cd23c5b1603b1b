"""A problem of your own: what a file for `juliaset bench --problem` makes.

`OwnProblem` has the inputs, the output, the oracle, the size and what a step is.
"""

from juliaset.problems.own_problem import OwnProblem

__all__ = ["OwnProblem"]
