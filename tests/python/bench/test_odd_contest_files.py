"""A file that isn't a contest is refused in one line that names it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from documented import OLD, changed, example, read

from juliaset.bench import record_file
from juliaset.bench.record import SCHEMA
from juliaset.bench.record_file import load

TEXT = json.dumps(example())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no JSON",
        b"[]",
        b"3",
        b"{}",
        b"\xff\xfe",
        b'{"schema": "juliaset-ladder/1", "rows": []}',
        b"[" * 200_000,
        b'{"contest": ' + b"[" * 200_000,
        b'{"x": ' * 200_000,
        TEXT.replace("3004786325.0", "NaN").encode(),
        TEXT.replace("3004786325.0", "Infinity").encode(),
        TEXT.replace("3004786325.0", "1e999").encode(),
        TEXT.replace("3004786325.0", "9" * 5000).encode(),
        TEXT.replace('"python.loops"', '"\\ud800"').encode(),
        TEXT[:-20].encode(),
        TEXT.replace('"extra', "").encode() + b"{}",
        TEXT.replace('"probes"', '"\\u001b[2J\\n"').encode(),
    ],
)
def test_any_other_file_gets_one_line_with_its_name(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=r"odd\.json is not the JSON of a contest: .") as refused:
        load(path)
    said = str(refused.value)
    assert said.isprintable()
    assert len(said) < 600


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    for name, kind in {
        tmp_path: "a folder",
        tmp_path / "fifo": "a FIFO",
        tmp_path / "link": "a FIFO",
        Path("/dev/zero"): "a device",
    }.items():
        with pytest.raises(ValueError, match=f"it is {kind}, not a plain file"):
            load(name)
    with pytest.raises(ValueError, match=r"there is no file .*absent\.json"):
        load(tmp_path / "absent.json")


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(record_file.LARGEST + 1)  # a hole: it takes no room
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    with pytest.raises(ValueError, match="it has 67,108,865 bytes"):
        load(path)


V1 = json.loads((OLD / "v1_documented.json").read_text())


@pytest.mark.parametrize(
    "contents",
    [
        {},
        {"contest": None},
        {"contest": [1, 2]},
        {"contest": {}},
        {"contest": V1["contest"] | {"flags": 3}},
        {"contest": V1["contest"] | {"bound": [1]}},
        {"contest": V1["contest"] | {"bound": {"isa": 1, "ns_per_iteration": "x"}}},
        {"contest": V1["contest"] | {"extra": 1}},
        {"problem": 3},
        {"problem": {"kind": "book"}},
        {"problem": V1["problem"] | {"width": 0, "kind": "view"}},
        {"variants": None},
        {"variants": [3]},
        {"variants": [{}]},
        {"variants": [V1["variants"][0] | {"samples": [[0, 0, -1.0, 1.0]]}]},
        {"variants": [V1["variants"][0] | {"samples": 7}]},
        {"extra": 1},
    ],
)
def test_nonsense_in_version_1_gets_one_line_too(contents: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    whole = V1 | contents if contents else {"schema": V1["schema"]}
    path.write_text(json.dumps(whole))
    with pytest.raises(ValueError, match=r"old\.json is not the JSON of a contest: .") as refused:
        load(path)
    assert str(refused.value).isprintable()


def test_a_version_that_is_not_known_is_named() -> None:
    with pytest.raises(
        ValueError, match=rf"'juliaset-contest/0'; allowed: {SCHEMA}, .*-contest/1, .*-contest/2$"
    ):
        read(changed("schema", "juliaset-contest/0"))
