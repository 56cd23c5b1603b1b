"""Lab 15 races cpp.balls for this CPU, or the lab's start if no flavour is for this CPU."""

from dataclasses import replace
from typing import Any

import pytest

from juliaset import get_kernel
from juliaset.grader.catalogue import find_lab
from juliaset.grader.launch import Loadable

START = Loadable.of_ours("the start", "of the lab")


class Compiled:
    """A submission whose start is compiled already."""

    def baseline(self) -> Loadable:
        return START


@pytest.mark.parametrize("reason", ["", "flavour O3_native is not in this wheel"])
def test_the_baseline(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    check: Any = find_lab("15").check
    best = get_kernel("best")
    name = f"cpp.openmp_balls_{best.isa}"
    balls = replace(get_kernel(name), reason_of=lambda _: reason)
    monkeypatch.setattr(check, "get_kernel", {"best": best, name: balls}.__getitem__)
    chosen = check.balls(Compiled())
    if reason:
        assert chosen is START
    else:
        assert (chosen.ours, chosen.flavour) == (name, "O3_native")
