"""The page about problems of one's own: its file and its C++ are run as they stand."""

import re
from pathlib import Path

from benched import Bench, expected_code

from juliaset.problems import OwnProblem

PAGE = Path(__file__).parents[3] / "docs" / "own-problem.md"


def block(language: str) -> str:
    (text,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return str(text)


def test_the_example_of_the_page_is_a_contest(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(block("python"))
    (tmp_path / "axpy.cpp").write_text(block("cpp"))
    assert "$ juliaset bench --problem mine.py\n" in PAGE.read_text()
    words = ("--problem", "mine.py")
    small = ("--size", "1000", "--processes", "3", "--budget", "1")
    with Bench(tmp_path, *words, *small, cwd=tmp_path) as run:
        assert run.end() == expected_code(run.contest["contest"]["state"], 0), run.stdout
        rows = {name: row["status"] for name, row in run.rows.items() if "twin" not in name}
        assert rows == dict.fromkeys(("numpy.plain", "numpy.in_place", "cpp.loop"), "ok")


def test_the_page_explains_every_part_of_a_problem() -> None:
    text = PAGE.read_text()
    parts = [name for name in OwnProblem.__dataclass_fields__ if name not in {"name", "kernels"}]
    assert not [name for name in parts if f"`{name}`" not in text]
    for way in ("kernel", "cpp_file", "from_module", "c_function", "complaint"):
        assert f"axpy.{way}(" in text
