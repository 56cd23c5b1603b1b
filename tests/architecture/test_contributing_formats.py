"""CONTRIBUTING.md's recipe for the format of a contest, followed in a copy of the checkout."""

import re
from pathlib import Path

import pytest
from checkout import Checkout

pytestmark = pytest.mark.slow

LISTS = (
    "tests/python/test_registry.py",
    "tests/python/test_list_of_kernels.py",
    "tests/python/test_kernel_tables.py",
    "tests/python/test_readme.py",
    "tests/architecture/test_python_layers.py",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_a_new_field_of_a_contest_s_file_is_one_line(checkout: Checkout) -> None:
    record = "python/juliaset/bench/record.py"
    checkout.add_line(record, "    memory: Count | None = None\n", '    mine: str = ""\n')
    page = checkout.path("docs/contest.md")
    heading = "## `variants`: the rows\n"
    page.write_text(page.read_text().replace(heading, f"{heading}\n`mine`: an example.\n"))
    checkout.assert_green_after_make_docs("tests/python/bench/test_record_file.py", *LISTS)
    schema = checkout.path("docs/contest.schema.json").read_text()
    assert '"mine": {' in schema


# Version by version: what it was called, the new name, and the function that brings it there.
UPGRADE = '''

def from_version_{old}(contents: dict[str, Any]) -> dict[str, Any]:
    """Return the contents of a file of version {old} in the form of version {new}."""
    contest = dict(contents["contest"])
    machine = dict(contest["machine"])
    machine["clock_rule"] = machine.pop("governor", "")
    return contents | {{
        "schema": "juliaset-contest/{new}",
        "contest": contest | {{"machine": machine}},
    }}

'''


def test_another_name_in_a_contest_s_file_is_a_new_version(checkout: Checkout) -> None:
    record, reader = (f"python/juliaset/bench/{name}.py" for name in ("record", "record_file"))
    found = re.search(r'^SCHEMA = "juliaset-contest/(\d+)"$', checkout.text(record), re.MULTILINE)
    assert found
    old = int(found[1])
    new = old + 1
    kept = f"tests/python/bench/contests/v{old}_mine.json"
    options = ("--kernel", "cpp.scalar", "--width", "50", "--budget", "1", "--json", kept)
    done = checkout.done("juliaset", "bench", *options)
    assert done.returncode in {0, 4}, done.stderr  # 4: the machine was too busy to say
    checkout.replace(record, found[0], f'SCHEMA = "juliaset-contest/{new}"')
    checkout.replace("python/juliaset/machine.py", "    governor: Text", "    clock_rule: Text")
    checkout.replace("python/juliaset/machine.py", "governor=governor()", "clock_rule=governor()")
    page = "docs/contest.md"
    checkout.replace(page, "| `governor` |", "| `clock_rule` |")
    checkout.replace(page, '"governor"', '"clock_rule"')
    checkout.replace(page, f'"juliaset-contest/{old}"', f'"juliaset-contest/{new}"')

    tests = "tests/python/bench/test_record_file.py"
    unread = checkout.tests(tests)
    assert unread.returncode == 1
    assert f"its schema is 'juliaset-contest/{old}'" in unread.stdout

    comment = "\n# These convert the contents of an old version into the next one.\n"
    checkout.add_line(reader, comment, UPGRADE.format(old=old, new=new).strip("\n") + "\n\n")
    line = f'    "juliaset-contest/{old}": from_version_{old},\n'
    checkout.replace(reader, "\nUPGRADES = {", f"\nUPGRADES = {{\n{line}    ")
    checkout.assert_green_after_make_docs(tests, "tests/python/bench/test_report.py", *LISTS)
    assert '"clock_rule": {' in checkout.text("docs/contest.schema.json")
    program = (
        "import sys; from pathlib import Path; from juliaset.bench.record_file import dumps, load\n"
        "for name in sys.argv[1:]: print(dumps(load(Path(name))))"
    )
    oldest = "tests/python/bench/contests/v1_kernels.json"
    written = checkout.run("python", "-c", program, kept, oldest)
    assert written.count(f'"juliaset-contest/{new}"') == written.count('"clock_rule":') == 2
    assert '"governor"' not in written
