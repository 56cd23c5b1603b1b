"""Claims about the compiled objects: which code they share, and what runs before main()."""

from collections import defaultdict
from pathlib import Path

from built import ROOT, Built, Object, assembly, output, section_size, weak_symbols


def fits(kept: Object, user: Object) -> bool:
    """Return whether a function of `kept` may serve `user` too: it asks no more of the CPU."""
    machine = {flag for flag in kept.flags if flag.startswith("-m")}
    # -fopenmp changes no function but those with a pragma in them.
    others = set(kept.flags) - machine - {"-fopenmp"}
    return machine <= set(user.flags) and others <= set(user.flags)


def test_no_kernel_calls_a_function_compiled_for_a_wider_one(built: Built) -> None:
    # Of a weak symbol the linker keeps the first copy: an SSE2 kernel would call a function that
    # was compiled for AVX-512. Only -O0 leaves such functions at all, inside xsimd.
    users = defaultdict(list)
    for each, symbol in weak_symbols(built.objects):
        users[each.flavour, symbol].append(each)
    wrong = {
        symbol: f"{each} would call that of {kept}"
        for (_, symbol), (kept, *others) in users.items()
        for each in others
        if not fits(kept, each)
    }
    assert not wrong


def test_a_flavour_exports_its_table_alone(built: Built) -> None:
    for flavour in built.flavours:
        exported = output("nm", "--dynamic", "--defined-only", built.library(flavour))
        assert [line.split()[-1] for line in exported.splitlines()] == ["juliaset_table"], flavour


def test_nothing_runs_when_a_flavour_is_loaded(built: Built, tmp_path: Path) -> None:
    # An initialiser in an AVX-512 object would run before any CPU check; -ffast-math at the link
    # adds one that flushes subnormals for the whole process.
    source = tmp_path / "empty.cpp"
    source.touch()
    output("c++", "-shared", "-fPIC", source, "-o", tmp_path / "empty.so")
    least = section_size(tmp_path / "empty.so", ".init_array")
    for flavour in built.flavours:
        assert section_size(built.library(flavour), ".init_array") == least, flavour
    for each in built.objects:
        assert section_size(each.path, ".init_array") == 0, each


def test_o3_has_every_row_and_the_other_flavours_have_the_same_ones(built: Built) -> None:
    rows = {flavour: [] for flavour in built.flavours}
    for each in built.objects:
        rows[each.flavour].append(each.row)
    assert set(rows) == {"O0", "O2", "O3", "O3_native"}
    lines = (ROOT / "julia/kernels/kernels.cmake").read_text().split("julia_kernel(")[1:]
    files = {line.split()[0].rstrip(")"): line.partition(")")[0].split() for line in lines}
    found = {each.path.name.removesuffix(".cpp.o") for each in built.objects}
    assert found == set(files)
    common = {file for file, words in files.items() if "EVERY_FLAVOUR" in words}
    assert {"scalar", "simd_tiled"} <= common < set(files)
    for flavour in set(rows) - {"O3"}:
        assert rows[flavour] == rows["O0"], flavour
        objects = [each for each in built.objects if each.flavour == flavour]
        assert {each.path.name.removesuffix(".cpp.o") for each in objects} == common, flavour


def test_o0_is_other_code_than_the_rest(built: Built) -> None:
    code = {(each.flavour, each.row): assembly(each.path) for each in built.objects}
    for each in built.objects:
        # O2 and O3 may agree if there is nothing left to gain.
        if each.flavour != "O0" and ("O0", each.row) in code:
            assert code["O0", each.row] != code[each.flavour, each.row], each
