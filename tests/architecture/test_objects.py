"""Claims about the compiled objects: who shares what, and what runs before main()."""

from collections import defaultdict
from pathlib import Path

from built import Built, Object, assembly, output, section_size, weak_symbols


def code_flags(each: Object) -> tuple[str, ...]:
    # -fopenmp changes no function but those with a pragma in them.
    return tuple(flag for flag in each.flags if flag != "-fopenmp")


def test_no_weak_symbol_is_shared_by_objects_of_different_flags(built: Built) -> None:
    # The linker keeps one copy: an SSE2 kernel would call a function that was compiled for AVX-512.
    users = defaultdict(set)
    for each in built.objects:
        for symbol in weak_symbols(each.path):
            users[each.flavour, symbol].add(each)
    shared = {
        key: sorted(map(str, objects))
        for key, objects in users.items()
        if len({code_flags(each) for each in objects}) > 1
    }
    assert not shared


def test_a_flavour_exports_its_table_alone(built: Built) -> None:
    for flavour in built.flavours:
        exported = output("nm", "--dynamic", "--defined-only", built.library(flavour))
        assert [line.split()[-1] for line in exported.splitlines()] == ["julia_table"], flavour


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


def test_every_flavour_has_every_row(built: Built) -> None:
    rows = {flavour: [] for flavour in built.flavours}
    for each in built.objects:
        rows[each.flavour].append(each.row)
    assert len(rows) == 4
    assert all(names == rows["O0"] for names in rows.values())


def test_o0_is_other_code_than_the_rest(built: Built) -> None:
    code = {(each.flavour, each.row): assembly(each.path) for each in built.objects}
    for each in built.objects:
        # O2 and O3 may agree where there is nothing left to gain.
        assert each.flavour == "O0" or code["O0", each.row] != code[each.flavour, each.row], each
