"""Names of instructions and functions for drawn listings, of x86-64 and of 64-bit ARM."""

from itertools import product

_STEMS = ("vfmadd", "vfmsub", "vfnmadd", "vfnmsub", "vfmaddsub", "vfmsubadd")
_FUSED_X86 = ["".join(each) for each in product(_STEMS[:4], ("132", "213", "231"), ("pd", "sd"))]
_FUSED_X86 += [f"{stem}231pd" for stem in _STEMS[4:]] + ["vfmadd213ps", "vfnmadd132ss"]
_FUSED_ARM = ["fmadd", "fmsub", "fnmadd", "fnmsub", "fmla", "fmls"]
FUSED = {*_FUSED_X86, *_FUSED_ARM}

# In some of them is a name that a careless search takes for an instruction.
NAMES = (
    "count_row",
    "step(double*, double*, double, double, int)",
    "vfmadd_rows(double const*, int)",
    "fmla_or_not",
    "sum<double>::of(double const*, int)",
    "madd",
    "Picture<float, 8>::fill(int) const",
    "norm_with_fmadd",
    "main",
    "escape<4>",
)


class X86:
    """As objdump prints x86-64: a name that is padded, then operands."""

    format, column, gap = "elf64-x86-64", 6, " "
    always, call, end = "jmp", "call", "ret"

    @staticmethod
    def length(random):
        """Return how many bytes an instruction has."""
        return random.randint(4, 7)

    @staticmethod
    def jump(random):
        """Return the name of a jump with a condition."""
        return random.choice(("jne", "je", "jb", "jae", "jg", "jle", "jmp"))

    @staticmethod
    def before_target(_name):
        """Return what stands before the address of a jump: nothing."""
        return ""

    @staticmethod
    def fusing(random):
        """Return an instruction that fuses."""
        one, two, three = random.sample(range(16), 3)
        register, mask = random.choice((("xmm", ""), ("ymm", ""), ("zmm", "{%k1}")))
        operands = f"%{register}{one},%{register}{two},%{register}{three}{mask}"
        return random.choice(_FUSED_X86), operands

    @staticmethod
    def plain(random):
        """Return an instruction that does not fuse."""
        one, two, three = (f"%ymm{number}" for number in random.sample(range(16), 3))
        at = 16 * random.randrange(0x500, 0x900)
        return random.choice(
            (
                ("vmulpd", f"{one},{two},{three}"),
                ("vaddsubpd", f"{one},{two},{three}"),
                ("vpmaddwd", f"{one},{two},{three}"),
                ("vpmadd52luq", f"{one},{two},{three}"),
                ("vfpclasspdy", f"$0x18,{one},%k2"),
                ("vfixupimmpd", f"$0x0,{one},{two},{three}"),
                ("vmovapd", f"0x{at:x}(%rip),{one}        # {2 * at:x} <fmadd_table>"),
                ("add", "$0x8,%rdi"),
                ("cmp", "%rdx,%rdi"),
                ("call", "1030 <fma@plt>"),
                ("nop", ""),
            )
        )


class ARM:
    """As objdump prints 64-bit ARM: a name, a tabulator, then operands."""

    format, column, gap = "elf64-littleaarch64", 0, "\t"
    always, call, end = "b", "bl", "ret"

    @staticmethod
    def length(_random):
        """Return how many bytes an instruction has."""
        return 4

    @staticmethod
    def jump(random):
        """Return the name of a jump with a condition."""
        return random.choice(("b.ne", "b.mi", "b.gt", "cbnz", "cbz", "tbnz", "tbz", "b"))

    @staticmethod
    def before_target(name):
        """Return what stands before the address of a jump."""
        if name.startswith("cb"):
            return "x3, "
        return "w1, #3, " if name.startswith("tb") else ""

    @staticmethod
    def fusing(random):
        """Return an instruction that fuses."""
        one, two, three, four = random.sample(range(32), 4)
        name = random.choice(_FUSED_ARM)
        if name in {"fmla", "fmls"}:
            return name, f"v{one}.2d, v{two}.2d, v{three}.2d"
        return name, f"d{one}, d{two}, d{three}, d{four}"

    @staticmethod
    def plain(random):
        """Return an instruction that does not fuse."""
        one, two, three, four = random.sample(range(29), 4)
        return random.choice(
            (
                ("fmul", f"d{one}, d{two}, d{three}"),
                ("fadd", f"v{one}.2d, v{two}.2d, v{three}.2d"),
                ("fnmul", f"d{one}, d{two}, d{three}"),
                ("fmaxnm", f"d{one}, d{two}, d{three}"),
                ("madd", f"x{one}, x{two}, x{three}, x{four}"),
                ("msub", f"x{one}, x{two}, x{three}, x{four}"),
                ("mla", f"v{one}.4s, v{two}.4s, v{three}.4s"),
                ("fmov", f"d{one}, x{two}"),
                ("ldr", f"d{one}, [x{two}], #8"),
                ("bl", "1030 <fma@plt>"),
                ("bic", f"x{one}, x{two}, x{three}"),
                ("nop", ""),
            )
        )


CPUS = (X86, ARM)
