"""How a C++ file of a user's problem is compiled."""

from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import pytest

from juliaset import compile_library
from juliaset.cpp_file import CppFile


def test_a_file_finds_xsimd_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock()
    monkeypatch.setattr(compile_library, "run_compiler", asked)
    compile_library.compile_library(CppFile(tmp_path / "mine.cpp", "mine"), tmp_path)
    command = asked.call_args.args[0]
    folders = [Path(after) for word, after in pairwise(command) if word in {"-I", "-isystem"}]
    assert [each for each in folders if (each / "xsimd" / "xsimd.hpp").is_file()]
