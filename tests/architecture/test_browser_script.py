"""`make test-browser` finds or installs Chromium, says what is missing, and cuts it off."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from built import ROOT

# What the scripts call: no browser, no package manager, and no unshare.
PROGRAMS = ("awk", "bash", "cat", "dirname", "env", "mkdir", "sed", "tail")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    shutil.copytree(ROOT / "python/juliaset/system", tmp_path / "python/juliaset/system")
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        program = shutil.which(name)
        assert program, name
        (tmp_path / "bin" / name).symlink_to(program)
    add(tmp_path, "python")
    return tmp_path


def add(checkout: Path, name: str, text: str = "") -> Path:
    """Add a program that writes down how it was called, and by which browser it would test."""
    program = checkout / "bin" / name
    called = f'echo "{name} $* ${{JULIASET_BROWSER##*/}}" >>{checkout}/log\n'
    program.write_text(f"#!/bin/sh\n{called}{text}\n")
    program.chmod(0o755)
    return program


def run(
    checkout: Path, *words: str, **variables: str
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run the script; return also what it called."""
    done = subprocess.run(
        [checkout / "setup" / "test_browser.sh", *words],
        env={"PATH": str(checkout / "bin")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    log = checkout / "log"
    return done, [line.strip() for line in log.read_text().splitlines()] if log.exists() else []


def test_a_missing_browser_is_said(checkout: Path) -> None:
    done, called = run(checkout)
    assert done.returncode == 2
    first, second = done.stderr.splitlines()
    assert first.startswith("Tests in a browser need Chromium. Type:  ")
    assert first.endswith("install: Chromium")
    assert "JULIASET_BROWSER" in second
    assert not called


@pytest.mark.parametrize(
    ("manager", "advice"),
    [
        ("dnf", "dnf install -y chromium"),
        ("brew", "# brew has no package of: Chromium"),
    ],
)
def test_the_advice_is_that_of_the_package_manager(
    checkout: Path, manager: str, advice: str
) -> None:
    add(checkout, manager)
    done, called = run(checkout)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith(advice)
    assert not called


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install")
def test_root_gets_it_from_apt_get(checkout: Path) -> None:
    browser = checkout / "bin" / "chromium"
    add(checkout, "apt-get", f'[ "$1" = update ] || {{ echo >{browser}; chmod +x {browser}; }}')
    program = shutil.which("chmod")
    assert program
    (checkout / "bin" / "chmod").symlink_to(program)
    done, called = run(checkout)
    assert done.returncode == 0, done.stderr
    assert called[:2] == [
        "apt-get update",
        "apt-get install -y --no-install-recommends chromium",
    ]
    assert called[-1] == "python -m pytest tests/browser chromium"


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_that_is_there_is_taken_and_no_manager_asked(checkout: Path, name: str) -> None:
    add(checkout, name)
    add(checkout, "apt-get")
    done, called = run(checkout)
    assert done.returncode == 0, done.stderr
    assert called == [f"python -m pytest tests/browser {name}"]
    assert "a proxy that is not there" in done.stdout  # there is no unshare


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["-k", "tour"], "tests/browser -k tour"),
        (["tests/browser/test_tour.py", "-x"], "tests/browser/test_tour.py -x"),
    ],
)
def test_options_alone_are_about_all_of_its_tests(
    checkout: Path, words: list[str], asked: str
) -> None:
    add(checkout, "chromium")
    done, called = run(checkout, *words)
    assert done.returncode == 0, done.stderr
    assert called == [f"python -m pytest {asked} chromium"]


def test_the_variable_names_another_browser(checkout: Path) -> None:
    add(checkout, "chromium")
    other = add(checkout, "edge")
    done, called = run(checkout, JULIASET_BROWSER=str(other))
    assert done.returncode == 0, done.stderr
    assert called == ["python -m pytest tests/browser edge"]
    done, _ = run(checkout, JULIASET_BROWSER="/no/such/browser")
    assert done.returncode == 2
    assert done.stderr == "JULIASET_BROWSER is '/no/such/browser', which is not a program here.\n"


def test_the_browser_gets_a_network_of_its_own_where_that_is_allowed(checkout: Path) -> None:
    add(checkout, "chromium")
    not_for_root = 'case "$*" in *--map-root-user*) shift 2 ;; *) exit 1 ;; esac'
    add(checkout, "unshare", f'{not_for_root}\nexec "$@"')
    done, called = run(checkout)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    inside = "python setup/loopback.py python -m pytest tests/browser chromium"
    assert called[-2:] == [f"unshare --map-root-user --net {inside}", inside]
