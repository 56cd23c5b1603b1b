"""What a page shows are the counts of the package, pixel by pixel, whatever led there."""

import shlex
from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer
from playwright.sync_api import expect

import juliaset
from juliaset import Problem

Opened = Callable[..., Explorer]
HERE = [kernel.name for kernel in juliaset.kernels() if not kernel.reason]
WRONG = [name for name in HERE if name == "cpp.fastmath" or name.startswith("cpp.fma_")]
RED = (255, 24, 56, 255)


@pytest.mark.parametrize(
    "engine",
    ["best", "python.loops", "numpy.compacting", "cython.memoryview", "cpp.scalar", "cpp.openmp"],
)
def test_the_counts_are_those_of_the_package(new_explorer: Opened, engine: str) -> None:
    explorer = new_explorer({"engine": engine, "limit": "40"})
    assert explorer.frame().counts.size > 50_000
    explorer.frame().assert_right()


def test_counts_beyond_16_bits_are_right(new_explorer: Opened) -> None:
    explorer = new_explorer({"c": "-0.123,0.745", "limit": "70000"})
    assert explorer.frame().counts.max() == 70_000
    explorer.frame().assert_right()


def test_counts_stay_right_while_one_moves_and_zooms(explorer: Explorer) -> None:
    stage = explorer.part("stage")
    for keys in ("ArrowLeft ArrowDown", "+", "+ + +", "-", "ArrowUp", "0"):
        for key in keys.split():
            stage.press(key)
        explorer.settle()
        explorer.frame().assert_right()


def test_counts_are_right_as_deep_as_one_can_zoom(new_explorer: Opened) -> None:
    explorer = new_explorer({"c": "-0.8,0.156", "limit": "2000"})
    explorer.part("stage").hover(position={"x": 150, "y": 120})
    for _ in range(60):
        explorer.page.mouse.wheel(0, -300)
    explorer.settle()
    expect(explorer.part("bits")).to_have_text("2")
    deepest = explorer.frame()
    assert len(set(deepest.problem.xs)) == deepest.view["width"]
    explorer.frame().assert_right()


def test_in_bands_each_count_has_one_colour(new_explorer: Opened) -> None:
    explorer = new_explorer({"smooth": "false"})
    counts, pixels = explorer.frame().counts, explorer.pixels()
    assert pixels.shape == (*counts.shape, 4)
    assert (pixels[..., 3] == 255).all()
    colours = np.ascontiguousarray(pixels).view(np.uint32)
    pairs = np.unique(np.stack([counts.ravel(), colours.ravel().astype(np.int64)]), axis=1)
    assert pairs.shape[1] == len(np.unique(counts))
    assert len(np.unique(pairs[1])) > 20


def test_other_colours_ask_for_no_other_counts(new_explorer: Opened) -> None:
    explorer = new_explorer({"smooth": "false"})
    asked, banded = len(explorer.sent("paint")), explorer.pixels()
    explorer.set("smooth").check(force=True)
    explorer.until_repainted(banded)
    smooth = explorer.pixels()
    explorer.set("palette").last.check(force=True)
    explorer.until_repainted(smooth)
    explorer.frame().assert_right()
    assert len(explorer.sent("paint")) == asked


@pytest.mark.parametrize("engine", WRONG)
def test_wrong_pixels_are_red_and_counted(new_explorer: Opened, engine: str) -> None:
    explorer = new_explorer({"engine": engine, "c": "-0.8,0.156", "limit": "2000"})
    frame = explorer.frame()
    wrong = frame.counts != frame.right_counts()
    assert wrong.any()
    expect(explorer.part("differ")).to_have_text(f"{wrong.sum():,}")
    red = (explorer.pixels() == RED).all(axis=2)
    np.testing.assert_array_equal(red, wrong)


def test_the_command_computes_the_same_points(explorer: Explorer) -> None:
    for key in ("+", "ArrowRight"):
        explorer.key(key)
    explorer.settle()
    words = shlex.split(explorer.part("command").inner_text())
    after = {word: words[k + 1 :] for k, word in enumerate(words)}
    x1, x2, y1, y2 = map(float, after["--window"][:4])
    width, height = map(int, after["--size"][0].split("x"))
    (c,) = (complex(word.removeprefix("--c=")) for word in words if word.startswith("--c="))
    limit = int(after["--max-iterations"][0])
    command = Problem.view((x1, x2, y1, y2), width, height, c, limit)
    frame = explorer.frame()
    np.testing.assert_array_equal(command.xs, frame.problem.xs)
    np.testing.assert_array_equal(command.ys, frame.problem.ys)
    assert (command.c, command.max_iterations) == (frame.c, frame.limit)
