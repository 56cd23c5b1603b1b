"""What an engine asks of its process, and what the process reports."""

from enum import Enum
from typing import NamedTuple

from juliaset.kernel_type import Gil
from juliaset.problem import Problem


class Setting(NamedTuple):
    """A kernel and how it is called."""

    kernel: str
    flavour: str | None = None
    threads: int | None = None
    gil: Gil | None = None


class Paint(NamedTuple):
    """Compute a frame, from coarse to fine."""

    id: int
    problem: Problem
    setting: Setting


class Smooth(NamedTuple):
    """Find the smooth depths of the frame that is complete."""

    id: int


class Tiles(NamedTuple):
    """Find the tiles that one ball decides."""

    id: int
    problem: Problem


class Rows(NamedTuple):
    """Find which thread computes which row."""

    id: int
    problem: Problem
    threads: int


Job = Paint | Smooth | Tiles | Rows


class State(Enum):
    """What a process does."""

    READY = "it has imported what it needs, and takes jobs"
    TAKEN = "it has taken the job"
    LOADING = "it loads or compiles a kernel, and can't be interrupted meanwhile"
    LOADED = "it has loaded the kernel"
    FREE = "the job is done, or was stopped"


class News(NamedTuple):
    """What a process does, and with which job."""

    state: State
    number: int


class Answer(NamedTuple):
    """A message for the page; counts: where on the board the counts are that go with it."""

    number: int
    content: dict[str, object]
    buffers: tuple[bytes, ...] = ()
    counts: slice | None = None


Report = News | Answer
