"""The process that runs a user's problem file: describes the problem, or poses it."""

import sys
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.bench.contestants.own_solver import problem_in
from juliaset.bench.contestants.posed import SMALL, Posed, save_posed
from juliaset.bench.contestants.service import serve_standard
from juliaset.bench.contestants.user_file import import_file
from juliaset.cpp_file import CppFile
from juliaset.problems.arguments import described
from juliaset.problems.instance import Instance
from juliaset.problems.own_problem import OwnProblem

_MOST_OUTPUT = 1 << 36  # bytes: inputs and outputs are written into files
_LARGEST = 2**53 - 1  # of a whole number that every reader of JSON keeps


def respond(order: dict[str, Any]) -> dict[str, Any]:
    """Describe the problem of an order's `file`; with a `folder`, pose it there."""
    problem = problem_in(import_file(Path(order["file"])))
    if "folder" not in order:
        return _description(problem)
    folder, size = Path(order["folder"]), int(order["size"])
    instance = problem.at(size)
    _save(folder, instance)
    if problem.small_size < size:
        (folder / SMALL).mkdir()
        _save(folder / SMALL, problem.at(problem.small_size))
    return {
        "name": problem.name,
        "parameters": _numbers(instance),
        "steps": instance.steps,
        "step": problem.step,
        "output": described(instance.expected),
        "oracle": str(problem.tolerance),
        "digest": _digest(instance),
    }


def _description(problem: OwnProblem) -> dict[str, Any]:
    return {
        "name": problem.name,
        "size": problem.size,
        "small": problem.small_size,
        "exact": problem.tolerance.exact,
        "kernels": [
            {
                "name": each.name,
                "threads": each.supports_threads,
                "reason": each.missing(),
                "summary": each.summary,
                "cpp": _source(each.cpp) if each.cpp else None,
            }
            for each in problem.kernels.values()
        ],
    }


def _source(file: CppFile) -> dict[str, Any]:
    return asdict(file) | {"path": str(file.path)}


def _save(folder: Path, instance: Instance) -> None:
    save_posed(folder, Posed(instance.inputs, instance.expected, instance.tolerance))


def _numbers(instance: Instance) -> dict[str, Any]:
    """Return the size and the inputs that are numbers, as the file of a contest can hold them."""
    plain = (int, float)
    found = {
        name: value if type(value) in plain and abs(value) <= _LARGEST else str(value)
        for name, value in instance.inputs.items()
        if not isinstance(value, np.ndarray)
    }
    size: dict[str, Any] = {"size": instance.size}
    if found.get("size", instance.size) != instance.size:
        size |= {"inputs.size": found.pop("size")}
    return size | found


def _digest(instance: Instance) -> str:
    """Return what differs if an input does, or an output that must be equal."""
    found = sha256(repr(instance.tolerance).encode())
    arrays = dict(instance.inputs)
    if instance.tolerance.exact:
        arrays[""] = instance.expected
    for name, value in arrays.items():
        array = np.asarray(value)
        found.update(f"{name} {described(array)} ".encode())
        found.update(array.tobytes())
    return found.hexdigest()[:16]


if __name__ == "__main__":
    serve_standard(respond, int(sys.argv[1]), _MOST_OUTPUT)
