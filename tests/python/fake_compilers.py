"""Compilers that are shell scripts: they say what they are, and "compile" whatever they get."""

from pathlib import Path

CLANG = ("__clang__", "__clang_major__", "__clang_minor__", "__clang_patchlevel__")
GNU = ("__GNUC__", "__GNUC_MINOR__", "__GNUC_PATCHLEVEL__")


def macros(family: str, version: str) -> str:
    """Return what a compiler of this family and version prints for -dM."""
    parts = version.split(".")
    if family == "GNU":
        named = dict(zip(GNU, parts, strict=True))
    else:
        named = dict(zip(CLANG, ["1", *parts], strict=True))
        named |= dict(zip(GNU, "421", strict=True))  # clang says so for old programs
    if family == "AppleClang":
        named["__apple_build_version__"] = "15000309"
    return "".join(f"#define {name} {value}\n" for name, value in named.items())


def fake(path: Path, family: str, version: str, errors: str = "") -> Path:
    """Write a compiler that makes libraries of its own name, or fails with these words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / f"{path.name}.macros").write_text(macros(family, version))
    (path.parent / f"{path.name}.errors").write_text(errors)
    path.write_text(
        f"""#!/bin/sh
case " $* " in *" -dM "*) cat {path}.macros; exit 0;; esac
echo "$*" >> {path}.calls
if [ -s {path}.errors ]; then cat {path}.errors >&2; exit 1; fi
for last; do :; done
echo {path.name} > "$last"
"""
    )
    path.chmod(0o755)
    return path


def calls(path: Path) -> list[str]:
    """Return what the compiler was asked to compile."""
    asked = path.parent / f"{path.name}.calls"
    return asked.read_text().splitlines() if asked.exists() else []
