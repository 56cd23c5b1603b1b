"""Files of contests, and of Google Benchmark, that were changed in any way: all their readers."""

import json
from pathlib import Path

import pytest
from commanding import Said, check, command, files_in
from mutation import as_json
from searching import search
from valid_documents import contests, google

pytestmark = pytest.mark.fuzz


def keep(folder: Path, said: Said, before: dict[str, bytes]) -> None:
    check(said)
    if said.code == 2:
        assert files_in(folder) == before


@pytest.mark.parametrize("form", ["--csv", "--md", "--pyperf"])
def test_export(form: str, tmp_path: Path) -> None:
    file, output = tmp_path / "contest.json", tmp_path / "out"

    def rule(text: bytes) -> None:
        file.write_bytes(text)
        output.write_text("earlier")
        before = files_in(tmp_path)
        keep(tmp_path, command("export", str(file), form, "-o", str(output)), before)
        check(command("export", str(file), form))

    search(f"export {form}", rule, as_json(contests()), examples=6)


def test_compare(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"

    def rule(one: bytes, other: bytes) -> None:
        old.write_bytes(one)
        new.write_bytes(other)
        check(command("compare", str(old), str(new)))

    texts = as_json(contests())
    search("compare", rule, texts, texts, examples=6)


def test_import(tmp_path: Path) -> None:
    file, into = tmp_path / "google.json", tmp_path / "contest.json"

    def rule(text: bytes) -> None:
        file.write_bytes(text)
        into.write_text(json.dumps(contests()[0]))
        before = files_in(tmp_path)
        keep(tmp_path, command("import", str(file), "--into", str(into), "--details"), before)

    search("import", rule, as_json(google()), examples=12)


def test_report(tmp_path: Path) -> None:
    file, output = tmp_path / "contest.json", tmp_path / "page.html"

    def rule(text: bytes) -> None:
        file.write_bytes(text)
        output.write_text("earlier")
        before = files_in(tmp_path)
        keep(tmp_path, command("report", str(file), "-o", str(output)), before)

    search("report", rule, as_json(contests()), examples=2)


def test_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JULIASET_HISTORY", str(tmp_path))

    def rule(one: bytes, other: bytes) -> None:
        (tmp_path / "a.json").write_bytes(one)
        (tmp_path / "b.json").write_bytes(other)
        check(command("history"))
        check(command("compare", "--last"))

    texts = as_json(contests())
    search("history", rule, texts, texts, examples=5)
