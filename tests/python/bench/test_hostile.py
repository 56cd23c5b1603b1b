"""Whatever a kernel does, it becomes a row with a reason, and no other row is affected."""

import re
from collections.abc import Iterator

import pytest
from benched import CALM_OR_NOT, Bench

# One contest of 37 rows. test_hostile_functions.py and test_hostile_commands.py are quick.
pytestmark = pytest.mark.slow

GOOD = {
    "right": "it does what is asked",
    "threaded": "it takes threads",
    "tells": "it may write files",
    "prints_what_looks_like_an_answer": "what it prints is no answer",
    "closes_stdout": "it has none of ours",
    "leaves_children": "they go when it goes",
    "leaves_threads": "they go when it goes",
}
BAD = {
    "crashes": ("crashed", r"SIGSEGV"),
    "aborts": ("crashed", r"SIGABRT"),
    "dies_of_a_nameless_signal": ("crashed", r"Real-time signal 6"),
    "crashes_and_leaves_a_child": ("crashed", r"SIGSEGV"),
    "closes_everything": ("crashed", r"it ended with exit code 1"),
    "ends_as_if_all_were_well": ("crashed", r"it ended with exit code 0"),
    "exits": ("crashed", r"it ended with exit code 3"),
    "raises_what_cannot_be_said": ("crashed", r"it ended with exit code 1; its last words: "),
    "hangs": ("timeout", r"no answer within 3 s"),
    "hangs_and_ignores_signals": ("timeout", r"no answer within 3 s"),
    "raises": (
        "failed",
        r"ValueError: \[/bold\] a bracket, \?, \?\[31m and \? \(line \d+ of hostile\.py\)$",
    ),
    "raises_a_long_story": ("failed", r"ValueError: (story ){50}"),
    "allocates_without_end": ("failed", r"MemoryError: Unable to allocate"),
    "prints_a_lot": ("failed", r"more than 16 MiB into a file, or printed so much"),
    "asks_the_user": ("failed", r"EOFError"),
    "writes_to_every_descriptor": ("failed", r"something other than the answer.*rubbish"),
    "answers_without_end": ("failed", r"something other than the answer.*xxx"),
    "returns_in_two_processes": ("failed", r"something other than the answer.*load_ns"),
    "one_pixel_is_wrong": ("wrong", r"^1 of 3600 pixels differ, the first at row 59, column 59 "),
    "is_right_only_at_first": ("wrong", r"^1 of 3600 pixels differ, the first at row 0, column 0 "),
    "writes_nothing": ("wrong", r"^it wrote nothing; 3600 of 3600 pixels differ"),
    "works_only_at_first": ("wrong", r"^it (wrote nothing|left [0-9]+ of the counts unwritten); "),
    "hands_back_floats": (
        "wrong",
        r"^it handed back an array of float64\[60, 60\]; a kernel fills `out`, int32\[60, 60\]",
    ),
    "hands_back_another_shape": ("wrong", r"^it handed back an array of int32\[3, 5\]; a kernel "),
    "writes_one_and_a_half": ("wrong", r"pixels differ, .* got 1\n"),
    "changes_the_type_of_out": ("wrong", r"pixels differ, .* got 1065353216\n"),
    "changes_the_axes": ("wrong", r"^it changed its input 'xs'$"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """All in one contest: none may disturb the others."""
    names = [*GOOD, *BAD]
    kernels = [word for name in names for word in ("--kernel", f"hostile.py:{name}")]
    settings = ("--width", "60", "--budget", "1", "--timeout", "3", "--processes", "3")
    folder = tmp_path_factory.mktemp("hostile")
    with Bench(folder, *kernels, "--kernel", "cpp.scalar", *settings) as run:
        run.end()
        yield run


def test_the_contest_goes_on_to_its_end(bench: Bench) -> None:
    state = bench.contest["contest"]["state"]
    assert state in CALM_OR_NOT, bench.stderr
    assert bench.process.returncode == 1  # a kernel is wrong: that wins over a busy machine
    assert bench.stderr == ""


def test_whoever_is_right_has_a_time_beside_all_of_them(bench: Bench) -> None:
    rows = bench.rows
    for name in ("python.loops", "cpp.scalar@O3", "second twin of cpp.scalar@O3"):
        assert rows[name]["status"] == "ok"
        assert rows[name]["samples"]
        assert all(wall > 0 for _, _, wall, *_ in rows[name]["samples"])


@pytest.mark.parametrize("name", GOOD)
def test_what_harms_nobody_has_a_time(bench: Bench, name: str) -> None:
    row = bench.rows[f"hostile.py:{name}"]
    assert (row["status"], row["reason"]) == ("ok", "")
    assert row["samples"]


@pytest.mark.parametrize("name", BAD)
def test_what_does_harm_has_a_status_and_a_reason(bench: Bench, name: str) -> None:
    status, reason = BAD[name]
    row = bench.rows[f"hostile.py:{name}"]
    assert row["status"] == status, row["reason"]
    assert re.search(reason, row["reason"], re.DOTALL), row["reason"]
    assert len(row["reason"]) < 1000


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_stands_in_the_table_without_a_time_or_a_verdict(bench: Bench, name: str) -> None:
    status, _ = BAD[name]
    line = next(x for x in bench.stdout.splitlines() if x.startswith(f"hostile.py:{name} "))
    assert re.fullmatch(rf"hostile\.py:{name} +{status}", line.rstrip())
    assert bench.rows[f"hostile.py:{name}"]["verdict"] == ""


def test_no_traceback_and_no_escape_reaches_the_terminal(bench: Bench) -> None:
    assert "Traceback" not in bench.stdout + bench.stderr
    assert "\x1b" not in bench.stdout + bench.stderr
    assert "look, look" not in bench.stdout + bench.stderr


def test_no_process_and_no_file_is_left(bench: Bench) -> None:
    assert bench.others() == []
    assert bench.left_in_temporary() == []
