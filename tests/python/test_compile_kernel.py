"""A compiler's output, shortened to its first error and the line of the file that led to it."""

import re
from pathlib import Path

import pytest

from juliaset import _native
from juliaset.compile_kernel import Job, compile_kernel, first_error

IN_THE_FILE = """\
mine.cpp: In function 'void {anonymous}::calculate(const juliaset::Problem&)':
mine.cpp:11:31: error: 'const struct juliaset::Problem' has no member named 'hight'
   11 |   for (int j = 0; j < problem.hight; ++j) {
      |                               ^~~~~
      |                               height
mine.cpp:12:5: error: 'i' was not declared in this scope
   12 |   i = 1;
"""
IN_A_TEMPLATE = """\
In file included from /usr/include/c++/12/vector:66,
                 from mine.cpp:2:
stl_function.h: In instantiation of 'constexpr bool std::less<_Tp>::operator()':
stl_map.h:529:32:   required from 'std::map<_Key, _Tp>::operator[](key_type&&)'
mine.cpp:9:9:   required from here
stl_function.h:408:20: error: no match for 'operator<'
  408 |       { return __x < __y; }
      |                ~~~~^~~~~
mine.cpp:20:9: note: in expansion of macro 'NOT_THIS_ONE'
"""
IN_A_MACRO = """\
In file included from mine.cpp:1:
publish.hpp:151:35: error: cannot convert 'int32_t*' to 'int64_t*'
  151 |     JULIA_CALL_##threads(problem, counts, team, stop);   \\
      |                                   ^~~~~~
publish.hpp:139:75: note: in definition of macro 'JULIA_CALL_one'
mine.cpp:7:1: note: in expansion of macro 'JULIA_KERNEL'
    7 | JULIA_KERNEL("A kernel of mine.", one, exact);
      | ^~~~~~~~~~~~
publish.hpp:200:1: error: another
"""
OF_CLANG = """\
mine.cpp:2:1: error: unknown type name 'strange'
strange counts;
^
mine.cpp:12:5: error: use of undeclared identifier 'i'
"""
OF_CLANG_IN_A_TEMPLATE = """\
stl_function.h:408:20: error: invalid operands to binary expression
      { return __x < __y; }
               ~~~ ^ ~~~
mine.cpp:9:9: note: in instantiation of function template 'less' requested here
  less(problem, problem);
  ^
"""


def test_an_error_in_the_file_has_its_line() -> None:
    assert first_error(IN_THE_FILE, "mine.cpp") == "\n".join(IN_THE_FILE.splitlines()[1:5])


def test_an_error_of_clang_has_its_line() -> None:
    assert first_error(OF_CLANG, "mine.cpp") == "\n".join(OF_CLANG.splitlines()[:3])
    assert first_error(OF_CLANG_IN_A_TEMPLATE, "mine.cpp") == "\n".join(
        OF_CLANG_IN_A_TEMPLATE.splitlines()[k] for k in (0, 3, 4, 5)
    )


def test_an_error_in_a_template_has_the_line_that_needed_it() -> None:
    assert first_error(IN_A_TEMPLATE, "mine.cpp") == (
        "stl_function.h:408:20: error: no match for 'operator<'\nmine.cpp:9:9:   required from here"
    )


def test_an_error_in_a_macro_has_the_line_that_used_it() -> None:
    first, source = IN_A_MACRO.splitlines()[1], IN_A_MACRO.splitlines()[5:8]
    assert first_error(IN_A_MACRO, "mine.cpp") == "\n".join([first, *source])


def test_what_names_no_error_is_shown_from_its_beginning() -> None:
    text = "g++: internal compiler failure\nand so on\nand on\nand on"
    assert first_error(text, "mine.cpp") == "\n".join(text.splitlines()[:3])


def test_an_endless_error_is_cut() -> None:
    assert (
        len(first_error(f"mine.cpp:1:1: error: {'x' * 10_000}\n {'y' * 10_000}", "mine.cpp")) < 700
    )


@pytest.mark.parametrize(
    ("threads", "function", "right"),
    [
        (
            "one",
            "void calculate(const juliaset::Problem&, std::int64_t*) {}",
            (
                "void calculate(const juliaset::Problem& problem, std::int32_t* counts, "
                "juliaset::Stop& stop)"
            ),
        ),
        (
            "many",
            "void calculate(const juliaset::Problem&, std::int32_t*, juliaset::Stop&) {}",
            (
                "void calculate(const juliaset::Problem& problem, std::int32_t* counts, "
                "std::int32_t threads, juliaset::Stop& stop)"
            ),
        ),
    ],
)
def test_a_wrong_signature_is_answered_with_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: str, function: str, right: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = tmp_path / "mine.cpp"
    source.write_text(
        f'#include "parts/publish.hpp"\nnamespace {{ {function} }}\n'
        f'JULIA_KERNEL("A kernel of mine.", {threads}, exact);\n'
    )
    with pytest.raises(OSError, match=r"^mine\.cpp does not compile: ") as refused:
        compile_kernel(Job(source, "O0", _native.load("O0").flags), tmp_path)
    said = str(refused.value)
    assert f"JULIA_KERNEL(..., {threads}, ...) publishes {right}" in said
    assert re.search(r"(^|: )mine\.cpp:3:1: ", said, re.MULTILINE)
    log = Path(said.rpartition(" is in ")[2])
    assert log.is_relative_to(tmp_path)
    assert "error" in log.read_text()


def test_a_compiler_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(
        OSError, match=r"^the compiler no-such-compiler is not installed; to get it: "
    ):
        compile_kernel(Job(tmp_path / "mine.cpp", "O0", "-O0"), tmp_path)
