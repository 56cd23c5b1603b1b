"""A process may have any name, even one that isn't valid text."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from juliaset.grader.usage import thread_usage
from juliaset.system.memory import resident_bytes
from juliaset.system.process_table import ancestors
from juliaset.system.processes import in_brief, in_one_line

NAME = Path("/proc/self/comm")


@pytest.fixture
def _odd_name() -> Iterator[None]:
    before = NAME.read_bytes()
    NAME.write_bytes(b"\xff\xfe) R 1")
    yield
    NAME.write_bytes(before)


@pytest.mark.usefixtures("_odd_name")
def test_what_linux_says_of_it_can_be_read() -> None:
    assert list(ancestors())[:2] == [os.getpid(), os.getppid()]
    assert resident_bytes() > 0
    assert os.getpid() in thread_usage(os.getpid())


def test_a_message_is_one_line_with_both_ends_of_what_is_too_long() -> None:
    said = in_one_line("the row\n'" + "x" * 10_000 + "\x1b[2J' is odd; allowed: another")
    assert said.startswith("the row 'xxx")
    assert said.endswith("x?[2J' is odd; allowed: another")
    assert len(said) < 400
    assert len(in_brief("word " * 10_000, 300)) <= 300
