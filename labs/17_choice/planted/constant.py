# fails with: the same answer for every program
"""The answers of the README's example."""


def seconds(tool, loop, place):
    """Return what the README says."""
    return {"python": 0.03, "numpy": 0.1503, "numba": 5.0003, "cython": 0.0003}[tool]


def reasons(loop, place):
    """Return what the README says."""
    return {"python": "slow", "numpy": "slow", "numba": "slow", "cython": "chosen"}
