"""Signals that end a contest, and those that come while it is written down."""

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from juliaset.system import signals
from juliaset.system.signals import hold_signals, results_kept, sigterm_as_ctrl_c, take_signal

ALL = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Python's own handlers, whatever the tests run under; they are back afterwards."""
    before = {number: signal.getsignal(number) for number in ALL}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ALL)
def test_each_is_ctrl_c_until_the_rounds_are_over(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with sigterm_as_ctrl_c(holds=True):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        hold_signals()
        signal.raise_signal(number)  # held back
        assert take_signal()
        with sigterm_as_ctrl_c(), pytest.raises(KeyboardInterrupt):  # another contest
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_a_signal_that_nobody_takes_is_not_lost() -> None:
    reached = []

    def contest() -> None:
        with sigterm_as_ctrl_c(holds=True):
            hold_signals()
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        contest()
    assert reached == ["the end"]
    with sigterm_as_ctrl_c(holds=True):  # the next contest begins without it
        hold_signals()
        assert not take_signal()


def test_signals_raise_again_once_the_results_are_written() -> None:
    with sigterm_as_ctrl_c():
        with results_kept(), sigterm_as_ctrl_c(holds=True):
            hold_signals()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_what_was_measured_is_written_before_the_command_ends() -> None:
    done = []

    def command() -> None:
        with results_kept():
            with sigterm_as_ctrl_c(holds=True):
                hold_signals()
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGTERM)
            done.append("written")

    with sigterm_as_ctrl_c(), pytest.raises(KeyboardInterrupt):
        command()
    assert done == ["written"]


def test_without_a_signal_the_command_goes_on_and_an_error_wins() -> None:
    def command() -> None:
        with results_kept():
            hold_signals()
            signal.raise_signal(signal.SIGINT)
            raise OSError("full")

    with sigterm_as_ctrl_c(holds=True):
        with results_kept():
            hold_signals()
        with pytest.raises(OSError, match="full"):
            command()


def test_rounds_that_no_contest_surrounds_hold_nothing_back() -> None:
    with sigterm_as_ctrl_c():
        with sigterm_as_ctrl_c(holds=True):
            hold_signals()
        hold_signals()  # the profilers' ledger goes on with the rounds of the next tool
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_writer_that_hangs_can_be_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "_LONGEST_S", 0.0)
    with sigterm_as_ctrl_c(holds=True):
        hold_signals()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_what_is_ignored_and_what_a_program_handles_itself_stays_so() -> None:
    def own(_number: int, _frame: object) -> None:
        """Handle it as a server does."""

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, own)
    with sigterm_as_ctrl_c():
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is own
        os.kill(os.getpid(), signal.SIGHUP)


class Ends:
    """An object at whose end a signal comes."""

    def __init__(self, number: signal.Signals) -> None:
        self.number = number

    def __del__(self) -> None:
        signal.raise_signal(self.number)


@pytest.mark.parametrize("number", ALL)
def test_a_signal_that_python_drops_comes_again(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    reached = []

    def command() -> None:
        with sigterm_as_ctrl_c():
            del [Ends(number)][0]
            reached.append("after the end of the object")
            time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        command()
    assert reached
    assert not capsys.readouterr().err


def test_what_else_python_drops_is_shown_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: shown.append(what.exc_type))
    before = sys.unraisablehook

    class Fails:
        def __del__(self) -> None:
            raise ZeroDivisionError

    with sigterm_as_ctrl_c():
        Fails()
    assert shown == [ZeroDivisionError]
    assert sys.unraisablehook is before
