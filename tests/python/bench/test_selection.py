"""Which rows a contest has: patterns, flavours, threads and the GIL, and the id of each."""

from dataclasses import replace
from pathlib import Path

import pytest
from contest_sample import contest
from rich.console import Console

from juliaset import UnavailableError, _native, get_kernel, kernels
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.controls import controls_of, with_companions
from juliaset.bench.record import Record
from juliaset.bench.screen import Setting
from juliaset.bench.selection import BASELINE, REFERENCE, Choice, hidden, ladder, one, select
from juliaset.cli import app
from juliaset.kernel_type import Kernel
from juliaset.system.cores import usable_cores


def ids(*patterns: str, **options: object) -> list[str]:
    return [row.id for row in select(Choice(patterns, **options))]  # type: ignore[arg-type]


def test_without_a_pattern_the_ladder_takes_part() -> None:
    choice = Choice()
    found = select(choice)
    assert [row.kernel for row in found] == [kernel.name for kernel in ladder(kernels())]
    assert len(found) + hidden(choice) == len(select(Choice(every=True)))
    assert hidden(Choice(["cpp.scalar"])) == hidden(Choice(every=True)) == 0


def rung(name: str, lanes: int, source: str, reason: str = "", *, exact: bool = True) -> Kernel:
    return replace(
        get_kernel("cpp.scalar"),
        name=name,
        exact=exact,
        isa="some" if lanes > 1 else "",
        lanes=lanes,
        source=Path(source) if source else None,
        reason_of=lambda _: reason,
    )


def test_the_ladder_has_the_widest_vectors_that_run_here_and_what_is_exact() -> None:
    known = [
        rung("a", 1, "a"),
        rung("b2", 2, "b"),
        rung("b4", 4, "b"),
        rung("b8", 8, "b", "the CPU lacks it"),
        rung("c2", 2, "c"),
        rung("d", 2, "d", exact=False),
        rung("e", 1, "e", "numba is not installed"),
        rung("f8", 8, "f", "the CPU lacks it"),
        rung("of a package", 2, ""),
    ]
    names = [kernel.name for kernel in ladder(known)]
    assert names == ["a", "b4", "c2", "e", "f8", "of a package"]


def test_the_ladder_leads_to_best_past_those_that_show_nothing_new() -> None:
    known = kernels()
    steps_back = {each.name.rpartition("_")[0] or each.name for each in known if not each.rung}
    assert steps_back == {"c.cffi", "cpp.openmp_simd", "cpp.tile_trap", "cpp.openmp_balls"}
    rungs = ladder(known)
    assert get_kernel("best") in rungs
    assert not any(each in rungs for each in known if not each.rung)


def test_the_ladder_has_about_twenty_rows() -> None:
    assert 15 <= len(ladder(kernels())) <= 25


@pytest.mark.parametrize("options", [[], ["--all"], ["--kernel", "cpp.scalar"]])
def test_the_command_says_what_it_leaves_out(
    options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def run_and_show(rows: list[SelectedKernel], setting: Setting, _screen: Console) -> Record:
        asked.append((len(rows), setting.hidden))
        return contest()

    monkeypatch.setattr("juliaset.bench.screen.run_and_show", run_and_show)
    app(["bench", *options], standalone_mode=False)
    every = len(select(Choice(every=True)))
    rungs = len(ladder(kernels()))
    assert asked == {
        "": [(rungs, every - rungs)],
        "--all": [(every, 0)],
        "--kernel cpp.scalar": [(1, 0)],
    }.get(" ".join(options))


def test_every_kernel_takes_part_if_asked_for_and_best_natively_too() -> None:
    found = ids(every=True)
    best = get_kernel("best").name
    for kernel in kernels():
        assert (f"{kernel.name}@O3" if kernel.flavours else kernel.name) in found
    assert found[-2:] == [f"best={best}@O3", f"best={best}@O3_native"]
    assert len(found) == len(kernels()) + 2


def test_an_id_leaves_out_what_is_default() -> None:
    assert ids("cpp.scalar") == ["cpp.scalar@O3"]
    assert ids("python.loops", "numpy.masked") == ["python.loops", "numpy.masked"]
    assert ids("cpp.openmp", threads=[1, 2]) == ["cpp.openmp@O3/t1", "cpp.openmp@O3/t2"]
    assert ids("cpp.scalar", gil=["held", "released"]) == ["cpp.scalar@O3/held", "cpp.scalar@O3"]
    assert ids("cpp.openmp", threads=[2], gil=["held"]) == ["cpp.openmp@O3/t2/held"]


def test_a_kernel_without_threads_gives_one_row() -> None:
    assert ids("cpp.scalar", "numpy.masked", threads=[1, 2]) == ["cpp.scalar@O3", "numpy.masked"]


def test_flavours_are_for_those_that_have_them() -> None:
    assert ids("python.loops", "cpp.scalar", flavours=["O0", "O2"]) == [
        "python.loops",
        "cpp.scalar@O0",
        "cpp.scalar@O2",
    ]


def test_a_kernel_of_one_flavour_takes_part_only_in_that() -> None:
    assert ids("cpp.scalar", "cpp.s*_sse2", flavours=["O2", "O3"]) == [
        *("cpp.scalar@O2", "cpp.scalar@O3", "cpp.simd_sse2@O2", "cpp.simd_sse2@O3"),
        *("cpp.simd_tiled_sse2@O2", "cpp.simd_tiled_sse2@O3", "cpp.sieve_sse2@O3"),
        "cpp.sieve_trap_sse2@O3",
    ]
    with pytest.raises(ValueError, match=r"is O0,O2; allowed for cpp.sieve_sse2: O3$"):
        ids("cpp.sieve_sse2", flavours=["O0", "O2"])


def test_a_flavour_that_is_not_compiled_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_native, "flavours", lambda: ["O3"])
    assert ids("best") == ids(every=True)[-1:]
    with pytest.raises(UnavailableError, match="O2 is not compiled yet; type: make compile"):
        ids("cpp.scalar", flavours=["O2", "O3"])
    with pytest.raises(UnavailableError, match="O2 is not compiled yet"):
        ids("best", flavours=["O2"])
    assert ids("python.loops", flavours=["O2"]) == ["python.loops"]


def test_best_keeps_its_word_and_says_what_it_chose() -> None:
    best = get_kernel("best").name
    (row,) = select(Choice(["best"]))
    assert (row.id, row.kernel) == (f"best={best}@O3", best)
    assert row.variant().kernel == best


def test_rows_say_on_how_many_threads_they_run() -> None:
    assert [row.uses for row in select(Choice(["cpp.openmp"], threads=[1, 3]))] == [1, 3]
    assert one("cpp.openmp").uses == usable_cores()
    assert one("cpp.scalar").uses == 1


def test_a_pattern_that_names_a_row_twice_gives_it_once() -> None:
    assert ids("cpp.scalar", "cpp.sc*") == ["cpp.scalar@O3"]


@pytest.mark.parametrize(
    "name",
    [BASELINE, REFERENCE, "cpp.openmp@O2/t1", "cpp.scalar@O0/held", "cpp.openmp@O3/t2/held"],
)
def test_an_id_finds_its_row(name: str) -> None:
    assert one(name).id == name


def test_an_id_may_leave_out_the_flavour_and_name_the_best() -> None:
    assert one("cpp.scalar").id == BASELINE
    best = one("best").id
    assert one(best).id == best


def test_a_path_may_hold_slashes(tmp_path: Path) -> None:
    path = tmp_path / "t1" / "held"
    path.mkdir(parents=True)
    (path / "mine.py").write_text("def fill(problem, out, threads): ...\n")
    assert one(f"{path}/mine.py:fill").id == "mine.py:fill"
    assert one(f"{path}/mine.py:fill/t2").id == "mine.py:fill/t2"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cpp.scaler", "did you mean cpp.scalar"),
        ("cpp.*", "rows; allowed: one"),
        ("cpp.scalar@O9", "O0, O2, O3, O3_native"),
        ("cpp.scalar/x2", "there is no kernel"),
        ("", "there is no kernel"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("*", r"\*")):
        one(name)


def test_reference_and_baseline_join_where_they_are_not_asked_for() -> None:
    companions = [one(REFERENCE), one(BASELINE)]
    rows = with_companions(select(Choice(["numpy.masked"])), companions)
    assert [row.id for row in rows] == [REFERENCE, BASELINE, "numpy.masked"]
    rows = with_companions(select(Choice(["cpp.scalar", "python.loops"])), companions)
    assert [row.id for row in rows] == [BASELINE, REFERENCE]
    rows = with_companions(select(Choice(["cpp.scalar"])), [one(BASELINE)])
    assert [row.id for row in rows] == [BASELINE]


def test_the_controls_repeat_the_baseline_and_the_row_that_keeps_most_units_busy() -> None:
    rows = select(Choice(["numpy.masked", "cpp.scalar", "cpp.simd_*sse2", "cpp.openmp_simd_sse2"]))
    assert [(twin.id, name) for twin, name in controls_of(rows, one(BASELINE))] == [
        ("twin of cpp.scalar@O3", BASELINE),
        ("second twin of cpp.scalar@O3", BASELINE),
        ("twin of cpp.simd_tiled_sse2@O3", "cpp.simd_tiled_sse2@O3"),
    ]


def test_without_vectors_all_controls_repeat_the_baseline() -> None:
    found = controls_of(select(Choice(["numpy.masked"])), one(BASELINE))
    assert [name for _, name in found] == [BASELINE] * 3
    assert len({twin.id for twin, _ in found}) == 3
