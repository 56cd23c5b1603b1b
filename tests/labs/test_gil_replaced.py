"""Lab 7: C++ that takes the driver's place gains nothing: the grader knows Python's answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab, load_module
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

Write = Callable[..., Path]
LAB = find_lab("7")
RIDDLE = load_module(LAB.folder / "riddle.py")

# From a float to its type, to a function of the interpreter, to the symbols of its file: no check
# of a text sees PyRun_SimpleString. What it runs waits until the driver is there, and replaces it:
# the GIL is held for all of the work, the main thread spins in C++, and takes its steps afterwards.
INIT = r"""
  module.def("begin", [] { done = 0; on = 0; });
  module.def("spin", [] { const py::gil_scoped_release released; on = 1; while (!done) {} });
  module.def("hold", [] { const py::gil_scoped_release released; while (!on) {} });
  py::float_ one(1.0);
  auto type = reinterpret_cast<std::uintptr_t**>(one.ptr())[1];
  std::uintptr_t at = type[11] & ~std::uintptr_t{4095};
  while (*reinterpret_cast<volatile std::uint32_t*>(at) != 0x464c457f) at -= 4096;
  const char* base = reinterpret_cast<const char*>(at);
  const auto number = [](const char* p) { std::uint64_t v; std::memcpy(&v, p, 8); return v; };
  const auto half = [](const char* p) { std::uint16_t v; std::memcpy(&v, p, 2); return v; };
  const std::uint64_t bias = half(base + 16) == 2 ? 0 : at;
  const char* headers = base + number(base + 32);
  const char* dynamic = nullptr;
  for (int k = 0; k < half(base + 56); ++k, headers += 56) {
    if (half(headers) == 2) dynamic = reinterpret_cast<const char*>(bias + number(headers + 16));
  }
  const char *names = nullptr, *symbols = nullptr;
  for (; number(dynamic); dynamic += 16) {
    if (number(dynamic) == 5) names = reinterpret_cast<const char*>(number(dynamic + 8));
    if (number(dynamic) == 6) symbols = reinterpret_cast<const char*>(number(dynamic + 8));
  }
  for (; symbols < names; symbols += 24) {
    std::uint32_t name; std::memcpy(&name, symbols, 4);
    if (std::strcmp(names + name, "P" "yRun_SimpleString") != 0) continue;
    reinterpret_cast<int (*)(const char*)>(bias + number(symbols + 8))(PROGRAM);
    break;
  }
"""
PROGRAM = """
import sys, threading, time
def look(frame, event, arg):
    code = frame.f_code
    if event == "return" and code.co_name == "_load":
        look.start = frame.f_lo""cals["start"]
    if event == "return" and code.co_name == "<module>" and "driver" in code.co_filename:
        sys.setprofile(None)
        start = look.start
        def mine(xs, ys, c, limit, riddle):
            box = []
            def work():
                start.hold()
                box.append(start.counts(xs, ys, c, limit))
            start.begin()
            thread, begun = threading.Thread(target=work), time.time()
            thread.start()
            start.spin()
            thread.join()
            names, state, steps, now = {}, 0, 0, time.time()
            ex""ec(riddle, names)
            while time.time() < now + TIMES * (now - begun):
                state, steps = names["step"](state, steps), steps + 1
            return [box[0], steps, LAST]
        frame.f_glo""bals["meanwhile"] = mine
sys.setprofile(look)
"""


def replaced(times: int, last: str) -> str:
    """Return the attack; times: how long it takes steps afterwards. last: what it answers."""
    lines = PROGRAM.replace("TIMES", str(times)).replace("LAST", last).splitlines()
    quoted = "".join(f'"{line}\\n"\n'.replace('""', '" "') for line in map(_escaped, lines))
    head = "PYBIND11_MODULE(start, module) {"
    text = LAB.start.read_text().replace(head, head + INIT.replace("PROGRAM", quoted))
    text = text.replace("#include <cstdint>", "#include <cstdint>\n#include <cstring>")
    text = text.replace("  return counted;", "  done = 1;\n  return counted;")
    return text.replace("namespace {", "namespace {\nvolatile int done = 0, on = 0;", 1)


def _escaped(line: str) -> str:
    # A pair of quotes in the middle of a word ends one text of C++ and begins the next.
    return '""'.join(part.replace('"', '\\"') for part in line.split('""'))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("times", "last", "words"),
    [
        (0, "state", "not while counts() computes"),
        (1, "state", "not while counts() computes"),
        (4, "state", "not while counts() computes"),
        (1, "state + 1", "has not done what it was asked to do"),
    ],
)
def test_a_driver_in_whose_place_another_one_is_fails(
    times: int, last: str, words: str, write: Write
) -> None:
    verdict = check_submission(LAB, write(replaced(times, last), "start.cpp"))
    assert verdict.status == Status.FAIL, verdict.message
    assert words in verdict.message


def test_every_riddle_has_an_answer_and_no_two_are_alike() -> None:
    from random import Random  # noqa: PLC0415

    random = Random(1)
    riddles = [RIDDLE.drawn(random) for _ in range(200)]
    states = [RIDDLE.answer(riddle, 50)[0] for riddle in riddles]
    assert len(set(riddles)) == 200
    assert len(set(states)) > 190
    for riddle, state in zip(riddles, states, strict=True):
        assert RIDDLE.answer(riddle, 50)[0] == state
        assert RIDDLE.answer(riddle, 51)[0] != state
