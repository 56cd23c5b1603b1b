"""What a timed program prints: compared by pieces, limited, or not kept at all."""

import sys

import pytest

from juliaset.bench.contestants import program
from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.program import ProgramContestant
from juliaset.system.memory import growth

MIB = 1 << 20
INTO_NOTHING = "import os, sys; sys.exit(os.readlink('/proc/self/fd/1') != os.devnull)"


def run(*words: str, agreed: dict[str, str] | None = None) -> None:
    ProgramContestant(list(words), 60, agreed).sample(1)


def test_what_is_not_compared_is_not_kept() -> None:
    run(sys.executable, "-S", "-c", INTO_NOTHING)
    with pytest.raises(EndedError, match="exit code 1"):
        run(sys.executable, "-S", "-c", INTO_NOTHING, agreed={})


def test_a_difference_at_the_end_of_a_long_output_is_found() -> None:
    agreed: dict[str, str] = {}
    long = f"head -c {3 * MIB} /dev/zero; printf "
    run("sh", "-c", f"{long}a", agreed=agreed)
    run("sh", "-c", f"{long}a", agreed=agreed)
    with pytest.raises(EndedError, match="wrong: its output differs from that of the first"):
        run("sh", "-c", f"{long}b", agreed=agreed)


def test_a_long_output_takes_no_memory() -> None:
    grown = growth(lambda: run("head", "-c", str(64 * MIB), "/dev/zero", agreed={}))
    if grown is None:
        pytest.skip("this system does not say how much a process has grown")
    assert grown < 16 * MIB


@pytest.mark.parametrize(
    ("command", "name"), [("yes", "standard output"), ("yes >&2", "standard error")]
)
def test_a_program_that_prints_without_end_is_ended(
    command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_MOST_OUTPUT", MIB)
    with pytest.raises(EndedError, match=f"failed: it wrote more than 1 MiB to its {name}"):
        run("sh", "-c", command, agreed={})


def test_the_last_words_of_much_are_still_the_last() -> None:
    with pytest.raises(EndedError, match=r"exit code 3; its last words: the end$"):
        run("sh", "-c", f"head -c {MIB} /dev/zero >&2; echo >&2; echo the end >&2; exit 3")
