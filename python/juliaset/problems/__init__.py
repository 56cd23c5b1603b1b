"""A problem of your own: what a file for `juliaset bench --problem` makes.

`OwnProblem` has the inputs, the output, the oracle, the size and what a step is.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juliaset.problems.own_problem import OwnProblem

__all__ = ["OwnProblem"]


def __getattr__(name: str) -> object:
    """Import the class when it is first used: most rows of a contest need only its neighbours."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from juliaset.problems.own_problem import OwnProblem  # noqa: PLC0415

    return OwnProblem


def __dir__() -> list[str]:
    """Return the lazy name too."""
    return sorted([*globals(), *__all__])
