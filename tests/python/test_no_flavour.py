"""A flavour that the loader refuses: a clear error, not an internal one."""

from pathlib import Path

import pytest

from juliaset.kernel_type import UnavailableError
from juliaset.native import load_flavour


def test_a_library_that_cannot_be_loaded_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "libjuliaset_O3.so").write_text("no library")
    with pytest.raises(UnavailableError, match="cannot load flavour 'O3'"):
        load_flavour("O3", str(tmp_path))
    with pytest.raises(UnavailableError, match=r"cannot load flavour 'O2'.*No such file"):
        load_flavour("O2", str(tmp_path))
