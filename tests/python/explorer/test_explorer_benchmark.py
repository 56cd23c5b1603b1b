"""`benchmarks/explorer.py` measures what it says, tried for a moment."""

import os
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType

import pytest
from benchmark_programs import figures

IN_BROWSER = pytest.mark.skipif(
    not (find_spec("websockets") and shutil.which(os.environ.get("JULIASET_BROWSER", "chromium"))),
    reason="make test-browser installs Chromium and websockets",
)


def test_a_request_is_honoured_after_an_endless_one(
    benchmark_file: Callable[[str], ModuleType],
) -> None:
    part = benchmark_file("explorer_cancel")
    found = list(part.cancel(Namespace(kernel="python.loops", requests=3)))
    assert [figure.name for figure in found] == [
        "python.loops: median",
        "python.loops: 95th percentile",
    ]
    assert 0 < found[0].value <= found[1].value
    assert found[1].most == 100


def test_a_session_that_does_not_answer_is_noticed(
    benchmark_file: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = benchmark_file("explorer_cancel")
    monkeypatch.setattr(part, "_PATIENCE_S", 0.01)
    requests = part.Requests()
    with pytest.raises(TimeoutError, match="picture 7 does not come"):
        requests.wait(7)
    with pytest.raises(ValueError, match="did you mean"):
        requests.wait(requests.ask("cpp.scaler", part._TINY))  # noqa: SLF001
    requests.session.close()


def test_moves_come_at_their_rate(benchmark_file: Callable[[str], ModuleType]) -> None:
    part, moves = benchmark_file("explorer_drag"), list[float]()
    took = part.at_rate(lambda _: moves.append(time.perf_counter()), 0.25)
    assert len(moves) == 15
    assert took >= 15 / 60


def test_a_queue_that_grows_is_seen(benchmark_file: Callable[[str], ModuleType]) -> None:
    part = benchmark_file("explorer_drag")
    growing, steady = (list(part.queue("q", each)) for each in (range(90), [1, 2] * 45))
    assert [figure.value for figure in growing] == [89, 60]
    assert [figure.value for figure in steady] == [2, 0]
    assert growing[1].value > growing[1].most >= steady[1].value


def test_memory_that_grows_is_seen(benchmark_file: Callable[[str], ModuleType]) -> None:
    part = benchmark_file("explorer_memory")
    assert part.fifths([1, 1, 5, 5, 6, 6, 7, 7, 9, 9]) == (5, 9)
    assert part.megabytes([os.getpid()]) > 5


def test_a_program_asks_through_a_socket(benchmark_file: Callable[[str], ModuleType]) -> None:
    pytest.importorskip("websockets", reason="setup/requirements.sh explorer installs it")
    found = {each.name: each for each in benchmark_file("explorer_drag").by_program(50, 0.5)}
    assert 0 < found["by a program: requests a second"].value <= 60
    assert found["by a program: until a picture is whole, last third"].value > 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("paint --size 0", "--size: '0' is not a whole number from 300 to 2048"),
        ("drag --size 1000000000", "--size: '1000000000' is not a whole number from 300 to 2048"),
        ("coarse --rounds -1", "--rounds: '-1' is not a whole number from 1 to 100000"),
        ("cancel --requests 0", "--requests: '0' is not a whole number from 1 to 100000"),
        ("cancel --kernel nope", "--kernel: no kernel has a name like 'nope'"),
        ("paint --kernel nope", "--kernel: there is no kernel 'nope'"),
        ("coarse --kernel dask.distributed", "--kernel: dask.distributed cannot run here: "),
        ("drag --seconds nan", "--seconds: 'nan' is not a number above 0, up to 86400"),
        ("memory --minutes 0", "--minutes: '0' is not a number above 0, up to 1440"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_starts(
    words: str,
    reason: str,
    benchmark_file: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["explorer.py", *words.split()])
    with pytest.raises(SystemExit) as end:
        benchmark_file("explorer").main()
    assert end.value.code == 2
    assert f"error: argument {reason}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("package", "browser", "reason"),
    [
        ("", "/nope", "JULIASET_BROWSER is '/nope', which is not a program here"),
        ("", "", "there is no program chromium; make test-browser installs it"),
        ("websockets", "", "websockets is not installed; make test-browser installs it"),
    ],
)
def test_what_the_page_needs_is_said_before_anything_starts(  # noqa: PLR0913
    package: str,
    browser: str,
    reason: str,
    benchmark_file: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    part, program = benchmark_file("explorer_chromium"), benchmark_file("explorer")
    monkeypatch.setattr(part, "find_spec", lambda name: None if name == package else "there")
    monkeypatch.setenv("JULIASET_BROWSER", browser)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", ["explorer.py", "paint"])
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 3
    assert capsys.readouterr().err.startswith(f"explorer.py: {reason}")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (TimeoutError("picture 7 does not come"), "explorer.py: picture 7 does not come"),
    ],
)
def test_what_ends_a_measurement_is_no_traceback(
    error: BaseException,
    code: object,
    benchmark_file: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cancel(asked: Namespace) -> None:
        assert asked.requests == 100
        raise error

    program = benchmark_file("explorer")
    monkeypatch.setattr(program, "cancel", cancel)
    monkeypatch.setattr(sys, "argv", ["explorer.py", "cancel"])
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == code


@IN_BROWSER
@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("paint --rounds 2", ["from wheel to paint", "the kernel's own time"]),
        ("coarse --rounds 2", ["first coarse picture, after a stop"]),
        ("drag --seconds 1", ["by hand: moves a second", "by hand: pictures asked for a second"]),
        (
            "memory --minutes 0.05",
            ["server: last fifth", "engines: last fifth", "page: last fifth"],
        ),
    ],
)
def test_the_page_is_measured(words: str, names: list[str]) -> None:
    found = figures("explorer.py", *words.split(), "--size", "500")
    assert all(found[name] > 0 for name in names)
