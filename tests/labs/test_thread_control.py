"""A machine that has no room for threads: a right submission in labs 7 and 13 does not fail."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.grader import submission
from juliaset.grader.catalogue import find_lab
from juliaset.grader.files import reader_of
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError, InconclusiveError

Write = Callable[..., Path]

CONTROL = Path(submission.__file__).with_name("thread_control.py")
FOUR = Limits(threads=4)
# What libgomp says if Linux refuses a thread: so may a submission, whose words prove nothing.
CRASHES = (
    'def counts(*_): raise RuntimeError("Thread creation failed: Resource temporarily unavailable")'
)


def test_the_control_has_as_many_threads_as_it_is_asked_for() -> None:
    with closing(SubmissionProcess(reader_of(CONTROL, {}), FOUR)) as process:
        assert process.call("start", 8) == 8


def test_the_control_notices_that_there_can_be_none() -> None:
    # Without `threads` the sandbox refuses them, as a machine does that has no room for more.
    with (
        closing(SubmissionProcess(reader_of(CONTROL, {}), Limits())) as process,
        pytest.raises(EndedError, match="thread"),
    ):
        process.call("start", 4)


def test_a_submission_that_ends_where_threads_are_possible_fails(write: Write) -> None:
    with pytest.raises(FailedError, match="Thread creation failed"):
        Submission(find_lab("13"), write(CRASHES), limits=FOUR).check_counts()


def test_a_submission_that_ends_where_none_are_possible_gets_no_verdict(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = tmp_path / "thread_control.py"
    control.write_text('def start(threads): raise RuntimeError("can\'t start new thread")\n')
    monkeypatch.setattr(submission, "_THREAD_CONTROL", control)
    with pytest.raises(InconclusiveError, match=r"8 threads on this machine now: .*start new thr"):
        Submission(find_lab("13"), write(CRASHES), limits=FOUR).check_counts()
