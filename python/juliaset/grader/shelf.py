"""The labs that there are: each a folder of labs/, read and never listed by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

Given = TypeVar("Given")

CHECKOUT = Path(__file__).parents[3]
SHELF = CHECKOUT / "labs"
_FOLDER = re.compile(r"(\d\d)_([a-z0-9_]+)")
_HINT = re.compile(r"^## +", re.MULTILINE)


@dataclass(frozen=True)
class Lab:
    """A lab: README.md, start.*, check.py, hints.md, solutions/ and planted/."""

    folder: Path

    @property
    def number(self) -> int:
        """What a learner calls it by."""
        return int(self.folder.name[:2])

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    @property
    def title(self) -> str:
        """The headline of its README, without the number."""
        first = (self.folder / "README.md").read_text().partition("\n")[0]
        return first.removeprefix("# ").partition(": ")[2] or first.removeprefix("# ")

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
        """What the learner gets beside start: everything that is named in given/."""
        return sorted(path for path in self.folder.glob("given/*") if path.is_file())

    @property
    def solutions(self) -> list[Path]:
        """Files that pass."""
        return self._files("solutions")

    @property
    def planted(self) -> list[Path]:
        """Wrong solutions; the first line of each says in which words it must fail."""
        return self._files("planted")

    def _files(self, folder: str) -> list[Path]:
        suffix = self.start.suffix
        found = (self.folder / folder).glob("*")
        return sorted(path for path in found if path.suffix == suffix or path.is_dir())

    @property
    def hints(self) -> list[str]:
        """The hints, in the order in which they are given: questions first."""
        path = self.folder / "hints.md"
        if not path.is_file():
            raise ValueError(f"lab {self.name} has no hints.md")
        hints = [part.strip() for part in _HINT.split(path.read_text())[1:]]
        if not hints:
            raise ValueError(f"lab {self.name}: hints.md has no hint; each begins with '## '")
        return hints

    @property
    def minutes(self) -> int:
        """How long a learner needs, as its author measured or guesses."""
        return int(self.check.MINUTES)

    @cached_property
    def check(self) -> Any:  # noqa: ANN401
        """The module check.py."""
        return module_of(self.folder / "check.py")

    def prepared(self, path: Path, use: Callable[[Path], Given]) -> Given:
        """Use a solution, or what is planted, with the files that prepare.py makes for it first.

        Most labs have no prepare.py: there the file is all.
        """
        if not (self.folder / "prepare.py").is_file():
            return use(path)
        with TemporaryDirectory(prefix="juliaset-prepared-") as folder:
            return use(module_of(self.folder / "prepare.py").prepare(path, Path(folder)))


@cache
def module_of(path: Path) -> Any:  # noqa: ANN401
    """Import a file of a lab, under a name that no other lab's has."""
    name = f"juliaset_lab_{path.parent.name}_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ValueError(f"lab {path.parent.name} has no {path.name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def labs(shelf: Path = SHELF) -> list[Lab]:
    """List them by number."""
    if not shelf.is_dir():
        raise ValueError(
            "the labs are in the folder labs/ of the repository, which an installed package does "
            "not carry; clone it, make setup, and ask there"
        )
    folders = [path for path in shelf.iterdir() if path.is_dir() and _FOLDER.fullmatch(path.name)]
    return sorted((Lab(folder) for folder in folders), key=lambda lab: lab.number)


def lab_of(word: str, shelf: Path = SHELF) -> Lab:
    """Find a lab by its number or its name."""
    every = labs(shelf)
    for lab in every:
        if word.lstrip("0") == str(lab.number) or word in {lab.name, lab.name[3:]}:
            return lab
    raise ValueError(f"there is no lab {word!r}; allowed: {_numbers(every)} (`juliaset lab list`)")


def _numbers(every: list[Lab]) -> str:
    return ", ".join(str(lab.number) for lab in every)
