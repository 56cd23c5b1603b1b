"""The public names say what they take, return and raise, and each has a place in the book."""

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import juliaset
from juliaset import bench, mosaic, problems

API = (Path(__file__).parents[2] / "docs" / "book" / "api.md").read_text()
MODULES = (juliaset, bench, mosaic, problems)
NAMES = {f"{module.__name__}.{name}" for module in MODULES for name in module.__all__}
# In modules of their own, because each needs packages that others do not.
ELSEWHERE = {
    *("juliaset.mosaic.picture.render", "juliaset.mosaic.picture.counts_in"),
    *("juliaset.mosaic.png.to_png", "juliaset.mosaic.deep_zoom.to_deep_zoom"),
    *("juliaset.mosaic.tiff.to_tiff", "juliaset.cluster.local.local_team"),
    *("juliaset.cluster.remote.remote_team", "juliaset.cluster.team.Team"),
    *("juliaset.cluster.certificates.make_certificates", "juliaset.cluster.errors.ClusterError"),
}
FUNCTIONS = [
    juliaset.Problem.book,
    juliaset.Problem.view,
    juliaset.Kernel.bind,
    juliaset.escape_counts,
    juliaset.explore,
    juliaset.get_kernel,
    juliaset.kernel,
    juliaset.kernels,
    bench.contest,
    mosaic.Mosaic.compute,
    problems.OwnProblem.complaint,
]
ANSWERS_ANYTHING = {"kernel", "kernels"}  # no argument of theirs is refused


def section(function: Callable[..., object], name: str) -> str:
    text = inspect.getdoc(function) or ""
    found = re.search(rf"^{name}:\n((?: .*\n?|\n)+)", text, re.MULTILINE)
    return found[1] if found else ""


def test_each_name_has_a_place_in_the_book() -> None:
    found, module = set(), ""
    for directive, name in re.findall(r"^\.\. (\w+):: ([\w.]+)", API, re.MULTILINE):
        if directive == "currentmodule":
            module = name
        elif directive != "automodule":
            found.add(f"{module}.{name}")
    assert found == NAMES | ELSEWHERE


@pytest.mark.parametrize("path", sorted(ELSEWHERE))
def test_what_the_book_names_elsewhere_is_there(path: str) -> None:
    pytest.importorskip("distributed")
    module, _, name = path.rpartition(".")
    assert getattr(import_module(module), name).__doc__


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__qualname__)
def test_a_function_says_what_it_takes_returns_and_raises(function: Callable[..., object]) -> None:
    taken = [name for name in inspect.signature(function).parameters if name != "self"]
    assert re.findall(r"^    (\w+): ", section(function, "Args"), re.MULTILINE) == taken
    assert section(function, "Returns")
    raised = re.findall(r"^    (\w+): ", section(function, "Raises"), re.MULTILINE)
    assert bool(raised) == (function.__name__ not in ANSWERS_ANYTHING)


def test_the_attributes_of_a_kernel_and_a_problem_are_described() -> None:
    for made in (juliaset.Kernel, juliaset.Problem, problems.OwnProblem):
        described = re.findall(r"^    (\w+): ", section(made, "Attributes"), re.MULTILINE)
        assert described == list(inspect.signature(made).parameters)


@pytest.mark.parametrize("module", MODULES)
def test_a_name_is_completed_before_it_is_imported(module: ModuleType) -> None:
    assert set(module.__all__) <= set(dir(module))
