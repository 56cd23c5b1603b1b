"""Count how often the labs' grader is wrong: starts, solutions and planted mistakes.

python tools/lab_verdicts.py --each 20 --kind solutions      20 gradings of every solution
python tools/lab_verdicts.py --gradings 200                  200 gradings drawn at random
Add --busy 2 to grade while two other processes spin. --json FILE saves all gradings;
--write FILE puts the table between its markers in a Markdown file.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status
from markers import replace_between

KINDS = ("start", "solutions", "planted")
RIGHT = {"start": Status.FAIL, "solutions": Status.PASS, "planted": Status.FAIL}


@dataclass(frozen=True)
class Grading:
    """One check of one file, and its verdict."""

    lab: str
    kind: str
    file: str
    status: str
    seconds: float
    message: str

    @property
    def false(self) -> bool:
        """Whether the verdict is wrong; an inconclusive one is not."""
        return self.status not in {RIGHT[self.kind], Status.INCONCLUSIVE}


def files_of(lab: Lab, kind: str) -> list[Path]:
    """Return the files of a kind."""
    return {"start": [lab.start], "solutions": lab.solutions, "planted": lab.planted}[kind]


def graded(lab: Lab, kind: str, path: Path) -> Grading:
    """Check a file once and return the grading."""
    verdict = lab.prepared(path, lambda ready: check_submission(lab, ready))
    return Grading(lab.name, kind, path.name, str(verdict.status), verdict.seconds, verdict.message)


def drawn(number: int, every: list[Lab]) -> Iterator[tuple[Lab, str, Path]]:
    """Return random files: labs and kinds are equally likely, then the files of both."""
    chance = Random()  # noqa: S311 - another choice in each run
    for _ in range(number):
        lab, kind = chance.choice(every), chance.choice(KINDS)
        yield lab, kind, chance.choice(files_of(lab, kind))


@contextmanager
def spinning(number: int) -> Iterator[None]:
    """Run `number` processes that spin until the block ends."""
    command = [sys.executable, "-c", "while True: pass"]
    spinners = [subprocess.Popen(command) for _ in range(number)]  # noqa: S603
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.kill()
            spinner.wait()


def table(found: list[Grading]) -> str:
    """Return a table with a row for each lab: how often each kind had which verdict."""
    lines = [
        "| lab | start | solutions | planted | false | seconds a check |",
        "| --- | --- | --- | --- | ---: | ---: |",
    ]
    for lab in dict.fromkeys(sorted(grading.lab for grading in found)):
        own = [grading for grading in found if grading.lab == lab]
        cells = [_counted([each for each in own if each.kind == kind]) for kind in KINDS]
        wrong = sum(grading.false for grading in own)
        middle = sorted(grading.seconds for grading in own)[len(own) // 2]
        lines.append(f"| {lab} | {' | '.join(cells)} | {wrong} | {middle:.1f} |")
    wrong = sum(grading.false for grading in found)
    open_ = sum(grading.status == Status.INCONCLUSIVE for grading in found)
    lines.append(f"\n{len(found)} gradings: {wrong} false verdicts, {open_} inconclusive.\n")
    return "\n".join(lines)


def _counted(gradings: list[Grading]) -> str:
    counted = Counter(grading.status for grading in gradings)
    return ", ".join(f"{status} {number}" for status, number in counted.most_common()) or "-"


def main() -> None:
    """Grade the files and print the progress and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gradings", type=int, default=0, help="gradings of random files")
    parser.add_argument("--each", type=int, default=0, help="gradings of every file")
    parser.add_argument("--kind", action="append", choices=KINDS, help="repeatable; default: all")
    parser.add_argument(
        "--lab",
        type=int,
        action="append",
        choices=[lab.number for lab in all_labs()],
        metavar="N",
        help="repeatable; default: all",
    )
    parser.add_argument("--busy", type=int, default=0, help="processes that spin meanwhile")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    if asked.each < 1 and asked.gradings < 1:
        parser.error("nothing to grade; say --each 1 or --gradings 200")
    if asked.write:
        try:  # before hours of work
            replace_between(asked.write.read_text(), "lab verdicts", "")
        except (OSError, ValueError) as error:
            parser.error(f"--write: {error}")
    every = [lab for lab in all_labs() if not asked.lab or lab.number in asked.lab]
    jobs = [
        (lab, kind, path)
        for _ in range(asked.each)
        for lab in every
        for kind in asked.kind or KINDS
        for path in files_of(lab, kind)
    ] + list(drawn(asked.gradings, every))
    found: list[Grading] = []
    start = time.monotonic()
    with spinning(asked.busy):
        for lab, kind, path in jobs:
            found.append(graded(lab, kind, path))
            last = found[-1]
            if last.false or last.status == Status.INCONCLUSIVE:
                print(f"\n{last.lab} {last.kind}/{last.file}: {last.status}: {last.message}")
            print(f"\r{len(found)} of {len(jobs)}", end="", flush=True)
    print(f"\n{table(found)}{time.monotonic() - start:.0f} s")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n")
    if asked.write:
        text = asked.write.read_text()
        asked.write.write_text(replace_between(text, "lab verdicts", table(found)))


if __name__ == "__main__":
    main()
