"""The sentence below the GIL's table speaks of several threads, if any were asked for."""

from juliaset.bench.record import Together
from juliaset.bench.views.gil import meaning

ONE = Together(1, held=1.0, released=1.01, processes=1.0, stall_held_ms=1, stall_released_ms=1)
TWO = Together(2, held=0.9, released=0.95, processes=1.2, stall_held_ms=80, stall_released_ms=4)


def test_several_threads_are_spoken_of_even_on_a_busy_machine() -> None:
    assert meaning([ONE, TWO]).startswith("2 threads that hold the GIL")


def test_one_thread_alone_shows_nothing() -> None:
    assert "ask for more" in meaning([ONE])
