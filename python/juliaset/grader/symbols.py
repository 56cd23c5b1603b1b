"""What a compiled submission may ask of the system: nothing that opens, starts or waits."""

import re
import subprocess
from pathlib import Path

from juliaset.grader.verdict import FailedError

# Of the C++ library: what opens files, starts threads, asks for chance or for the time.
_CLOSED = re.compile(
    r"_Z.*(?:fstream|filebuf|basic_file|filesystem|random_device|6thread|_clock|condition_variable"
    r"|__atomic_futex).*"
)
_ALLOWED = re.compile(
    r"mem(?:cpy|move|set|cmp)|malloc|free|calloc|realloc|strlen|abort|__stack_chk_fail"
    r"|_Zn[wa].*|_Zd[la].*|__(?:cxa|gxx)_.*|_Unwind_.*|_ITM_.*|__gmon_start__|__tls_get_addr"
    r"|_ZNSt.*|_ZNKSt.*|_ZSt.*|_ZT[VIS].*|__assert_fail|__dso_handle"
    r"|GOMP_.*|omp_.*|sched_yield|_GLOBAL_OFFSET_TABLE_"
    r"|a?(?:sin|cos|tan)h?f?|atan2f?|hypotf?|exp2?f?|log(?:2|10)?f?|powf?|sqrtf?|fmaf?|cbrtf?"
    r"|l?l?rintf?|l?l?roundf?|floorf?|ceilf?|fabsf?|fmodf?|truncf?|nextafterf?|cabsf?|ldexpf?|frexpf?"
)
# What Cython and pybind11 put into every module, their complaints to stderr among it.
_PYTHON = re.compile(
    r"_?Py[A-Z_].*|PyInit_.*|pthread_(?:mutex_\w+|once|self|key_\w+|[gs]etspecific)"
    r"|strn?cmp|strr?chr|strdup|memchr|v?sn?printf|.*printf_chk"
    r"|fprintf|fputc|fputs|fwrite|fflush|stderr|__once_proxy|__dynamic_cast|__libc_single_threaded"
)


def check_symbols(library: Path, shown: str, *, extension: bool) -> None:
    """Refuse a library that asks for a function of the system's that no exercise needs."""
    done = subprocess.run(  # noqa: S603
        ["nm", "--dynamic", "--undefined-only", str(library)],  # noqa: S607 - binutils, with g++
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for line in done.stdout.splitlines():
        name = line.split()[-1].partition("@")[0]
        allowed = _ALLOWED.fullmatch(name) or (extension and _PYTHON.fullmatch(name))
        if allowed and not _CLOSED.fullmatch(name):
            continue
        if name.startswith("julia_kernel_"):
            raise FailedError(
                f"{shown} has no line JULIA_KERNEL(...), which gives it to the grader"
            )
        raise FailedError(
            f"{shown} calls {name}() of the system; a lab allows arithmetic, memory and OpenMP"
        )
