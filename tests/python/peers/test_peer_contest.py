"""Peers in the contest of kernels: their rows, their columns, and what the golden answers say."""

from pathlib import Path

import pytest
from planted_peers import RIGHT, changed, planted

from juliaset.bench.columns import ONCE, columns, columns_of
from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.exports import to_markdown
from juliaset.bench.notes import notes
from juliaset.bench.record import Record, Status
from juliaset.bench.rules import Rules
from juliaset.bench.selection import one
from juliaset.bench.summary import summaries
from juliaset.peers.contestant import selected_peer
from juliaset.peers.golden_check import Checked, checked, golden_folders
from juliaset.peers.peer_contest import rows_of
from juliaset.problem import Problem

QUICK = Rules(budget_s=0, processes=1, rounds=1)
SMALL = Problem.view(width=20, height=10, max_iterations=30)
PLAIN = """
import os
TOLD_IT = os.environ["JULIASET_PEER_TOLD"] == "1"
"""


def contest(*rows: object) -> Record:
    """Run a short contest of a small picture."""
    return contest_of_kernels(list(rows), SMALL, QUICK, reference=False).record  # type: ignore[arg-type]


def test_a_peer_is_a_row_whose_table_says_what_happens_once(tmp_path: Path) -> None:
    record = contest(selected_peer(planted(tmp_path)))
    row = record.find("peer.planted")
    assert row is not None
    assert row.status == Status.OK, row.reason
    assert row.timed
    shown = columns_of(record, summaries(record), blocks=None)
    headings = [column.heading for column in shown]
    assert set(ONCE) <= set(headings)
    assert "Planted 1.0" in to_markdown(record)
    # The peer's name says what made it.
    assert not [note for note in notes(record, headings) if "made peer." in note]


def test_a_contest_without_peers_has_no_such_columns() -> None:
    assert not set(ONCE) & set(columns(contest(one("numpy.masked"))))


def test_a_peer_that_is_wrong_has_no_time_and_the_others_go_on(tmp_path: Path) -> None:
    wrong = changed("problem.counts[place] = n\n", "problem.counts[place] = n + 1\n")
    record = contest(
        selected_peer(planted(tmp_path, wrong, "wrong")), selected_peer(planted(tmp_path))
    )
    found = {row.id: row.status for row in record.rows}
    assert found["peer.wrong"] == Status.WRONG
    assert found["peer.planted"] == Status.OK


def test_each_peer_is_compared_with_the_golden_answers_as_told_and_as_it_comes(
    tmp_path: Path,
) -> None:
    # As it comes it makes a mistake where the axes of `circle` lie, and nowhere else.
    mistake = "n + (not TOLD_IT and len(problem.xs) == 288 and place == 5)"
    program = PLAIN + changed("problem.counts[place] = n\n", f"problem.counts[place] = {mistake}\n")
    with golden_folders() as folders:
        some = {name: folders[name] for name in ("circle", "odd_sizes", "limit_0")}
        found = checked(planted(tmp_path, program), some, 60.0)
    assert (found.told, found.plain) == ({}, {"circle": 1})
    assert found.status == Status.OK
    expected = "all 3 golden answers; as it comes, pixels that differ: 1 of circle"
    assert str(found) == expected


def test_a_peer_that_is_not_exact_is_wrong_before_it_is_timed(tmp_path: Path) -> None:
    rounds = changed("abs(z) < 2", "z.real ** 2 + z.imag ** 2 < 4")
    with golden_folders() as folders:
        found = checked(planted(tmp_path, rounds), {"circle": folders["circle"]}, 60.0)
    assert found.status == Status.WRONG
    assert found.reason.startswith("pixels that differ: ")


def test_a_peer_that_does_not_answer_is_said_to(tmp_path: Path) -> None:
    with golden_folders() as folders:
        broken = planted(tmp_path, "raise OSError('no compiler')\n" + RIGHT)
        found = checked(broken, {"limit_0": folders["limit_0"]}, 60.0)
    assert found.status == Status.FAILED
    assert "no compiler" in found.reason


@pytest.mark.parametrize(
    ("threads", "expected"), [((), ["peer.many/t1", "peer.many"]), ((2,), ["peer.many/t2"])]
)
def test_a_peer_with_threads_has_a_row_for_one_and_for_all(
    tmp_path: Path, threads: tuple[int, ...], expected: list[str]
) -> None:
    peer = planted(tmp_path, f"THREADS = True\n{RIGHT}", "many")
    rows = [row.id for row in rows_of([peer], {"many": Checked(problems=14)}, threads)]
    assert [name for name in rows if name.startswith("peer.")] == expected
    assert "cpp.scalar@O3" in rows
    assert any(name.startswith("best=") for name in rows)
