"""A limit on CPU time of the grader's own user: what it ends is not the learner's fault."""

import resource

from juliaset.grader.verdict import InconclusiveError


def check_cpu_limit(seconds: int) -> None:
    """Raise InconclusiveError if a program that was killed may use less CPU time here.

    seconds: what a check lets it use.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if 0 <= hard < seconds:  # -1: there is none
        raise InconclusiveError(
            f"A program was killed that may use only {hard} s of CPU time on this machine; a check "
            f"needs up to {seconds} s. `ulimit -H -t` shows this limit."
        )
