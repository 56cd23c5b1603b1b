"""The predictions of the notebooks, and how they are compared with what is measured."""

import math

import IPython.display
import numpy as np
import pytest

import juliaset
from juliaset import _native, extras
from juliaset.notebook import SIZE, conclude, has, predict, row_of, sized


@pytest.mark.parametrize(
    ("measured", "shown"),
    [
        (34_219_980, "34,219,980"),
        (np.int64(1_000_000), "1,000,000"),
        (np.float64(90.63), "90.6"),
        (1036.43, "1,036"),
        (0.961, "0.961"),
        (4.4e-06, "4.4e-06"),
        (0, "0"),
    ],
)
def test_a_count_is_shown_to_its_last_digit(
    measured: float, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    predict("it", ..., "units").against(measured)
    assert capsys.readouterr().out.startswith(f"it: measured {shown} units.\n")


def test_a_prediction_is_shown_with_its_distance(capsys: pytest.CaptureFixture[str]) -> None:
    predict("calls of abs", 33_219_980, "calls").against(34_219_980)
    predict("times", 10).against(2.5)
    predict("gain", 0, "%").against(-0.272)
    near, far, none = capsys.readouterr().out.splitlines()[1::2]
    assert near == "You predicted 33,219,980 calls: within a tenth. You know how this works."
    assert far == "You predicted 10: a factor of 4 apart. Which assumption was wrong?"
    assert none == "You predicted 0 %: 0.272 apart."


def test_a_missing_prediction_is_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    predict("it", ...).against(3)
    assert "You made no prediction" in capsys.readouterr().out


@pytest.mark.parametrize("guess", ["ten", None, True, math.nan, math.inf])
def test_a_guess_is_a_number(guess: object) -> None:
    with pytest.raises(ValueError, match="allowed: a number"):
        predict("it", guess)


def test_a_notebook_has_the_size_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SIZE, raising=False)
    assert sized(1000, 200) == 1000
    monkeypatch.setenv(SIZE, "small")
    assert sized(1000, 200) == 200
    monkeypatch.setenv(SIZE, "tiny")
    with pytest.raises(ValueError, match="is 'tiny'; allowed: full, small"):
        sized(1000, 200)


@pytest.mark.parametrize(
    "kernel", ["simd", "simd_tiled", "sieve", "balls", "openmp_balls", "openmp_mirror"]
)
def test_the_narrowest_and_the_widest_row_run_here(kernel: str) -> None:
    able = [roof for roof in _native.roofs() if not roof.reason]
    narrowest, widest = row_of(kernel), row_of(kernel, widest=True)
    assert (narrowest, widest) == (f"cpp.{kernel}_{able[0].isa}", f"cpp.{kernel}_{able[-1].isa}")
    assert juliaset.get_kernel(narrowest).available
    assert juliaset.get_kernel(widest).available


def test_a_cell_that_needs_a_package_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert has()
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    assert not has("anywidget")
    said = capsys.readouterr().out
    assert said.startswith("anywidget is not installed, and this cell needs it; ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("ratio", "said"), [(0.59, "0.59: less"), (1.1, "1.10: near 1"), (3.0, "3.00: much more")]
)
def test_a_statement_follows_from_the_figure(
    ratio: float, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(IPython.display, "display", lambda text: shown.append(text.data))
    conclude(
        (ratio < 0.8, f"{ratio:.2f}: less"),
        (ratio < 1.25, f"{ratio:.2f}: near 1"),
        otherwise=f"{ratio:.2f}: much more",
    )
    assert shown == [said]
