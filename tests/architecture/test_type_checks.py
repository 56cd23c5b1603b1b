"""make lint sees a wrong type in the labs, the examples and the stubs."""

from pathlib import Path

import pytest

import check_types

PACKAGE = "from juliaset.problem import Problem\n"


@pytest.mark.slow
def test_a_wrong_type_in_a_lab_is_seen_under_its_own_name(tmp_path: Path) -> None:
    for name, text in (("01_right", "Problem.book()"), ("02_wrong", "Problem.book(width='9')")):
        (tmp_path / "labs" / name).mkdir(parents=True)
        (tmp_path / "labs" / name / "check.py").write_text(f"{PACKAGE}{text}\n")
    right, printed = check_types.check_labs(tmp_path / "labs", tmp_path / "types")
    assert not right
    assert "labs/02_wrong/check.py:2: error" in printed
    assert "01_right" not in printed


@pytest.mark.slow
def test_a_stub_that_differs_from_its_module_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("juliaset._native", reason="make builds the compiled half")
    (tmp_path / "empty.py").write_text("")
    (tmp_path / "empty.pyi").write_text("def missing() -> int: ...\n")
    monkeypatch.setattr(check_types, "STUBBED", ("empty",))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("MYPYPATH", str(tmp_path))
    right, printed = check_types.check_stubs()
    assert not right
    assert "empty.missing is not present at runtime" in printed
