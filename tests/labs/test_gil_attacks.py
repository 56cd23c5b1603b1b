"""Lab 7: every attempt to make a held GIL look released fails with a message."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab, load_module
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.verdict import FailedError, InconclusiveError, Status

Write = Callable[..., Path]
LAB = find_lab("7")
ALLOWED = load_module(LAB.folder / "allowed.py")
START = LAB.start.read_text()
LOOP = START[START.index("  // TODO") : START.index("  return counted;")]
RELEASED = "{ const py::gil_scoped_release released;\n%s }"
ROWS = "for (py::ssize_t j = 0; j < y.shape(0); ++j) {"
ROW = "for (py::ssize_t i = 0; i < x.shape(0); ++i) out(j, i) = count(x(i), y(j), c, limit);"


def module(body: str, top: str = "", init: str = "") -> str:
    """Return start.cpp with another body of counts(), and more at its top or in its init."""
    text = START.replace(LOOP, f"  {body}\n").replace("namespace {", f"{top}\nnamespace {{", 1)
    head = "PYBIND11_MODULE(start, module) {"
    return text.replace(head, f"{head}\n{init}", 1)


ALL = f"{ROWS} {ROW} }}"
HELD = {
    "the work held, then three times released": ALL + RELEASED % (ALL * 3),
    "half of the work held": f"{ROWS} if (j % 2) {{ {RELEASED % ROW} }} else {{ {ROW} }} }}",
    "released for an instant after each row": f"{ROWS} {ROW} {RELEASED % ''} }}",
    "released for an instant after each pixel": f"""{ROWS}
    for (py::ssize_t i = 0; i < x.shape(0); ++i) {{
      out(j, i) = count(x(i), y(j), c, limit); if (i % 8 == 0) {RELEASED % ""}
    }} }}""",
    "held in every third call": f"""static int calls = 0;
  if (++calls % 3) {{ {RELEASED % ALL} }} else {{ {ALL} }}""",
    "taken back for the work": RELEASED % f"{{ const py::gil_scoped_acquire taken; {ALL} }}",
    "a team of threads": f"#pragma omp parallel for num_threads(2)\n  {ALL}",
}
WASTED = {"all of it four times": RELEASED % (ALL * 4)}
FREE = {"the macros of C": f"Py_BEGIN_ALLOW_THREADS {ALL} Py_END_ALLOW_THREADS"}
AGAIN = f"{ROWS} {RELEASED % ROW} }}"


def complaint(text: str, write: Write) -> str:
    verdict = check_submission(LAB, write(text, "start.cpp"))
    assert verdict.status == Status.FAIL, verdict.message
    return verdict.message


@pytest.mark.slow
@pytest.mark.parametrize("body", HELD.values(), ids=HELD)
def test_a_gil_that_is_held_for_the_work_fails(body: str, write: Write) -> None:
    verdict = check_submission(LAB, write(module(body), "start.cpp"))
    # If other work takes the cores, small slices can't be told from a free GIL.
    assert verdict.status != Status.PASS
    said = ("can do nothing for", "takes the GIL back", "too busy to tell")
    assert any(words in verdict.message for words in said), verdict.message


@pytest.mark.slow
@pytest.mark.parametrize("body", WASTED.values(), ids=WASTED)
def test_work_that_is_repeated_fails(body: str, write: Write) -> None:
    assert "computed more than once" in complaint(module(body), write)


@pytest.mark.slow
@pytest.mark.parametrize("body", FREE.values(), ids=FREE)
def test_another_way_to_release_it_passes(body: str, write: Write) -> None:
    verdict = check_submission(LAB, write(module(body), "start.cpp"))
    assert verdict.status == Status.PASS or "too busy to tell" in verdict.message, verdict.message


@pytest.mark.slow
def test_to_take_it_back_for_each_row_fails(write: Write) -> None:
    # Python lets another thread have the GIL after 5 ms: together the rows wait for over a second.
    assert "Release the GIL once, around all loops" in complaint(module(AGAIN), write)


LAZY = """
struct Lazy { py::array_t<double> xs, ys; std::complex<double> c; std::int32_t limit; };
Lazy later(const Axis& xs, const Axis& ys, std::complex<double> c, std::int32_t limit) {
  return {xs, ys, c, limit};
}
"""


@pytest.mark.slow
def test_counts_that_are_worked_out_when_they_are_looked_at_fail(write: Write) -> None:
    text = module(LOOP).replace("}  // namespace\n", f"{LAZY}}}  // namespace\n")
    text = text.replace(
        'module.def("counts", &counts,',
        'py::class_<Lazy>(module, "Lazy").def("__array__", [](const Lazy& lazy) {\n'
        "    return counts(lazy.xs, lazy.ys, lazy.c, lazy.limit); });\n"
        '  module.def("counts", &later,',
    )
    assert "TypeError: a Lazy; allowed: numbers" in complaint(text, write)


# From an array to the modules, and to the driver: sys is a global of what os.popen() returns.
FIND = """
  for (auto each : xs.attr("__class__").attr("__base__").attr("__subclasses__")()) {
    if (py::str(each.attr("__name__")).cast<std::string>() != "_wrap_close") continue;
    py::object modules = each.attr("__init__").attr("__globals__")["sys"].attr("modules");
    if (!modules.contains("driver")) continue;
    py::object driven = modules["driver"].attr("meanwhile");
    if (!py::hasattr(driven, "__closure__")) continue;
    for (auto cell : driven.attr("__closure__")) {
      py::object held = cell.attr("cell_contents");
      if (py::hasattr(held, "__name__") && py::str(held.attr("__name__")).equal(py::str("counts")))
        modules["driver"].attr("meanwhile") = held;
    }
    modules["threading"].attr("Thread").attr("start") = py::none();
    modules["queue"].attr("SimpleQueue") = py::none();
  }
"""


@pytest.mark.slow
def test_a_driver_that_was_replaced_is_seen_from_outside(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anything(_: Path) -> None:
        """Allow what the lab does not, to see what the measurement says about it."""

    monkeypatch.setattr(ALLOWED, "check_reach", anything)
    path = write(module(f"{FIND} {ALL}", "#include <vector>"), "start.cpp")
    verdict = check_submission(LAB, path)
    assert verdict.status == Status.FAIL
    # counts() itself is called instead of the driver's function, which has another argument.
    assert "TypeError" in verdict.message


REACHES = {
    "attributes": ('xs.attr("tolist")();', "attr"),
    "attributes of two lines": ('xs.at\\\ntr("tolist")();', "attr"),
    "a function for them": ('py::setattr(module, "x", module);', "setattr"),
    "a function that reads them": ('py::getattr(xs, "base");', "getattr"),
    "the accessor's own name": ("py::str_attr_accessor a;", "str_attr_accessor"),
    "the globals": ('py::globals()["START"] = 1;', "globals"),
    "text that is run": ('py::exec("import os");', "exec"),
    "text that is worked out": ('py::eval("1");', "eval"),
    "a file that is run": ('py::eval_file("x");', "eval_file"),
    "what is not for users": ("pybind11::detail::get_type_info(x);", ":: detail"),
    "the same with a comment": ("namespace d = pybind11::/**/detail;", ":: detail"),
    "pybind11's own state": ("get_internals();", "get_internals"),
    "C of Python": ('PyRun_SimpleString("");', "PyRun_SimpleString"),
    "C of Python, of its own": ("_PyRuntime;", "_PyRuntime"),
    "an import of C": ('PyImport_ImportModule("os");', "PyImport_ImportModule"),
    "a type's fields": ("xs.ptr()->ob_type->tp_base;", "ob_type"),
    "a comment that is none": ('const char* a = "//"; xs.attr("x");', "attr"),
}


@pytest.mark.parametrize(("line", "word"), REACHES.values(), ids=REACHES)
def test_a_way_to_other_objects_is_refused(line: str, word: str, write: Write) -> None:
    path = write(module(line), "start.cpp")
    with pytest.raises(FailedError) as failed:
        ALLOWED.check_reach(path)
    said = str(failed.value)
    assert word.replace(" ", "") in said.replace(" ", "")
    assert said.endswith("no way from one Python object to another")


def test_what_the_lab_is_about_is_allowed() -> None:
    for path in [LAB.start, *LAB.solutions, *LAB.planted]:
        ALLOWED.check_reach(path)


FIGURES = {
    "free": ([(0.0, 1.0)] * 3, ""),
    "held once": ([(0.0, 1.0), (0.0, 1.0), (0.9, 1.0)], "can do nothing for 90%"),
    "held by a loop with vectors": ([(0.0, 1.0), (0.2, 1.0), (0.0, 1.0)], "can do nothing for 20%"),
    "held by a thread that stood in line": ([(0.2, 1.0, 5, 0.3, 1.0, 0.1, 5, 0.3)], "to tell why"),
    "held by a thread that waits for a core": ([(4.0, 1.0)], "can do nothing for 100%"),
    "repeated": ([(0.0, 1.0), (0.0, 4.0), (0.0, 1.0)], "works 4.0 times as long"),
    "done by the thread that turns": ([(0.0, 0.01)], "does 1% of the work"),
    "a core that is shared": ([(0.02, 1.6)] * 3, ""),
    "small slices": ([(0.1, 1.0, 300, 0.0)], ""),
    "small slices on a busy machine": ([(0.1, 1.0, 30, 0.5)], "too busy to tell"),
    "a busy machine": ([(0.0, 1.0, 5, 0.9)], ""),
}


@pytest.mark.parametrize(("figures", "words"), FIGURES.values(), ids=FIGURES)
def test_the_worst_try_decides(figures: list[tuple[float, ...]], words: str) -> None:
    submission = Submission(LAB, LAB.start)
    tries = [LAB.check.Try(*each) for each in figures]
    if not words:
        LAB.check.check_others_run(submission, tries)
        assert submission.confirmed
        return
    with pytest.raises((FailedError, InconclusiveError), match=words):
        LAB.check.check_others_run(submission, tries)
