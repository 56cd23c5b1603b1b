"""Memos, like functools.lru_cache, anywhere in what a function calls, and what they answer.

A memo that stays warm from call to call answers instead of the function to be timed.
"""

import functools
import inspect
import sys
import sysconfig
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

_MOST_OBJECTS = 500  # that are looked at
# A cached function of an installed package is found if it is named, but not what is in it.
_INSTALLED = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")]
# Its kernels keep what they have compiled, and no counts.
_INSTALLED.append(Path(__file__).parents[2])


@dataclass
class Memo:
    """A memo, and what it has answered since it was found."""

    what: str  # "its lru_cache", "the lru_cache of solve"
    info: Callable[[], Any]
    hits: int = 0
    misses: int = 0
    warm_hits: int = 0  # after the first call
    warm_misses: int = 0

    def count(self) -> tuple[int, int]:
        """Return its hits and misses since it was made or cleared."""
        info = self.info()
        return int(info.hits), int(info.misses)

    def add(self, before: tuple[int, int], *, first: bool) -> None:
        """Add what it answered since then."""
        hits, misses = (now - then for now, then in zip(self.count(), before, strict=True))
        if hits < 0 or misses < 0:  # it was cleared in between, so it did not stay warm
            return
        self.hits += hits
        self.misses += misses
        if not first:
            self.warm_hits += hits
            self.warm_misses += misses

    def note(self, calls: int) -> str:
        """Return what it answered, if it stayed warm over that many calls after the first."""
        if not self.warm_hits or self.warm_misses >= calls:
            return ""
        return f"{self.what} answered {self.hits:,} of {self.hits + self.misses:,} calls"


def memos_in(function: object) -> list[Memo]:
    """Return the memos of a function, of what it wraps, and of what its code names.

    They are looked for in closures, in global names and in methods, and in the functions that are
    found there. Nothing is called except `cache_info`.
    """
    try:
        return _found_in(function)
    except Exception:  # noqa: BLE001 - an object may refuse to be looked at
        return []


def _found_in(function: object) -> list[Memo]:
    found, seen = [], dict[object, object]()
    waiting = deque([(function, True)])  # an object, and whether it is the function itself
    while waiting and len(seen) < _MOST_OBJECTS:
        each, itself = waiting.popleft()
        key = (id(each.__func__), id(each.__self__)) if type(each) is MethodType else id(each)
        if key in seen:
            continue
        seen[key] = each  # kept alive, so that no other object gets its id
        memo = _memo(each, itself=itself)
        if memo is not None:
            found.append(memo)
        wrapped = _wrapped(each)
        waiting += [(inner, itself) for inner in wrapped]
        if itself or not _is_installed(each):
            waiting += [(other, False) for other in _named(each)]
    return found


def _memo(each: object, *, itself: bool) -> Memo | None:
    info = inspect.getattr_static(each, "cache_info", None)
    if info is None or isinstance(each, type | ModuleType):
        return None
    kind = "lru_cache" if isinstance(each, functools._lru_cache_wrapper) else "cache"  # noqa: SLF001
    name = getattr(each, "__name__", type(each).__name__)
    what = f"its {kind}" if itself else f"the {kind} of {name}"
    try:
        memo = Memo(what, each.cache_info)  # type: ignore[attr-defined]
        memo.count()
    except Exception:  # noqa: BLE001 - any object may have an attribute of this name
        return None
    return memo


def _wrapped(each: object) -> Iterator[object]:
    """Yield what an object calls when it is called."""
    if isinstance(each, functools.partial):
        yield each.func
    elif isinstance(each, MethodType):
        yield each.__func__
    elif inspect.isclass(each):
        yield from (vars(each)[name] for name in ("__new__", "__init__") if name in vars(each))
    wrapped = inspect.getattr_static(each, "__wrapped__", None)
    if wrapped is not None:
        yield wrapped


def _named(each: object) -> Iterator[object]:
    """Yield what the code of a function names: globals, closures, attributes of both, defaults."""
    if isinstance(each, functools.partial):
        yield from (*each.args, *each.keywords.values())
    if isinstance(each, MethodType) and isinstance(each.__func__, FunctionType):
        yield from _attributes([each.__self__], _names(each.__func__.__code__))
    call = inspect.getattr_static(type(each), "__call__", None)
    if isinstance(call, FunctionType):
        yield MethodType(call, each)
    if not isinstance(each, FunctionType):
        return
    names = _names(each.__code__)
    known = [each.__globals__[name] for name in names if name in each.__globals__]
    known += [value for cell in each.__closure__ or () for value in _contents(cell)]
    known += [*(each.__defaults__ or ()), *(each.__kwdefaults__ or {}).values()]
    yield from known
    yield from _attributes(known, names)


def _contents(cell: Any) -> Iterator[object]:  # noqa: ANN401 - types.CellType has no contents' type
    try:
        yield cell.cell_contents
    except ValueError:  # it is empty
        return


def _attributes(objects: list[object], names: set[str]) -> Iterator[object]:
    """Yield the attributes of these names, without running a descriptor."""
    for each in objects:
        places = [each] if isinstance(each, ModuleType | type) else [each, type(each)]
        for place in places:
            for name in names:
                value = inspect.getattr_static(place, name, None)
                if isinstance(value, staticmethod | classmethod):
                    value = value.__func__
                if isinstance(value, FunctionType) and not isinstance(each, ModuleType):
                    yield MethodType(value, each)  # whose code may name others of its owner
                elif callable(value):
                    yield value


def _names(code: CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= _names(constant)
    return names


def _is_installed(each: object) -> bool:
    if not isinstance(each, FunctionType):
        return False
    if str(each.__module__).partition(".")[0] in sys.stdlib_module_names:
        return True
    path = Path(each.__code__.co_filename)
    return any(path.is_relative_to(folder) for folder in _INSTALLED)
