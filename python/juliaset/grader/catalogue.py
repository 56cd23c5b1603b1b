"""The labs of the course: each is a folder of labs/, found there and listed nowhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct, field

from juliaset.course_folder import COURSE, HOW, where_in_words
from juliaset.system.processes import in_brief
from juliaset.system.work_folder import work_folder

Result = TypeVar("Result")
Text = Annotated[str, Meta(min_length=1)]

LABS = COURSE / "labs"
FOLDER = re.compile(r"(\d\d)_([a-z0-9_]+)")
_HINT = re.compile(r"^## +", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


class Misconception(Struct, frozen=True, forbid_unknown_fields=True):
    """What learners believe, and where the course shows that it is wrong."""

    belief: Text
    cure: Text


class Description(Struct, frozen=True, forbid_unknown_fields=True):
    """What lab.toml says: the tables of the documentation are made from it."""

    title: Text
    summary: Text  # what the learner does: "finding ..."
    minutes: Annotated[int, Meta(gt=0)]  # as its author measured or estimates
    session: Annotated[int, Meta(gt=0)]  # of the course, in which it is done
    objectives: Annotated[list[Text], Meta(min_length=1)]  # "Afterwards you can ..."
    notebooks: list[Annotated[int, Meta(gt=0)]] = field(default_factory=list)  # to read before
    labs: list[Annotated[int, Meta(gt=0)]] = field(default_factory=list)  # to do before
    misconceptions: list[Misconception] = field(default_factory=list)
    # What the check measures of each file that passes: its name in check.py, and what it counts.
    figures: dict[Text, Text] = field(default_factory=dict)
    # Whether these depend on what a check has drawn: then the model solution must get the same.
    drawn_figures: bool = False
    # How many times as fast as the baseline; a table if it depends on the widest instruction set.
    goal: Annotated[float, Meta(gt=0)] | dict[str, Annotated[float, Meta(gt=0)]] | None = None


@dataclass(frozen=True)
class Lab:
    """A lab: lab.toml, README.md, start.*, check.py, hints.md, solutions/ and planted/."""

    folder: Path

    @property
    def number(self) -> int:
        """The number by which a learner names it."""
        return int(self.folder.name[:2])

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @cached_property
    def description(self) -> Description:
        """What lab.toml says."""
        path = self.folder / "lab.toml"
        try:
            return msgspec.toml.decode(path.read_bytes(), type=Description)
        except (OSError, ValueError, RecursionError) as error:
            why = in_brief(str(error), 300)
            raise ValueError(f"lab {self.name}: lab.toml can't be read: {why}") from None

    @property
    def title(self) -> str:
        """Its title, without the number."""
        return self.description.title

    @property
    def minutes(self) -> int:
        """How long a learner needs."""
        return self.description.minutes

    @property
    def goal(self) -> float:
        """How many times as fast as the baseline a submission must be on this CPU."""
        from juliaset.compile_kernel import widest_isa  # noqa: PLC0415 - it loads the kernels

        goal = self.description.goal
        if isinstance(goal, dict):
            goal = goal.get(widest_isa())
        if goal is None:
            raise ValueError(f"lab {self.name}: lab.toml has no goal for {widest_isa()}")
        return goal

    @property
    def task(self) -> str:
        """README.md, without the comments that are for programs."""
        return _COMMENT.sub("", (self.folder / "README.md").read_text())

    @property
    def start(self) -> Path:
        """The file with the TODO."""
        found = sorted(self.folder.glob("start.*"))
        if len(found) != 1:
            names = ", ".join(path.name for path in found) or "none"
            raise ValueError(f"lab {self.name} has {names}; allowed: one file start.*")
        return found[0]

    @property
    def given(self) -> list[Path]:
        """The other files that the learner gets: all that are in given/."""
        return sorted(path for path in self.folder.glob("given/*") if path.is_file())

    @property
    def solutions(self) -> list[Path]:
        """Files that pass."""
        return self._files("solutions")

    @property
    def planted(self) -> list[Path]:
        """Wrong solutions; the first line of each says with which words it must fail."""
        return self._files("planted")

    def _files(self, folder: str) -> list[Path]:
        suffix = self.start.suffix
        found = (self.folder / folder).glob("*")
        return sorted(
            path
            for path in found
            if path.suffix == suffix or (path.is_dir() and path.name != "__pycache__")
        )

    @property
    def hints(self) -> list[str]:
        """The hints, in the order in which a learner gets them: questions first."""
        path = self.folder / "hints.md"
        if not path.is_file():
            raise ValueError(f"lab {self.name} has no hints.md")
        hints = [part.strip() for part in _HINT.split(path.read_text())[1:]]
        if not hints:
            raise ValueError(f"lab {self.name}: hints.md has no hint; each begins with '## '")
        return hints

    @cached_property
    def check(self) -> Any:  # noqa: ANN401
        """The module check.py."""
        return load_module(self.folder / "check.py")

    def prepared(self, path: Path, use: Callable[[Path], Result]) -> Result:
        """Call `use` with a solution or planted mistake, after prepare.py has made its files.

        Most labs have no prepare.py, because the file is all that they need.
        """
        if not (self.folder / "prepare.py").is_file():
            return use(path)
        with TemporaryDirectory(prefix="prepared-", dir=work_folder()) as folder:
            return use(load_module(self.folder / "prepare.py").prepare(path, Path(folder)))


@cache
def load_module(path: Path) -> Any:  # noqa: ANN401
    """Import a file of a lab, under a name that no file of another lab has."""
    name = f"juliaset_lab_{path.parent.name}_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ValueError(f"lab {path.parent.name} has no {path.name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def all_labs() -> list[Lab]:
    """Return the labs by number."""
    if not LABS.is_dir():
        raise ValueError(
            f"there are no labs {where_in_words()}; to write them, and go there: {HOW}"
        )
    folders = [path for path in LABS.iterdir() if path.is_dir() and FOLDER.fullmatch(path.name)]
    return sorted((Lab(folder) for folder in folders), key=lambda lab: lab.number)


def in_course_order(labs: list[Lab]) -> list[Lab]:
    """Return labs in the sequence in which the course does them.

    A number is a name that stays: a lab that is added later has a higher one than its neighbours.
    """

    def place(lab: Lab) -> tuple[int, int, int]:
        about = lab.description
        return about.session, max(about.notebooks, default=0), lab.number

    return sorted(labs, key=place)


def find_lab(word: str) -> Lab:
    """Return a lab by its number or its name."""
    labs = all_labs()
    for lab in labs:
        if word.lstrip("0") == str(lab.number) or word in {lab.name, lab.name[3:]}:
            return lab
    numbers = ", ".join(str(lab.number) for lab in labs)
    raise ValueError(f"there is no lab {word!r}; allowed: {numbers} (`juliaset lab list`)")
