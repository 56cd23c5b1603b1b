"""Saved contests: a folder with a file for each, named by its time, revision and machine."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

import msgspec

from juliaset.bench.circumstances import apart, circumstances
from juliaset.bench.record import Record, Variant
from juliaset.bench.record_file import dumps, load
from juliaset.kernel_type import UnavailableError
from juliaset.system.files import check_writable, write_whole

VARIABLE = "JULIASET_HISTORY"
_USUAL = Path(".juliaset")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_REVISION = 40


class NoContestError(UnavailableError):
    """There is no saved contest that can answer."""


@dataclass(frozen=True)
class Saved:
    """A contest and the file from which it was read."""

    path: Path
    record: Record
    when: datetime

    @property
    def name(self) -> str:
        """What the user called it; empty for nothing."""
        return self.path.stem.removeprefix(stem(self.record)).lstrip("-").partition("~")[0]


@dataclass(frozen=True)
class Series:
    """Contests whose ratios mean the same, oldest first: one CPU, compiler, problem, baseline."""

    circumstances: dict[str, object]
    contests: list[Saved]


def folder() -> Path:
    """Return the folder of saved contests: JULIASET_HISTORY, or .juliaset in the working folder."""
    return Path(os.environ.get(VARIABLE) or _USUAL)


def check_saving(name: str, into: Path) -> None:
    """Raise ValueError unless a contest can be saved under this name; the folder is made."""
    if name and not _NAME.fullmatch(name):
        allowed = "up to 60 letters, digits, dots, - and _, a letter or a digit first"
        raise ValueError(f"--save is {name!r}; allowed: {allowed}")
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "it is not a folder" if isinstance(error, FileExistsError) else error.strerror
        raise ValueError(f"{VARIABLE} is {str(into)!r}: {reason}; allowed: a folder") from None
    check_writable("--save", into / "contest.json")


def save(record: Record, name: str, into: Path) -> Path:
    """Write the contest into the folder, and return its file; no file is ever replaced."""
    beginning = "-".join([stem(record), *([name] if name else [])])
    number = 1
    while True:
        path = into / f"{beginning}{f'~{number}' if number > 1 else ''}.json"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            number += 1
            continue
        try:
            write_whole(path, dumps(record))
        except BaseException:
            path.unlink()
            raise
        return path


def stem(record: Record) -> str:
    """Return what a file's name begins with: 20261128T102155Z-a2ac016bef69-1f3c9a2e."""
    when = moment(record).strftime("%Y%m%dT%H%M%SZ")
    short = _ODD.sub("_", revision(record))[:_LONGEST_REVISION] or "unknown"
    return f"{when}-{short}-{fingerprint(record)}"


def revision(record: Record) -> str:
    """Return the revision of what was measured; empty if it is unknown."""
    return record.contest.revision or record.contest.machine.git


def fingerprint(record: Record) -> str:
    """Return eight digits that differ if the machine does."""
    machine = record.contest.machine
    about = (machine.cpu, machine.cores, machine.architecture, machine.isa_cap)
    return sha256(repr(about).encode()).hexdigest()[:8]


def saved(within: Path) -> tuple[list[Saved], list[str]]:
    """Return the contests of a folder, oldest first, and why its other files are none."""
    found, complaints = [], []
    for path in sorted(within.glob("[!.]*.json")):
        try:
            record = load(path)
            found.append(Saved(path, record, moment(record)))
        except ValueError as error:
            reason = str(error)
            known = reason.startswith(str(path))
            complaints.append(reason if known else f"{path} is not the JSON of a contest: {reason}")
    return sorted(found, key=lambda each: (each.when, each.path.name)), complaints


def moment(record: Record) -> datetime:
    """Return when a contest began."""
    return datetime.fromisoformat(record.contest.when).astimezone(UTC)


def series(contests: Sequence[Saved]) -> list[Series]:
    """Return the contests by their circumstances, the series with the newest contest last."""
    found: dict[bytes, Series] = {}
    for each in contests:
        about = circumstances(each.record)
        key = msgspec.json.encode(about)
        found.setdefault(key, Series(about, [])).contests.append(each)
    return sorted(found.values(), key=lambda group: group.contests[-1].when)


def before(new: Record, contests: Sequence[Saved]) -> Saved:
    """Return the newest contest before this one that can be compared with it."""
    start, reason = moment(new), ""
    for each in reversed(contests):
        if each.when > start or each.record == new:
            continue
        if not (why := apart(each.record, new)):
            return each
        reason = reason or f"; the newest of them: {why}"
    raise NoContestError(f"no saved contest before it can be compared with it{reason}")


def matching(record: Record, patterns: Sequence[str]) -> Iterator[Variant]:
    """Yield the rows that one of the patterns names; all, without patterns."""
    for row in record.rows:
        names = (row.id, row.kernel)
        if not patterns or any(fnmatchcase(n, p) or n == p for n in names for p in patterns):
            yield row
