"""A small cluster without a network: its workers, its disk, and what happens to them.

A client is a generator: it yields each question to the submission's functions, and is sent the
answer. What must outlive it, the files and the record, is in the Mosaic. All else is lost with it.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np

from juliaset.grader.catalogue import load_module
from juliaset.grader.counts import right_counts
from juliaset.problem import BOOK_C, Problem

ANSWERS = load_module(Path(__file__).with_name("answers.py"))
RULES = load_module(Path(__file__).with_name("rules.py"))

EDGE = 16
# What happens to a batch, and how often; the last kinds always happen in the last life.
FATES = ("done", "killed", "silent", "wrong", "twice")
OFTEN = (5, 2, 1, 1, 1)


@dataclass
class Mosaic:
    """A picture in tiles: what is right, what is on the disk, and what the record says."""

    width: int
    height: int
    digests: list[str]  # of the right counts
    empty: list[str]
    costs: list[int]
    most: int
    record: list = field(default_factory=list)
    files: dict[int, str] = field(default_factory=dict)  # the digest of what is in each
    planned: list[str] = field(default_factory=list)  # fates of the next batches
    aged: bool = False
    kills: int = 0
    computed: int = 0

    @property
    def found(self):
        """The digest of each tile's file; None if there is none."""
        return [self.files.get(tile) for tile in range(len(self.digests))]

    @property
    def complete(self):
        """Whether a reader gets the right counts of every tile."""
        read = [file or zeros for file, zeros in zip(self.found, self.empty, strict=True)]
        return read == self.digests

    def write(self, tile):
        """Write what a worker has computed; nothing if a reader would take it for that anyway."""
        self.computed += 1
        if self.digests[tile] == self.empty[tile]:
            self.files.pop(tile, None)
        else:
            self.files[tile] = self.digests[tile]

    def compute(self, batch, random, fate):
        """Let a worker compute a batch, and return the reports that reach the client."""
        if fate == "killed":
            killed_at = random.randrange(len(batch))
            for tile in batch[:killed_at]:
                self.write(tile)
            if random.random() < 0.5:  # within a file
                self.files[batch[killed_at]] = other_digest(random)
            self.kills += 1
            return []
        for tile in batch:
            self.write(tile)
        report = [[tile, self.digests[tile]] for tile in batch]
        random.shuffle(report)
        if fate == "silent":
            self.kills += 1
            return []
        if fate == "done":
            return [report]
        self.computed += len(batch)
        again = random.sample(report, len(report))
        if fate == "wrong":
            again[0] = [again[0][0], other_digest(random)]
        return [report, again]

    def forget(self, tiles):
        """Remove the rows of doubtful tiles, as a person does who has repaired the machine."""
        self.record = [row for row in self.record if row[0] not in tiles]

    def age(self, random):
        """Let it lie on a disk for years: one file is damaged, one deleted, and so on."""
        written = sorted(self.files)
        left_out = [tile for tile in range(len(self.digests)) if tile not in self.files]
        damaged, deleted, unknown = random.sample(written, 3)
        for tile in (damaged, random.choice(left_out)):
            self.files[tile] = other_digest(random)
        del self.files[deleted]
        self.forget([unknown])
        self.aged = True


def drawn_mosaic(random, share):
    """Draw a picture whose corners take no step.

    share: how many of the most expensive tiles a batch may cost.
    """
    width, height = (EDGE * random.randint(8, 10) + random.randint(1, EDGE - 1) for _ in range(2))
    c = BOOK_C + complex(random.uniform(-4e-3, 4e-3), random.uniform(-4e-3, 4e-3))
    edge = random.uniform(2.6, 3)
    counts = right_counts(Problem.view((-edge, edge, -edge, edge), width, height, c, 300))
    tiles = [
        counts[top:below, left:after]
        for left, top, after, below in RULES.boxes(width, height, EDGE)
    ]
    costs = [int(tile.sum()) + tile.size for tile in tiles]
    return Mosaic(
        width,
        height,
        [digest_of(tile) for tile in tiles],
        [digest_of(np.zeros_like(tile)) for tile in tiles],
        costs,
        int(share * max(costs)),
    )


def client(mosaic, random, *, last):
    """Live one life of a client, which goes on where the one before was killed.

    In the last life the mosaic is finished, damaged, and finished once more, with each fate.
    """
    yield from ask("split", mosaic.width, mosaic.height, EDGE)
    while True:
        to_compute, doubtful = yield from ask("resume", mosaic.record, mosaic.found, mosaic.empty)
        if doubtful:
            mosaic.forget(doubtful)
        elif to_compute:
            batches = yield from ask("batch", to_compute, mosaic.costs, mosaic.most)
            yield from run_batches(mosaic, batches, random, last=last)
        elif last and not mosaic.aged:
            mosaic.age(random)
            # After each of the first three something is left to compute, so the fourth comes too.
            mosaic.planned = list(FATES[1:])
        else:
            return


def run_batches(mosaic, batches, random, *, last):
    """Have batches computed, and put reports into the record, in whatever order they come."""
    reports = []
    for batch in random.sample(batches, len(batches)):
        fate = "done" if last else random.choices(FATES, OFTEN)[0]
        fate = mosaic.planned.pop(0) if mosaic.planned else fate
        reports += mosaic.compute(batch, random, fate)
        random.shuffle(reports)
        while reports and random.random() < 0.5:
            yield from join_report(mosaic, reports, random)
    while reports:
        yield from join_report(mosaic, reports, random)


def join_report(mosaic, reports, random):
    """Combine a report with another one, or with the record."""
    report = reports.pop()
    if reports and random.random() < 0.3:
        both = yield from ask("combine", report, reports.pop())
        reports.append(both)
    else:
        pair = random.sample([mosaic.record, report], 2)
        mosaic.record = yield from ask("combine", *pair)


def ask(name, *arguments):
    """Ask a function of the submission; raise FailedError if its answer is wrong."""
    answer = yield (name, *arguments)
    ANSWERS.judge(name, arguments, answer)
    return answer


def digest_of(counts):
    """Return a digest of a tile's counts."""
    shape = "x".join(map(str, counts.shape))
    return sha256(shape.encode() + counts.astype("<i4").tobytes()).hexdigest()[:16]


def other_digest(random):
    """Return the digest of other counts than the right ones."""
    return f"{random.getrandbits(64):016x}"
