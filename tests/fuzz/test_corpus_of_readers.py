"""Inputs that readers once failed on, and similar ones: small files that every run tries again."""

import shutil
from pathlib import Path

import pytest
from commanding import check, command, files_in
from valid_documents import ROOT

from juliaset.grader.toml_answers import read_toml
from juliaset.grader.verdict import FailedError

CORPUS = Path(__file__).parent / "corpus" / "readers"
VALID = str(ROOT / "tests" / "python" / "bench" / "contests" / "v2_documented.json")


def files(folder: str) -> list[Path]:
    found = sorted((CORPUS / folder).iterdir())
    assert found
    return found


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", files("contests"), ids=name)
def test_contests(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(path, tmp_path)
    monkeypatch.setenv("JULIASET_HISTORY", str(tmp_path))
    before = files_in(tmp_path)
    for form in ("--csv", "--md", "--pyperf"):
        check(command("export", str(path), form))
    check(command("compare", str(path), str(path)))
    check(command("compare", VALID, str(path)))
    check(command("history"))
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("file", ["far_apart_times", "control_characters"])
def test_reports(file: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    check(command("report", str(CORPUS / "contests" / f"{file}.json"), "-o", str(page)))
    assert page.is_file()


@pytest.mark.parametrize("path", files("google"), ids=name)
def test_google_benchmark(path: Path, tmp_path: Path) -> None:
    into = tmp_path / "contest.json"
    shutil.copy(VALID, into)
    before = files_in(tmp_path)
    said = command("import", str(path), "--into", str(into), "--details")
    check(said)
    assert (files_in(tmp_path) == before) == (said.code == 2)


@pytest.mark.parametrize("path", files("tables"), ids=name)
def test_tables(path: Path) -> None:
    with pytest.raises(FailedError) as refused:
        read_toml(path)
    assert path.name in str(refused.value)
    assert len(str(refused.value)) < 300
