"""The error of a problem that is not right."""


class ProblemError(ValueError):
    """What is wrong with a problem itself, and not with one of its kernels."""
