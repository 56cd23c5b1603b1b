"""An installed package, far from any checkout: commands work there, or say what is missing."""

from pathlib import Path

import pytest
from installed import Installed, install

from juliaset.course import course_files
from juliaset.course_folder import CHECKOUT, HOW

SETUP = "pip install 'juliaset[course]'"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def course(package: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("learner") / "my course"
    answer = package.juliaset("course", str(folder), folder=folder.parent)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "  cd '" in answer.stdout
    return folder


def test_it_writes_what_the_checkout_has(course: Path) -> None:
    for name, source in course_files().items():
        assert (course / name).read_bytes() == source.read_bytes(), name


def test_the_labs_are_found_in_the_course(package: Installed, course: Path) -> None:
    for folder in (course, course / "notebooks"):
        answer = package.juliaset("lab", "next", folder=folder)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith("Lab 1: ")


@pytest.mark.slow
def test_a_lab_is_begun_in_the_course(package: Installed, course: Path) -> None:
    answer = package.juliaset("lab", "start", "1", folder=course)
    assert answer.returncode == 0, answer.stderr
    assert "Edit my_labs/01_clock_and_noise/start.py" in answer.stdout
    again = package.juliaset("course", ".", folder=course)
    assert "0 files are new, 0 were brought up to date" in again.stdout


@pytest.mark.slow  # a check starts two processes, and this one compiles
@pytest.mark.parametrize("solution", ["05_numpy/solutions/compacting.py", "06_cython"])
def test_a_lab_is_graded_in_the_course(package: Installed, course: Path, solution: str) -> None:
    files = sorted((course / "labs").glob(f"{solution}*")) or [course]
    path = next(path for path in [*files, *files[0].glob("solutions/*")] if path.is_file())
    answer = package.juliaset("lab", "check", solution[:2], "--file", str(path), folder=course)
    assert answer.returncode in {0, 3}, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    "words", [("lab", "list"), pytest.param(("profile", "cprofile"), marks=pytest.mark.slow)]
)
def test_without_a_course_it_says_how_to_get_one(
    package: Installed, tmp_path: Path, words: tuple[str, ...]
) -> None:
    answer = package.juliaset(*words, folder=tmp_path)
    assert answer.returncode == 2
    assert HOW in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_recipe_runs_in_the_course(package: Installed, course: Path) -> None:
    answer = package.juliaset("profile", "dis", folder=course)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert (course / "profiles" / "dis" / "result.json").is_file()


@pytest.mark.slow
def test_a_flavour_that_a_wheel_has_not(package: Installed, tmp_path: Path) -> None:
    answer = package.juliaset(
        "run", "--kernel", "cpp.scalar", *("--flavour", "O3_native"), folder=tmp_path
    )
    assert answer.returncode == 3
    assert answer.stderr.endswith("is not in this wheel; installed from source, juliaset has it\n")


def test_doctor_names_nothing_of_a_checkout(package: Installed, tmp_path: Path) -> None:
    answer = package.juliaset("doctor", folder=tmp_path, COLUMNS="200")
    assert answer.returncode == 0, answer.stderr
    assert HOW in answer.stdout
    assert "make" not in answer.stdout
    assert f"{CHECKOUT}/" not in answer.stdout


@pytest.mark.slow
def test_a_kernel_in_cpp_needs_a_compiler(package: Installed, tmp_path: Path) -> None:
    (tmp_path / "mine.cpp").write_text((CHECKOUT / "julia/kernels/scalar.cpp").read_text())
    words = ("bench", "--kernel", "mine.cpp")
    answer = package.juliaset(*words, folder=tmp_path, CXX="no-such-compiler")
    assert answer.returncode == 1
    assert "the compiler no-such-compiler is not installed" in answer.stdout + answer.stderr
