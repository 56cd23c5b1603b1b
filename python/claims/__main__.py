"""python -m claims [NAME ...]: run the named experiments, or all and write the document.

--list prints the names. Nothing is written unless every verdict came out as it is stated. A full
run takes a while and keeps what it has in build/notes-run.json; --resume goes on from there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python claims`, too

import claims.topics  # noqa: F401 - registers the claims
from claims.claims import CLAIMS, Case, Mark, NotHereError, UnresolvedError, verdict_of
from claims.document import DOCUMENT, machine, render
from claims.running import REPOSITORY

RUN = REPOSITORY / "build" / "notes-run.json"
TRIES = 20
UNRESOLVED = "unresolved"


def list_all() -> int:
    """Print the names; whoever reads them may stop early."""
    try:
        for claim in CLAIMS.values():
            print(f"{claim.name:32} {claim.verdict:12} {claim.says}")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def main() -> int:
    """Run what was asked for, and print what it showed."""
    parser = argparse.ArgumentParser(prog="python -m claims", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="print the names of all claims")
    parser.add_argument("--resume", action="store_true", help="go on with the run that stopped")
    asked = parser.parse_args()
    if asked.list:
        return list_all()
    unknown = [name for name in asked.names if name not in CLAIMS]
    if unknown:
        parser.error(f"no claim is called {', '.join(unknown)}; --list prints the names")
    found = run_so_far() if asked.resume else {}
    wrong = []
    waiting = [name for name in asked.names or CLAIMS if name not in found]
    tries = Counter(waiting)
    while waiting:
        name = waiting.pop(0)
        found[name], told = decided(name)
        show(name, told, found[name])
        if told.startswith(UNRESOLVED) and tries[name] <= TRIES:
            tries[name] += 1
            waiting.append(name)  # later, when the machine may have less to do
            continue
        if told != CLAIMS[name].verdict:
            wrong.append(name)
        if not asked.names:
            keep(found)
    if wrong:
        print(f"not as stated: {', '.join(wrong)}")
    elif not asked.names:
        today = dt.datetime.now(tz=dt.UTC).date()
        DOCUMENT.write_text(render(found, f"{today}: {machine()}"), encoding="utf-8")
        print(f"wrote {DOCUMENT.name}")
    return 1 if wrong else 0


def show(name: str, told: str, cases: list[Case]) -> None:
    """Print what an experiment saw."""
    print(f"{name}: {told}")
    for case in cases:
        print(f"    {case.mark.value}: {case.label}: {case.printed}")
    sys.stdout.flush()


def run_so_far() -> dict[str, list[Case]]:
    """Return what the last full run found before it stopped."""
    if not RUN.exists():
        return {}
    rows = json.loads(RUN.read_text(encoding="utf-8"))
    found = {
        name: [Case(label, Mark(mark), printed) for label, mark, printed in cases]
        for name, cases in rows.items()
        if name in CLAIMS and cases
    }
    return {name: c for name, c in found.items() if verdict_of(c) == CLAIMS[name].verdict}


def keep(found: dict[str, list[Case]]) -> None:
    """Save what a full run has found until now."""
    rows = {name: [(c.label, c.mark, c.printed) for c in cases] for name, cases in found.items()}
    RUN.parent.mkdir(exist_ok=True)
    RUN.write_text(json.dumps(rows), encoding="utf-8")


def decided(name: str) -> tuple[list[Case], str]:
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


if __name__ == "__main__":
    sys.exit(main())
