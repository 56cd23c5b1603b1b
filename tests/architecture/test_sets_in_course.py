"""The code of the course names no instruction set: it runs on x86-64 and on 64-bit ARM."""

import json
import re
from collections.abc import Iterator

import pytest
from sources import ROOT

_SET = re.compile(r"sse2|avx2|avx512|neon|haswell|skylake|x86-64-v\d|-mfma|-mavx\w*")
# Where a name is allowed, and why.
_ALLOWED = {
    ("notebooks/08_flags.ipynb", "-mfma"): "only on x86-64; ARM has the instruction without a flag",
    ("notebooks/12_reading.ipynb", "avx2"): "rows of the published contest, recorded on x86-64",
    ("labs/09_flags/check.py", "haswell"): "a CPU of x86-64 that can fuse, asked for only there",
    ("labs/09_flags/check.py", "skylake"): "the same with AVX-512",
    ("labs/09_flags/check.py", "avx512"): "a part of the name of that CPU",
}


def _code() -> Iterator[tuple[str, str]]:
    """Each cell of code and each check of a lab, with the file that has it."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                yield str(path.relative_to(ROOT)), "".join(cell["source"])
    for path in sorted((ROOT / "labs").glob("*/check.py")):
        yield str(path.relative_to(ROOT)), path.read_text()


def _named() -> set[tuple[str, str]]:
    return {(path, name) for path, text in _code() for name in _SET.findall(text)}


def test_code_of_the_course_names_no_instruction_set() -> None:
    assert _named() <= _ALLOWED.keys(), "use juliaset.notebook.row_of, or give a reason here"


def test_each_exception_is_needed() -> None:
    assert _ALLOWED.keys() <= _named()


@pytest.mark.parametrize("name", ["cpp.simd_sse2", "cpp.fma_neon", "x86-64-v3", "-mavx2"])
def test_a_name_is_found(name: str) -> None:
    assert _SET.search(name)
