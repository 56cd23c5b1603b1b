"""Run experiments and print what they show."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import claims.topics  # noqa: F401 - registers the claims
from claims.claim import CLAIMS, Case, NotHereError, UnresolvedError, verdict_of
from juliaset.system import here

TRIES = 20
UNRESOLVED = "unresolved"


def decide(name: str) -> tuple[list[Case], str]:
    """Return the cases of a claim and its verdict, or why there is none."""
    try:
        cases = CLAIMS[name].run()
        return cases, verdict_of(cases)
    except NotHereError as error:
        return [], f"can't be run here: {error}"
    except (AttributeError, FileNotFoundError) as error:
        if here.is_linux() or not _is_of_linux(error):
            raise
        return [], f"can't be run here: it needs Linux ({error})"
    except AssertionError as error:
        return [], f"shows nothing: {error}"
    except UnresolvedError as error:
        return [], f"{UNRESOLVED}: {error}"


def _is_of_linux(error: AttributeError | FileNotFoundError) -> bool:
    """Return whether what is missing is Linux's: a function of os, or a file of the kernel."""
    if isinstance(error, AttributeError):
        return error.obj is os
    return str(error.filename).startswith(("/proc/", "/sys/"))


def decide_all(names: Iterable[str]) -> Iterator[tuple[str, list[Case], str]]:
    """Decide claims, print each, and return its name, its cases and its verdict.

    An unresolved claim is tried again later, when the machine may have less to do.
    """
    waiting = list(names)
    tries = Counter(waiting)
    while waiting:
        name = waiting.pop(0)
        cases, verdict = decide(name)
        print(f"{name}: {verdict}")
        for case in cases:
            print(f"    {case.mark.value}: {case.label}: {case.printed}")
        sys.stdout.flush()
        if verdict.startswith(UNRESOLVED) and tries[name] <= TRIES:
            tries[name] += 1
            waiting.append(name)
        else:
            yield name, cases, verdict
