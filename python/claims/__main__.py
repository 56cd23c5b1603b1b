"""Decide claims: python -m claims [NAME ...] runs the named experiments, or all of them.

--list prints the names. A run of all writes docs/notes-checked.md if every verdict came out as it
is stated. It takes a while and keeps what it has in build/claims-run.json; --resume goes on there.
"""

import argparse
import datetime as dt
import os
import sys
from collections import Counter
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python claims`, too

import claims.topics  # noqa: F401 - registers the claims
from claims.claim import CLAIMS, Case, NotHereError, UnresolvedError, verdict_of
from claims.document import DOCUMENT, machine, render
from claims.tools import REPOSITORY

SAVED = REPOSITORY / "build" / "claims-run.json"
TRIES = 20
UNRESOLVED = "unresolved"


def print_names() -> int:
    """Print the claims; a reader like `head` may close the pipe early."""
    try:
        for claim in CLAIMS.values():
            print(f"{claim.name:32} {claim.verdict:12} {claim.says}")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def main() -> int:
    """Run the experiments of the command line and print what they showed."""
    parser = argparse.ArgumentParser(prog="python -m claims", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="print the names of all claims")
    parser.add_argument("--resume", action="store_true", help="go on with the run that stopped")
    arguments = parser.parse_args()
    if arguments.list:
        return print_names()
    unknown = [name for name in arguments.names if name not in CLAIMS]
    if unknown:
        parser.error(f"no claim is called {', '.join(unknown)}; --list prints the names")
    found = saved_run() if arguments.resume else {}
    wrong = []
    waiting = [name for name in arguments.names or CLAIMS if name not in found]
    tries = Counter(waiting)
    while waiting:
        name = waiting.pop(0)
        found[name], verdict = decide(name)
        print_cases(name, verdict, found[name])
        if verdict.startswith(UNRESOLVED) and tries[name] <= TRIES:
            tries[name] += 1
            waiting.append(name)  # later, when the machine may have less to do
            continue
        if verdict != CLAIMS[name].verdict:
            wrong.append(name)
        if not arguments.names:
            SAVED.parent.mkdir(exist_ok=True)
            SAVED.write_bytes(msgspec.json.encode(found))
    if wrong:
        print(f"not as stated: {', '.join(wrong)}")
    elif not arguments.names:
        today = dt.datetime.now(tz=dt.UTC).date()
        DOCUMENT.write_text(render(found, f"{today}: {machine()}"), encoding="utf-8")
        print(f"wrote {DOCUMENT.name}")
    return 1 if wrong else 0


def decide(name: str) -> tuple[list[Case], str]:
    """Return the cases of a claim and its verdict, or why there is none."""
    try:
        cases = CLAIMS[name].run()
        return cases, verdict_of(cases)
    except NotHereError as error:
        return [], f"can't be run here: {error}"
    except AssertionError as error:
        return [], f"shows nothing: {error}"
    except UnresolvedError as error:
        return [], f"{UNRESOLVED}: {error}"


def print_cases(name: str, verdict: str, cases: list[Case]) -> None:
    """Print what an experiment observed."""
    print(f"{name}: {verdict}")
    for case in cases:
        print(f"    {case.mark.value}: {case.label}: {case.printed}")
    sys.stdout.flush()


def saved_run() -> dict[str, list[Case]]:
    """Return what the last full run found before it stopped."""
    if not SAVED.exists():
        return {}
    found = msgspec.json.decode(SAVED.read_bytes(), type=dict[str, list[Case]])
    return {
        name: cases
        for name, cases in found.items()
        if name in CLAIMS and cases and verdict_of(cases) == CLAIMS[name].verdict
    }


if __name__ == "__main__":
    sys.exit(main())
