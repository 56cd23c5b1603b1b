"""Each script takes a width, says so when asked, and checks the sum of its width."""

import pstats
import re
import sys
from pathlib import Path

import pytest
from desk import PIXELS, SMALL, SUM, Desk

RIGHT = f"{SUM}, which is right"
PICTURES = {
    "julia1.py": [r"calculate_z_serial_purepython took [\d.]+ seconds", RIGHT, "julia1.png"],
    "julia1_nopil.py": ["Length of x: 50", "Total elements: 2500", r"took [\d.]+ seconds"],
    "julia1_decorator.py": [
        r"@timefn: calculate_z_serial_purepython took [\d.]+ seconds",
        r"@timefn: calc_pure_python took [\d.]+ seconds",
        RIGHT,
    ],
    "julia1_lineprofiler.py": [RIGHT],
    "julia1_lineprofiler2.py": [RIGHT],
    "julia1_memoryprofiler.py": [RIGHT],
    "julia1_memoryprofiler2.py": [RIGHT],
    "julia1_memoryprofiler_nested.py": [RIGHT],
    "noop_profile_demo.py": [RIGHT, "among the builtins: False"],
    "prof.py": [RIGHT],
    "prof_save.py": [RIGHT, "prof.out"],
}
SIZES = {
    "dis_sample.py": ["numbers below 50 to 1,225", r"fn_terse +\d+ instructions"],
    "profile_demo.py": ["on 50 numbers", r"method juliaset\._course\.mean", r"cpp_mean +\d"],
    "benchmark_compare.py": ["mean of 50 numbers is 0.5", r"_course\.mean +\d"],
    "tracemalloc_demo.py": [
        "array \\* 2.0   took 400 bytes more",
        r"array \*= 2.0  took 0 bytes more",
    ],
    "sizes_demo.py": ["Of 50 numbers", "one object each"],
}


# Other quick tests run these, or scripts like them.
SLOW = {
    *("julia1_lineprofiler.py", "julia1_memoryprofiler.py", "julia1_memoryprofiler_nested.py"),
    *("julia1_nopil.py", "noop_profile_demo.py", "prof.py", "prof_save.py", "tracemalloc_demo.py"),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in SLOW else ())
        for name in PICTURES | SIZES
    ],
)
def test_at_a_small_size(tmp_path: Path, name: str) -> None:
    printed = Desk(tmp_path).run(f"python {name} {SMALL}")
    for expected in (PICTURES | SIZES)[name]:
        assert re.search(expected, printed), printed


@pytest.mark.slow
def test_the_swapped_tests_are_judged_by_the_harness(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run(f"python julia1_lineprofiler3.py {SMALL}")
    assert RIGHT in printed
    assert re.search(r"^n first .*(unresolved|slower|faster|same) ", printed, re.MULTILINE), printed


# One of those that draw, one that takes a size, and those with options of their own.
@pytest.mark.parametrize(
    "name",
    [
        *("julia1.py", "julia_compare.py"),
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("sizes_demo.py", "julia1_lineprofiler3.py")
        ),
    ],
)
def test_help_says_what_may_be_asked_for(tmp_path: Path, name: str) -> None:
    printed = Desk(tmp_path).run(f"python {name} --help")
    assert re.search(r"width|size|upper", printed, re.IGNORECASE)


def test_the_old_command_of_the_claims_names_the_new_one(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("python -m notes gil", code=2)
    assert printed.startswith("python -m notes is now called python -m claims, in the folder above")


@pytest.mark.parametrize(
    "word", ["0", *(pytest.param(word, marks=pytest.mark.slow) for word in ("-3", "wide", "1.5"))]
)
def test_a_wrong_width_is_one_clear_line(tmp_path: Path, word: str) -> None:
    desk = Desk(tmp_path)
    assert "argument width" in desk.run(f"python julia1_decorator.py -- {word}", code=2)
    assert "allowed: 10, 20, 50" in desk.run(f"python julia1_nopil.py {word}", code=1)


def test_the_picture_is_a_picture(tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    desk = Desk(tmp_path)
    desk.run(f"python julia1.py {SMALL}")
    with Image.open(desk.folder / "julia1.png") as image:
        assert image.size == (SMALL, SMALL)
        assert len(image.getcolors(PIXELS) or []) > 100


def test_a_wrong_sum_ends_a_script(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run('python -c "import grid; grid.check([1, 2], 50)"', code=1)
    assert f"WRONG at width 50: the counts sum to 3, not to {SUM}" in printed
    wrong = "import julia1_nopil as j; j.SUMS[50] += 1; j.calc_pure_python(50, 300)"
    assert "the counts are wrong" in desk.run(f'python -c "{wrong}"', code=1)
    for script in ("prof", "prof_save"):
        path = desk.folder / f"{script}.py"
        path.write_text(path.read_text().replace("SUMS[width]", "SUMS[width] + 1"))
        assert "the counts are wrong" in desk.run(f"python {script}.py 50", code=1)


def test_its_sums_are_right() -> None:
    import runpy  # noqa: PLC0415

    from desk import PROFILING  # noqa: PLC0415

    from juliaset import Problem, escape_counts  # noqa: PLC0415

    known = runpy.run_path(str(PROFILING / "julia1_nopil.py"))["SUMS"]
    assert len(known) >= 13
    for width, total in known.items():
        assert int(escape_counts(Problem.book(width)).sum()) == total


@pytest.mark.slow
def test_zs_and_cs_are_made_when_they_are_asked_for(tmp_path: Path) -> None:
    program = (
        "import julia1; assert not {'zs', 'cs'} & set(vars(julia1)); "
        "from julia1 import calculate_z_serial_purepython, zs, cs; "
        "assert zs is julia1.zs; assert {'zs', 'cs'} <= set(vars(julia1)); "
        "print(len(zs), len(cs), sum(calculate_z_serial_purepython(300, zs, cs)))"
    )
    desk = Desk(tmp_path)
    assert f"{PIXELS} {PIXELS} {SUM}" in desk.run(f'python -c "{program}"')
    small = desk.run(f'python -c "{program}"', JULIASET_WIDTH="100")
    assert "10000 10000 334236" in small
    assert "now called" not in small
    noted = desk.run(f'python -c "{program}"', JULIASET_WIDTH="100", JULIA_WIDTH="20")
    assert noted.count("juliaset: JULIA_WIDTH is now called JULIASET_WIDTH\n") == 1
    drawn = desk.run("python julia1.py", JULIASET_WIDTH="20", JULIA_WIDTH="100")
    assert drawn.count("JULIA_WIDTH is now called JULIASET_WIDTH") == 1
    assert "sum of counts 12982" in drawn
    assert "no attribute 'ys'" in desk.run('python -c "import julia1; julia1.ys"', code=1)
    wrong = desk.run('python -c "from julia1 import zs"', code=1, JULIASET_WIDTH="abc")
    assert wrong == "JULIASET_WIDTH: it is 'abc'; allowed: a whole number, 1 or more\n"


def calls(path: Path) -> dict[str, int]:
    return {name: row[0] for (_, _, name), row in pstats.Stats(str(path)).stats.items()}  # type: ignore[attr-defined]


def exact(by_name: dict[str, int], width: int, total: int) -> None:
    """Compare every call of the profile with what is known."""
    assert by_name["<built-in method builtins.abs>"] == total + width * width
    assert by_name["<method 'append' of 'list' objects>"] == 2 * width * width + 2 * width
    if sys.version_info[:2] == (3, 11):
        assert sum(by_name.values()) == total + 3 * width * width + 2 * width + 15


def test_the_profile_of_the_program_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.folder / "julia1_nopil.py"
    text = path.read_text()
    assert "else 1000, 300)" in text
    path.write_text(text.replace("else 1000, 300)", f"else {SMALL}, 300)"))
    desk.run("python -m cProfile -o profile.stats julia1_nopil.py")
    exact(calls(desk.folder / "profile.stats"), SMALL, SUM)


@pytest.mark.slow
def test_the_profile_of_the_course(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run("python -m cProfile -o profile.stats julia1_nopil.py")
    assert "Total elements: 1000000" in printed
    by_name = calls(desk.folder / "profile.stats")
    exact(by_name, 1000, 33219980)
    if sys.version_info[:2] == (3, 11):
        assert sum(by_name.values()) == 36221995


@pytest.mark.slow
def test_what_was_built_shows_as_rows_of_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    compare = f"python julia_compare.py --kernel 'cython.setup*' --width {SMALL} --budget 0.5"
    printed = desk.run(compare, code=2)
    assert "python setup_cython.py build_ext --inplace, in python/profiling" in printed
    printed = desk.run("python setup_cython.py build_ext --inplace")
    flags = re.findall(r"/julia1_cython\.o (-O.*)$", printed, re.MULTILINE)
    assert flags == ["-O0 -ffp-contract=off", "-O3 -march=native -ffp-contract=off"]
    for command in (compare, compare.replace("julia_", "../julia_")):
        printed = desk.run(command, code=None)  # 4 if the machine is busy
        for row in ("cython.setup@O0", "cython.setup@O3_native"):
            assert re.search(rf"^{row} +[\d.]+ [um]s ", printed, re.MULTILINE), printed
        assert "setup_cython.py" not in printed


def test_a_width_of_the_environment_that_is_no_number_is_one_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = "JULIASET_WIDTH: it is 'abc'; allowed: a whole number, 1 or more\n"
    assert desk.run("python julia1.py", code=1, JULIASET_WIDTH="abc") == said
