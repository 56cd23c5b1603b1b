"""What docs/profilers.md tells a learner with a Mac to record: its own half runs everywhere."""

import json
import plistlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "profilers.md").read_text()
SECTION = PAGE.partition("## Instruments on a Mac")[2].partition("\n## ")[0]


def test_the_program_that_is_recorded_runs() -> None:
    recorded = re.findall(r"\.venv/bin/python (-m juliaset\S+ \S+) 1000 --seconds 10", SECTION)
    assert len(recorded) == 2
    for words in recorded:
        command = [sys.executable, *words.split(), "50", "--flavour", "O0"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "cpp.scalar: width 50, 1 calls" in done.stdout


def test_the_library_that_is_named_is_that_of_the_flavour() -> None:
    (program,) = re.findall(r"python -c '(from juliaset\.native [^']+)'", SECTION)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).name.startswith("lib")
    assert Path(done.stdout.strip()).is_file()


def test_the_entitlement_is_a_list_that_codesign_can_read() -> None:
    (text,) = re.findall(r"echo '(\{.*\})' >allow.json", SECTION)
    lines = plistlib.dumps(json.loads(text)).decode().split()
    assert lines[-5:-1] == [
        "<dict>",
        "<key>com.apple.security.get-task-allow</key>",
        "<true/>",
        "</dict>",
    ]


def test_it_is_said_that_it_was_never_tried() -> None:
    assert "never tried" in " ".join(SECTION.split())
