"""What a kernel is made of: it decides which profilers have anything to look at."""

from juliaset.registry import Kernel, get_kernel


def language(kernel: Kernel) -> str:
    """Say in what its loop runs: C++, Cython, machine code from Numba, or Python."""
    if kernel.flavours:
        return "C++"
    if kernel.source is not None and kernel.source.suffix == ".pyx":
        return "Cython"
    return "Numba" if kernel.name.startswith("numba.") else "Python"


def only_python(kernel: str) -> str:
    """Refuse kernels without lines of Python; empty where there are some."""
    found = language(get_kernel(kernel))
    if found == "Python":
        return ""
    return (
        f"it looks at lines of Python, and {kernel} runs in {found}; try py_spy_native or objdump"
    )


def only_cpp(kernel: str) -> str:
    """Refuse what is not compiled from the C++ files."""
    found = language(get_kernel(kernel))
    return "" if found == "C++" else f"{kernel} runs in {found}; allowed: kernels of cpp.*"


def not_under_valgrind(kernel: str) -> str:
    """Refuse what valgrind cannot decode."""
    if "avx512" in get_kernel(kernel).name:
        return f"valgrind cannot decode the AVX-512 instructions of {kernel}; try its AVX2 sibling"
    return ""
