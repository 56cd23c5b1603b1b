"""`juliaset list --problem`: the kernels of a user's file, and what each shows or lacks."""

from pathlib import Path

from problem_files import GOOD, written

from command import juliaset

MORE = '''

@shift.kernel("numpy.told", threads=True)
def told(x, k, n, out, threads):
    """Add in one call.

    This is not shown.
    """
    np.add(x, k, out=out)


shift.from_module("numba.loop", "no_such_module:fill", summary="A loop.")
shift.cpp_file("cpp.loop", "loop.cpp", "loop", summary="A \\x1b[31mloop.")
'''


def test_it_shows_what_each_kernel_shows_and_what_is_missing(tmp_path: Path) -> None:
    written(tmp_path, GOOD + MORE)
    (tmp_path / "loop.cpp").write_text("this is not compiled")
    answer = juliaset("list", "--problem", "mine.py", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    rows = [line.rstrip() for line in answer.stdout.splitlines()]
    names = ["numpy.temporary", "numpy.in_place", "numpy.told", "numba.loop", "cpp.loop"]
    assert [row.split()[0] for row in rows if row.startswith(("n", "c"))] == names
    (told,) = (row for row in rows if row.startswith("numpy.told"))
    assert told.split(maxsplit=2) == ["numpy.told", "yes", "Add in one call."]
    assert "unavailable: there is no module no_such_module; compile or install it" in answer.stdout
    assert "This is not shown" not in answer.stdout
    assert "\x1b" not in answer.stdout


def test_what_is_wrong_with_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    answer = juliaset("list", "--problem", "none.py", folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "--problem: there is no 'none.py'; allowed: a .py file" in answer.stderr
    assert answer.stderr.count("\n") == 1
