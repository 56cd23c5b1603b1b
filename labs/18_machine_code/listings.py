"""Machine code that is drawn, as objdump prints it, with the right answers.

The instructions are such as GCC and clang write. Only the addresses must fit together, because no
CPU will run them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from juliaset.grader.catalogue import load_module

WORDS = load_module(Path(__file__).with_name("instructions.py"))


@dataclass
class Function:
    """A function: its name, and its instructions with their addresses."""

    name: str
    lines: list = field(default_factory=list)  # [address, name, operands, address of the target]

    @property
    def begin(self):
        """The address of its first instruction."""
        return self.lines[0][0]

    @property
    def loops(self):
        """The first and the last address of each loop."""
        jumps = [(target, address) for address, _, _, target in self.lines if target is not None]
        return [(target, at) for target, at in jumps if self.begin <= target <= at]

    def fused(self):
        """Count the instructions that fuse."""
        return sum(name in WORDS.FUSED for _, name, _, _ in self.lines)

    def in_loops(self):
        """Count those in a loop."""
        return sum(
            any(first <= address <= last for first, last in self.loops)
            for address, name, _, _ in self.lines
            if name in WORDS.FUSED
        )


class Writer:
    """Writes functions one after the other, from pieces of code."""

    def __init__(self, random, cpu):
        """Begin at a drawn address; cpu: whose instructions it writes."""
        self.random, self.cpu = random, cpu
        self.address = 16 * random.randrange(0x40, 0x4000)
        self.functions = []

    def begin(self, name):
        """Begin a function at a multiple of 16."""
        self.address = -(-self.address // 16) * 16
        self.functions.append(Function(name))

    def write(self, name, operands="", target=None):
        """Write an instruction, and return its place in its function."""
        lines = self.functions[-1].lines
        lines.append([self.address, name, operands, target])
        self.address += self.cpu.length(self.random)
        return len(lines) - 1

    def plain(self, number):
        """Write instructions that do not fuse; some look as if they did."""
        for _ in range(number):
            self.write(*self.cpu.plain(self.random))

    def fuse(self, number=1):
        """Write instructions that fuse."""
        for _ in range(number):
            self.write(*self.cpu.fusing(self.random))
            self.plain(self.random.randint(0, 1))

    def straight(self):
        """Write code without a jump."""
        self.plain(self.random.randint(1, 3))
        self.fuse(self.random.randint(1, 2))

    def loop(self):
        """Write a loop, of one piece or with another one in it."""
        head = self.address
        self.fuse(self.random.randint(1, 2))
        if self.random.random() < 0.5:
            self.loop()
        self.plain(1)
        self.write(self.cpu.jump(self.random), target=head)

    def nested(self):
        """Write a loop in a loop, both with fused instructions."""
        outer = self.address
        self.fuse()
        inner = self.address
        self.plain(1)
        self.fuse()
        self.write(self.cpu.jump(self.random), target=inner)
        self.write(self.cpu.jump(self.random), target=outer)

    def skipped(self):
        """Write code over which a jump forward leads."""
        jump = self.write(self.cpu.jump(self.random))
        self.fuse(self.random.randint(1, 2))
        self.functions[-1].lines[jump][3] = self.address
        self.plain(1)

    def to_itself(self):
        """Write a loop that is a single instruction: a jump to itself."""
        self.write(self.cpu.jump(self.random), target=self.address)

    def leave_for(self, other):
        """Write a jump back into an earlier function, as the end of a function that calls it."""
        self.fuse()
        self.write(self.cpu.always, target=other.begin)

    def call(self, other):
        """Write a call of an earlier function, which is not a jump."""
        self.fuse()
        self.write(self.cpu.call, target=other.begin)


PIECES = ("straight", "loop", "nested", "skipped", "to_itself", "leave_for", "call")


def drawn_listing(random, cpu):
    """Draw functions in which each piece of code is at least once."""
    writer = Writer(random, cpu)
    first, last, *others = random.sample(WORDS.NAMES, random.randint(5, 7))
    pieces = [*PIECES, *random.choices(PIECES[:4], k=4)]
    random.shuffle(pieces)
    shares = {name: pieces[k :: len(others)] for k, name in enumerate(others)}
    # Something must stand before the functions that jump back into an earlier one.
    shares = {first: ["straight"]} | shares | {last: ["to_itself"]}  # nothing fuses in the last one
    for name, share in shares.items():
        writer.begin(name)
        writer.plain(random.randint(1, 2))
        for piece in share:
            earlier = writer.functions[:-1]
            arguments = [random.choice(earlier)] if piece in {"leave_for", "call"} else []
            getattr(writer, piece)(*arguments)
        writer.write(cpu.end)
    return writer.functions


def printed(functions, cpu):
    """Print functions as objdump does."""
    lines = ["", f"kernel.o:     file format {cpu.format}", "", "", "Disassembly of section .text:"]
    for function in functions:
        lines += ["", f"{function.begin:016x} <{function.name}>:"]
        for address, name, operands, target in function.lines:
            lines.append(f"{address:4x}:\t{instruction(name, operands, target, functions, cpu)}")
    return "\n".join(lines) + "\n"


def instruction(name, operands, target, functions, cpu):
    """Print an instruction; a jump names the function to which it goes, and how far into it."""
    if target is not None:
        function = max(
            (each for each in functions if each.begin <= target), key=lambda each: each.begin
        )
        into = f"+{target - function.begin:#x}" if target > function.begin else ""
        operands = f"{cpu.before_target(name)}{target:x} <{function.name}{into}>"
    return f"{name.ljust(cpu.column)}{cpu.gap}{operands}" if operands else name
