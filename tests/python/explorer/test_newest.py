"""A thread does the newest job, whatever happened to the one before."""

import threading
from collections.abc import Callable

import pytest
from hosts import HANGS_S, until

from juliaset.explorer.newest import Newest


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_whose_error_ends_the_thread_is_followed_by_others() -> None:
    is_done = threading.Event()

    def do(job: str, _is_stale: Callable[[], bool]) -> None:
        if job == "fails":
            raise MemoryError
        is_done.set()

    before, newest = set(threading.enumerate()), Newest("newest", do)
    newest.ask("fails")
    until(lambda: set(threading.enumerate()) <= before)
    newest.ask("works")
    assert is_done.wait(HANGS_S)
    newest.close()
    assert set(threading.enumerate()) <= before
