"""One source, the learner's flags: every pixel right, and a ratio to the same source at -O0."""

import platform
import re
from collections.abc import Iterator
from pathlib import Path

from juliaset.grader.build import fused_in
from juliaset.grader.counts import complaint_about, counts_of
from juliaset.grader.random_problems import endless_problems, varied_problems
from juliaset.grader.submission import Submission
from juliaset.grader.toml_answers import read_toml
from juliaset.grader.verdict import FailedError
from juliaset.problem import Counts, Problem

HEADERS = frozenset({"parts/publish.hpp"})

_ARITHMETIC = (
    "fast-math|unsafe-math-optimizations|finite-math-only|associative-math|reciprocal-math"
    "|signed-zeros|trapping-math|math-errno|rounding-math|signaling-nans|cx-limited-range"
    "|(?:vect|simd)-cost-model=(?:unlimited|dynamic|cheap|very-cheap)"
    "|fp-contract=(?:off|on|fast)|excess-precision=(?:fast|standard|16)|fp-int-builtin-inexact"
)
_OPTIMISATION = (
    "(?:tree|ipa|ivopts|gcse|loop|sched|schedule|split|inline|unroll|peel|unswitch|if-conversion"
    "|omit-frame-pointer|rename-registers|expensive-optimizations|prefetch-loop-arrays|version-loops"
    "|align-|strict-aliasing|strict-overflow|wrapv|exceptions"
    "|semantic-interposition|web|move-loop|reorder|thread-jumps|code-hoisting)[a-z0-9-]*"
)
_ALLOWED = re.compile(
    r"-O(?:[0-3]|s|g|fast)?|-g(?:gdb)?[0-3]?"
    r"|-m(?:arch|tune|cpu)=[a-z0-9.+_-]+|-mprefer-vector-width=(?:none|128|256|512)|-mfpmath=sse"
    r"|-m(?:no-)?(?:sse|ssse|avx|fma|f16c|bmi|lzcnt|popcnt|vzeroupper)[a-z0-9.]*"
    rf"|-f(?:no-)?(?:{_ARITHMETIC}|{_OPTIMISATION})"
)
_MOST_FLAGS, _LONGEST_FLAG = 50, 60
# CPUs of x86-64 with the fused instructions of AVX2, and with those of AVX-512 too. The oldest ARM
# of 64 bits can fuse, so that `right_elsewhere` needs no other one there.
_CAN_FUSE = ("haswell", "skylake-avx512")
# Algebra, without regard to roundings.
_ALGEBRA = re.compile(r"-Ofast|-f(?:fast-math|unsafe-math-optimizations|associative-math)")


def check(submission: Submission) -> None:
    """Check every pixel, here and for other CPUs, then the ratio to -O0."""
    flags = chosen(submission.path)
    submission.headers = HEADERS
    submission.path = submission.lab.folder / "given" / "kernel.cpp"
    yours = submission.loadable(flags)

    def mistaken(_problem: Problem, _expected: Counts, _got: Counts) -> str:
        return suspect(submission, flags)

    submission.check_counts(
        [*sensitive(submission), *varied_problems(submission.random)], explain=mistaken, flags=flags
    )
    right_elsewhere(submission, flags)
    submission.if_slow = (
        "-O0 optimises nothing. On x86-64, -O2 and -O3 take one or two pixels at a time unless "
        "they know for which CPU they compile: which flag says so?"
    )
    problems = endless_problems(submission.random, 300)
    submission.check_race(submission.loadable("-O0"), yours, problems)


def chosen(path: Path) -> str:
    """Read the flags, which may be about optimisation and arithmetic, but may not name a file."""
    words = read_toml(path)
    flags = words.get("flags")
    if set(words) != {"flags"} or not isinstance(flags, str):
        raise FailedError(
            f'{path.name} must have one line, flags = "...", with all flags in one text'
        )
    if len(flags.split()) > _MOST_FLAGS:
        raise FailedError(
            f"flags has {len(flags.split()):,} flags; allowed: {_MOST_FLAGS}. Two or three make "
            "the difference."
        )
    for flag in flags.split():
        if len(flag) > _LONGEST_FLAG:
            raise FailedError(
                f"flags has {flag[:_LONGEST_FLAG]}..., a flag of {len(flag):,} characters; "
                f"allowed: {_LONGEST_FLAG}"
            )
        if not _ALLOWED.fullmatch(flag):
            raise FailedError(
                f"flags has {flag!r}; allowed: -O, -g, -march=, -mcpu=, -mtune=, -m for "
                "instructions, and -f for optimisation and arithmetic. No file, no macro, no "
                "plugin."
            )
    return " ".join(flags.split()) or "-O0"


def sensitive(submission: Submission) -> Iterator[Problem]:
    """Draw pictures whose orbits stay on the edge until a last bit has become a step."""
    for _ in range(2):
        c = -0.8 + 0.156j + complex(*(submission.random.uniform(-1e-4, 1e-4) for _ in "ab"))
        yield Problem.view(width=submission.random.randint(140, 160), c=c, max_iterations=1000)


def suspect(submission: Submission, flags: str) -> str:
    """Return which permission the wrong pixels may come from."""
    if _ALGEBRA.search(flags):
        return (
            "-ffast-math, which is in -Ofast, lets the compiler do algebra as if nothing were "
            "rounded. Pixels that stay near the edge for many steps show it."
        )
    if found := submission.fused_instructions(flags):
        return (
            f"The machine code has {len(found)} fused instructions, such as {found[0].name}: "
            f"a*b + c rounded once, where Python rounds twice. You did not ask for them: which "
            f"flag allows them by default?"
        )
    return ""


def right_elsewhere(submission: Submission, flags: str) -> None:
    """Compile for other CPUs: the oldest one, which runs here too, and one that can fuse."""
    oldest = " ".join(flag for flag in flags.split() if not flag.startswith("-m")) or "-O0"
    kernel = submission.loadable(oldest)
    with submission.start(kernel) as process:
        for problem in sensitive(submission):
            if complaint := complaint_about(problem, counts_of(process, problem, kernel)):
                raise FailedError(
                    "Right with the instructions of this CPU, but wrong without them: with "
                    f"{oldest} {complaint}\n"
                    f"{suspect(submission, oldest)}"
                )
    if platform.machine() not in {"x86_64", "AMD64"} or "=native" not in flags:
        return
    for cpu in _CAN_FUSE:
        elsewhere = flags.replace("=native", f"={cpu}")
        try:
            found = fused_in(submission.path, elsewhere)
        except FailedError as failed:
            raise FailedError(
                f"Right here, but not everywhere: with {elsewhere} {failed}"
            ) from None
        if found:
            raise FailedError(
                f"Right here, but not everywhere: on {cpu} these flags give {len(found)} fused "
                f"multiply-adds, and other pixels. Which flag takes the permission back?"
            )
    submission.confirm("every pixel is right on other CPUs too")
