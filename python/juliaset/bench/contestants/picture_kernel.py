"""A kernel of the Julia set that takes part: of the registry, or of a user's file for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.record import Status, Variant
from juliaset.compilers import Compiler
from juliaset.kernel_type import DEFAULT_FLAVOUR, Gil, Kernel
from juliaset.native import load_flavour


@dataclass(frozen=True)
class PictureKernel(SelectedKernel):
    """A kernel that computes pictures, in a flavour and with the GIL held or not."""

    SOLVER: ClassVar[str] = "juliaset.bench.contestants.picture"

    gil: Gil | None = None
    file: str = ""  # of a kernel that juliaset does not register, or has not compiled itself
    gils: tuple[Gil, ...] = ("held", "released")  # of those with a flavour
    compiler: Compiler | None = None  # if it is another one than that of juliaset's own libraries

    @property
    def id(self) -> str:
        """`kernel[@flavour][/compiler][/tN][/held]`, without what is default."""
        name = self.shown or self.kernel
        parts = [f"{name}@{self.flavour}" if self.flavour else name]
        if self.compiler is not None:
            parts.append(self.compiler.label)
        if self.threads is not None:
            parts.append(f"t{self.threads}")
        if self.gil == "held":
            parts.append("held")
        return "/".join(parts)

    def variant(self) -> Variant:
        """Return an empty row of the record for it."""
        return replace(super().variant(), gil=(self.gil or "released") if self.flavour else None)

    def order(self, folder: Path) -> dict[str, Any]:
        """Return the first request to its worker."""
        return super().order(folder) | {
            "file": self.file,
            "exact": self.about.exactness == "exact",
            "flavour": self.flavour,
            "supports_threads": self.supports_threads,
            "options": {"flavour": self.flavour, "threads": self.threads, "gil": self.gil},
        }


def selected(
    kernel: Kernel, flavour: str | None, compiler: Compiler | None = None
) -> PictureKernel:
    """Return a kernel of the registry as one that takes part.

    compiler: the one that is to compile it; None for the library that is installed.
    """
    reason = kernel.reason_of(flavour or DEFAULT_FLAVOUR)
    about = Variant(
        id=kernel.name,
        kernel=kernel.name,
        toolchain=kernel.toolchain,
        flavour=flavour,
        flags=kernel.flags_of(flavour) if flavour else "",
        compiler=compiler.name if compiler else made_by(flavour) if flavour else "",
        isa=kernel.isa,
        lanes=kernel.lanes,
        vectors_in_flight=kernel.vectors_in_flight,
        steps=kernel.steps,
        exactness="exact" if kernel.exact else "tolerant",
        status=Status.UNAVAILABLE if reason else Status.OK,
        reason=reason,
    )
    return PictureKernel(
        about, supports_threads=kernel.supports_threads, gils=kernel.gils, compiler=compiler
    )


def made_by(flavour: str = DEFAULT_FLAVOUR) -> str:
    """Return which compiler made the library of a flavour: "GNU 12.2.0"."""
    return load_flavour(flavour).compiler


def another(compiler: Compiler) -> Compiler | None:
    """Return the compiler; None if it is the one that made the installed libraries."""
    return None if compiler.name == made_by() else compiler
