"""What a contest leaves, as a user meets it: --save, exports, compare --last and history."""

import subprocess
from pathlib import Path

import pytest
from saved_contests import record

from juliaset.bench import history
from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.record_file import dumps
from juliaset.cli import main
from juliaset.cli.outputs import Outputs
from juliaset.cli.result_files import STDOUT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JULIASET_HISTORY", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def juliaset(*words: str) -> int:
    """Run a command in this process, and return its exit code."""
    with pytest.raises(SystemExit) as end:
        main(words)
    code = end.value.code
    assert isinstance(code, int)
    return code


Printed = pytest.CaptureFixture[str]


def test_commands_without_a_saved_contest_say_how_to_save_one(
    folder: Path, capsys: Printed
) -> None:
    for command in (["history"], ["compare", "--last"]):
        assert juliaset(*command) == 3
        assert capsys.readouterr().err == (
            f"juliaset: no contest is saved in {folder}; `juliaset bench --save` saves one\n"
        )


def test_the_last_two_contests_are_compared(folder: Path, capsys: Printed) -> None:
    paths = [history.save(record(day), "", folder) for day in (1, 2, 3)]
    (folder / "broken.json").touch()
    assert juliaset("compare", "--last") == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [str(paths[1]), str(paths[2])]
    assert said.out.splitlines()[-1].startswith("Compared 2 of 2 rows: ")
    assert said.err.startswith(f"juliaset: left out: {folder / 'broken.json'} is not the JSON of a")
    assert said.err.count("\n") == 1
    new = folder.parent / "new.json"
    new.write_text(dumps(record(2, git="another")))
    assert juliaset("compare", "--last", str(new)) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [str(paths[1]), str(new)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare"], "compare needs two contests; allowed: OLD NEW, or --last"),
        (["compare", "a.json"], "compare needs two contests; allowed: OLD NEW, or --last"),
        (
            ["compare", "--last", "a", "b"],
            "--last finds OLD itself; allowed: --last, or --last NEW",
        ),
        (["compare", "--last", "no.json"], "there is no file 'no.json'"),
        (["history", "--kernel", "x*"], "--kernel is 'x*'; allowed: a row of a saved contest"),
        (["history", "-o", "/"], "--output is '/': it is a folder"),
        (["bench", "--json", "-", "--csv", "-"], "--json and --csv are both -; allowed: one of th"),
        (["bench", "--save", "a/b"], "--save is 'a/b'; allowed: up to 60 letters"),
        (["bench", "--save", "--budget", "x"], "'--budget': 'x' is not a number of seconds"),
    ],
)
def test_nonsense_is_one_line(words: list[str], said: str, folder: Path, capsys: Printed) -> None:
    history.save(record(), "", folder)
    assert juliaset(*words) == 2
    found = capsys.readouterr()
    assert said in found.err
    assert (found.out, found.err.count("\n")) == ("", 1)


def test_everything_that_was_asked_for_is_written(
    folder: Path, tmp_path: Path, capsys: Printed
) -> None:
    outputs = Outputs(tmp_path / "a.json", STDOUT, tmp_path / "a.md", tmp_path / "a.pyperf", "x")
    outputs.check()
    made = record()
    outputs.write(made)
    said = capsys.readouterr()
    assert said.out == to_csv(made)  # and nothing else
    assert said.err.count("Wrote ") == 3
    (saved_as,) = folder.glob("*-x.json")
    assert f"Saved as {saved_as}.\n" in said.err
    assert (tmp_path / "a.json").read_text() == saved_as.read_text() == dumps(made)
    assert (tmp_path / "a.md").read_text() == to_markdown(made)
    assert (tmp_path / "a.pyperf").read_text() == to_pyperf(made)
    assert not made.contest.revision  # the kernels are those of juliaset


def test_an_output_that_fails_does_not_lose_the_others(
    folder: Path, tmp_path: Path, capsys: Printed
) -> None:
    gone = tmp_path / "gone"
    outputs = Outputs(gone / "a.json", gone / "a.csv", tmp_path / "a.md", None, "x")
    made = record()
    with pytest.raises(OSError, match=r"^--json is not written: .*No such file.*a\.json"):
        outputs.write(made)
    said = capsys.readouterr()
    assert said.err.startswith("juliaset: --csv is not written: ")
    assert said.err.count("\n") == 1
    assert (tmp_path / "a.md").read_text() == to_markdown(made)
    assert len(list(folder.glob("*-x.json"))) == 1


def test_the_revision_of_programs_is_that_of_the_users_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-c", "user.name=me", "-c", "user.email=me@example.org", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    subprocess.run([*git, "tag", "-a", "v1/2", "-m", "x"], check=True)
    monkeypatch.chdir(folder)
    made = record()
    for row in made.variants:
        row.toolchain = "command"
    Outputs(save="").write(made)
    assert (made.contest.revision, history.revision(made)) == ("v1/2", "v1/2")
    (saved_as,) = folder.glob("*.json")
    assert saved_as.name[17:21] == "v1_2"


def test_a_file_of_its_own_for_each_output() -> None:
    with pytest.raises(ValueError, match="two options write to '/a'; allowed: files that differ"):
        Outputs(Path("/a"), csv=Path("/a")).check()
    with pytest.raises(ValueError, match="--csv and --md are both -"):
        Outputs(csv=STDOUT, md=STDOUT).check()
    assert Outputs().nothing
    assert not Outputs(save="").nothing


def test_of_many_contests_the_newest_are_shown_and_the_others_counted(
    folder: Path, capsys: Printed
) -> None:
    for day in range(1, 16):
        history.save(record(day, git=f"{day:02}c0ffee"), f"night {day}", folder)
    assert juliaset("history") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    earlier = [line for line in lines if "earlier contests" in line]
    assert earlier == ["3 earlier contests are not shown: --kernel GLOB or --output shows all."], (
        lines
    )
    shown = [line.split()[:2] for line in lines if line.strip().startswith(tuple("123456789"))]
    assert [day for number, day in shown if day == f"2026-11-{int(number):02}"] == [
        f"2026-11-{day:02}" for day in range(4, 16)
    ]
    assert juliaset("history", "--kernel", "cpp.complex*") == 0
    said = capsys.readouterr().out
    assert all(f"2026-11-{day:02}" in said for day in range(1, 16))
    assert "earlier contests" not in said


def test_the_history_becomes_a_page(folder: Path, capsys: Printed) -> None:
    for day in (1, 2):
        history.save(record(day), "", folder)
    page = folder / "history.html"
    assert juliaset("history", "--kernel", "cpp.simd*", "-o", str(page)) == 0
    assert capsys.readouterr().err == ""
    assert "cpp.simd_avx2@O3" in page.read_text()
    assert "cpp.complex" not in page.read_text()


@pytest.mark.parametrize(
    ("percent", "code"), [("5%", 1), ("5", 1), ("60%", 0), ("0.05", 2), ("5%%", 2), ("10001", 2)]
)
def test_a_gate_opens_as_far_as_it_is_told(
    percent: str, code: int, folder: Path, capsys: Printed
) -> None:
    old, new = record(1), record(2)
    row = new.find("cpp.simd_avx2@O3")
    assert row is not None
    for process in row.processes:
        process.samples = [s._replace(wall_ns=s.wall_ns * 1.5) for s in process.samples]
    paths = [folder / "old.json", folder / "new.json"]
    for path, each in zip(paths, (old, new), strict=True):
        path.write_text(dumps(each))
    assert juliaset("compare", *map(str, paths), "--fail-slower", percent) == code
    if code == 2:
        assert "'--fail-slower'" in capsys.readouterr().err
