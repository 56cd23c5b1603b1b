"""The contest's page: it says what was measured, and loads nothing."""

import html
import re
from pathlib import Path

import pytest
from contest_sample import TWIN, WITHOUT_TIME, contest, embedded, few_rows
from page_reader import Page, overflow

from juliaset.bench.record_problem import OwnProblem
from juliaset.bench.report import page
from juliaset.profilers.requirements import browser


@pytest.fixture(scope="module")
def whole() -> str:
    return page(contest())


@pytest.fixture(scope="module")
def shown(whole: str) -> Page:
    return Page(whole)


def test_the_headline_is_the_best_exact_row(shown: Page) -> None:
    said = shown.said()
    best = "cpp.openmp_simd_avx512@O3/t2 is 1,0"
    assert best in said
    assert "times as fast as python.loops" in said
    assert "c = -0.62772-0.42193j, 1000 x 1000 pixels, limit 300: 33,219,980" in said
    assert "36 of 39 rows" in said
    assert "the contest is complete" in said


def test_a_tolerant_row_is_never_the_headline() -> None:
    record = contest()
    record.variants = [
        row for row in record.variants if row.exactness != "exact" or "numpy" in row.id
    ] + [record.variants[0]]
    assert "numpy.compacting is " in Page(page(record)).said()


def test_a_problem_whose_oracle_is_unknown_has_no_word_of_it() -> None:
    record = contest()
    record.problem = OwnProblem("sums")
    assert "the oracle's" not in page(record)
    record.problem.oracle = "within 1e-06 relative"
    assert "and the output is the oracle's within 1e-06 relative." in html.unescape(page(record))


def test_all_rows_are_in_the_ladder_and_the_table(shown: Page) -> None:
    for row in contest().variants:
        if row.id != TWIN:
            assert row.id in shown.said("ladder")
            assert row.id in shown.said("numbers")
    for status, reason in WITHOUT_TIME.values():
        assert f"{status} : {reason}" in shown.said("ladder")


def test_tolerant_rows_are_pale(whole: str) -> None:
    ladder = whole.split('<section id="ladder">')[1].split("</svg>", maxsplit=1)[0]
    bars = re.findall(r'<g class="([\w ]+)"><title>([^<]*?): [^<]*</title>\s*<path', ladder)
    assert len(bars) == 36
    for css, name in bars:
        tolerant = any(word in name for word in ("fma", "fastmath", "float32"))
        assert ("tolerant" in css) == tolerant, name
    assert "svg .tolerant" in whole


def test_intervals_show_the_twin_and_the_verdicts(whole: str, shown: Page) -> None:
    assert 'class="band"' in whole
    said = shown.said("intervals")
    for word in (
        "faster",
        "slower",
        "unresolved",
        "what the controls show",
        "Close to the baseline",
    ):
        assert word in said


def test_a_time_to_doubt_has_its_reason(shown: Page) -> None:
    assert "Rows to doubt" not in shown.said("intervals")
    record = few_rows()
    note = "its lru_cache answered 599 of 600 calls"
    next(row for row in record.variants if row.id == "cython.lists").note = note
    said = Page(page(record)).said("intervals")
    assert note in said.partition("Rows to doubt")[2]


def test_scaling_and_flags_are_those_measured_several_ways(shown: Page) -> None:
    scaling = shown.said("scaling")
    for name in ("numba.parallel", "cython.prange", "cpp.openmp@O3"):
        assert name in scaling
    assert "numba.njit" not in scaling
    flags = shown.said("matrix")
    assert "O0 O2 O3 O3_native" in flags
    assert "cpp.complex" in flags
    assert "cpp.simd_sse2" not in flags


def test_the_roof_gives_the_share(shown: Page) -> None:
    said = shown.said("roof")
    assert "avx512: 0.12 ns avx2: 0.31 ns sse2: 0.62 ns" in said
    assert re.search(r"cpp\.openmp_simd_avx512@O3/t2 0\.1\d* ns 7\d\.\d %", said)


def test_the_gil_and_the_machine(shown: Page) -> None:
    assert "2 1.8 x 2.08 x 1 x 0.7 ms 104 ms" in shown.said("gil")
    said = shown.said("machine")
    for fact in ("AMD EPYC", "GNU 12.2.0", "-ffp-contract=off", "2.4.6", "a2ac016bef69", "58.2"):
        assert fact in said


def test_nothing_is_loaded(whole: str, shown: Page) -> None:
    assert not re.search(r"https?:|[\"'(]//|@import|url\(", whole)
    for tag, attributes in shown.elements:
        assert "src" not in attributes, tag
        assert tag not in {"link", "img", "iframe", "object"}
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(a["content"] for a in shown.attributes("meta") if "http-equiv" in a)
    assert (policy or "").startswith("default-src 'none'")


def test_links_lead_somewhere_and_drawings_have_names(shown: Page) -> None:
    names = {attributes.get("id") for _, attributes in shown.elements}
    assert {str(a["href"])[1:] for a in shown.attributes("a")} <= names
    drawings = shown.attributes("svg")
    # Two of the six charts, the curves, are drawn once; the others also for a narrow page.
    assert len(drawings) == 10
    assert all(drawing["role"] == "img" for drawing in drawings)
    tags = [tag for tag, _ in shown.elements]
    assert all(tags[at + 1] == "title" for at, tag in enumerate(tags) if tag == "svg")


def test_the_record_comes_back_from_the_page(whole: str) -> None:
    assert embedded(whole) == contest()


def test_the_same_record_makes_the_same_page(whole: str) -> None:
    assert page(contest()) == whole


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_is_wider_than_the_screen(whole: str, width: int, tmp_path: Path) -> None:
    if not browser():
        pytest.skip("no browser here")
    assert overflow(browser(), whole, width, tmp_path) <= 0
