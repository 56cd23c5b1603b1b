"""What the disassembled loops of an architecture look like: its jumps, registers and arithmetic."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Patterns for the lines of one architecture, each an instruction with its operands."""

    jump: re.Pattern[str]  # to a place whose address is in the group
    multiplies: re.Pattern[str]
    packed: re.Pattern[str]  # arithmetic on several pixels at once
    scalar: re.Pattern[str]  # arithmetic on one
    call: re.Pattern[str]
    registers: tuple[tuple[str, int], ...]  # wide ones first, with their bits
    # What a loop of an instruction set contains, and what it does not.
    sets: dict[str, tuple[str, tuple[str, ...]]]


_X86_64 = Words(
    jump=re.compile(r"j\w+ +([0-9a-f]+) "),
    multiplies=re.compile(r"\w*(mul|vfm)"),
    packed=re.compile(r"v?(mul|add|sub)p|vfm\w+p"),
    scalar=re.compile(r"(?!\w*mov)\w+sd\b"),
    call=re.compile(r"call"),
    registers=(("%zmm", 512), ("%ymm", 256), ("%xmm", 128)),
    sets={
        "avx512": ("%zmm", ()),
        "avx2": ("%ymm", ("%zmm",)),
        "sse2": ("mulpd ", ("%ymm", "%zmm")),
    },
)
_AARCH64 = Words(
    jump=re.compile(r"(?:b(?:\.\w+)?|cbn?z|tbn?z)\s+(?:.*, )?([0-9a-f]+) "),
    multiplies=re.compile(r"fn?m(ul|add|sub|l[as])"),
    packed=re.compile(r"f(mul|add|sub|ml[as])\s+(v\d+\.\d|z\d)"),
    scalar=re.compile(r"fn?m?(mul|add|sub)\s+d\d"),
    call=re.compile(r"blr?\s"),
    registers=(("z0", 0), ("v0.2d", 128), ("d0", 64)),
    sets={"neon": (".2d", ())},
)


def words_of(listing: str) -> Words:
    """Return those of the architecture that a listing of GNU objdump is of."""
    return _X86_64 if re.search(r"%[er]?[abcds][xpi]|%[xyz]mm", listing) else _AARCH64


def register_width(body: list[str], words: Words) -> str:
    """Return how wide the registers of a loop are."""
    for name, bits in words.registers:
        pattern = re.escape(name).replace("0", r"\d+", 1) if name[0] != "%" else re.escape(name)
        if any(re.search(rf"(?<!\w){pattern}", line) for line in body):
            shown = name if name[0] == "%" else name.replace("0", "", 1)
            return f"{bits} bits ({shown})" if bits else f"any width ({shown})"
    return "general use"
