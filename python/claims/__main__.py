"""Decide claims: python -m claims [NAME ...] runs the named experiments, or all of them.

--list prints the names. tools/notes_checked.py writes the page with all verdicts.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python claims`, too

from claims.claim import CLAIMS
from claims.experiments import decide_all


def main() -> int:
    """Do what the command line asks; return 130 if a reader like `head` has closed the pipe."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 130
    return code


def run() -> int:
    """Run the experiments of the command line; return 1 if a verdict is not as stated."""
    parser = argparse.ArgumentParser(prog="python -m claims", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="print the names of all claims")
    arguments = parser.parse_args()
    if arguments.list:
        for claim in CLAIMS.values():
            print(f"{claim.name:32} {claim.verdict:12} {claim.says}")
        return 0
    unknown = [name for name in arguments.names if name not in CLAIMS]
    if unknown:
        parser.error(f"no claim is called {', '.join(unknown)}; --list prints the names")
    decided = decide_all(arguments.names or CLAIMS)
    wrong = [name for name, _, verdict in decided if verdict != CLAIMS[name].verdict]
    if wrong:
        print(f"not as stated: {', '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
