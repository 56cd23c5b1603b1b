"""A new result is an ordinary array that begins at a huge page, and costs few page faults."""

import pickle
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.bench.fresh_memory import DROPPED, NEW, NUMPY, REUSED, costs
from juliaset.system import huge_pages

PAGE = 1 << 21
MIB = 1 << 20


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Linux that allows huge pages; tests write other settings."""
    monkeypatch.setattr(huge_pages, "_SETTINGS", tmp_path)
    monkeypatch.delenv("NUMPY_MADVISE_HUGEPAGE", raising=False)
    (tmp_path / "enabled").write_text("always [madvise] never\n")
    (tmp_path / "hpage_pmd_size").write_text(f"{PAGE}\n")
    huge_pages.page_size.cache_clear()
    yield tmp_path
    huge_pages.page_size.cache_clear()


@pytest.fixture
def advised(settings: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What Linux is asked for: addresses and sizes."""
    assert settings.exists()
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(huge_pages, "_advise", lambda *area: asked.append(area))
    return asked


@pytest.mark.parametrize(
    ("size", "in_pages"),
    [
        (MIB, PAGE),  # half of one
        (4_000_000, 2 * PAGE),
        (PAGE + MIB - 4, PAGE),  # the last one would be filled by less than half
        (PAGE + MIB, 2 * PAGE),
        (5 * PAGE, 5 * PAGE),
    ],
)
def test_a_large_result_begins_at_a_huge_page(
    advised: list[tuple[int, int]], size: int, in_pages: int
) -> None:
    counts = huge_pages.empty((2, size // 8), np.int32)
    assert advised == [(counts.ctypes.data, in_pages)]
    assert counts.ctypes.data % PAGE == 0
    assert (counts.shape, counts.dtype) == ((2, size // 8), np.int32)
    assert counts.flags.c_contiguous
    assert counts.flags.writeable
    assert counts.flags.aligned
    memory = counts.base
    assert isinstance(memory, np.ndarray)
    end = memory.ctypes.data + memory.nbytes
    assert counts.ctypes.data + max(size, in_pages) <= end
    assert memory.nbytes <= max(size, in_pages) + PAGE


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (511, 512)])
def test_a_small_result_is_numpys(advised: list[tuple[int, int]], shape: tuple[int, int]) -> None:
    assert huge_pages.empty(shape, np.int32).flags.owndata
    assert advised == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("enabled", "always madvise [never]\n"),
        ("hpage_pmd_size", f"{512 * MIB}\n"),
        ("hpage_pmd_size", "?\n"),
        ("enabled", None),
    ],
)
def test_without_huge_pages_all_is_numpys(settings: Path, name: str, text: str | None) -> None:
    if text is None:
        (settings / name).unlink()
    else:
        (settings / name).write_text(text)
    assert huge_pages.page_size() == 0
    assert huge_pages.empty((1000, 1000), np.int32).flags.owndata


def test_numpys_switch_is_obeyed(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMPY_MADVISE_HUGEPAGE", "0")
    assert huge_pages.page_size() == 0
    assert settings.exists()


def test_results_that_are_held_never_share_memory() -> None:
    problem = Problem.view(width=800, max_iterations=5)
    held = [escape_counts(problem) for _ in range(4)]
    views = [counts[::2, 1:] for counts in held]
    expected = held[0].copy()
    del held
    more = [escape_counts(problem) for _ in range(4)]
    for counts in more:
        counts.fill(-1)
    assert all(np.array_equal(view, expected[::2, 1:]) for view in views)


def test_a_result_can_be_pickled_and_copied() -> None:
    counts = escape_counts(Problem.view(width=600, max_iterations=5))
    assert np.array_equal(pickle.loads(pickle.dumps(counts)), counts)  # noqa: S301 - our own
    assert counts.copy().flags.owndata


def test_no_memory_is_an_error_that_says_how_much() -> None:
    with pytest.raises(MemoryError, match="Unable to allocate"):
        huge_pages.empty((1 << 30, 1 << 30), np.int32)


@pytest.mark.skipif(not huge_pages.page_size(), reason="Linux gives no huge pages here")
def test_a_new_result_costs_a_fraction_of_numpys_page_faults() -> None:
    found = costs(1000)
    small = 4_000_000 / resource.getpagesize()
    assert found[REUSED].faults < 10
    assert found[DROPPED].faults < 10
    assert found[NUMPY].faults > 0.9 * small
    assert found[NEW].faults < 0.1 * small
