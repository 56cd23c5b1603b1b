"""A row of a contest before it runs: a kernel, how it is called, and the id that says so."""

from dataclasses import dataclass
from typing import Any

from juliaset.bench.record import Status, Variant
from juliaset.registry import Gil, usable_cores


@dataclass(frozen=True)
class Row:
    """A kernel and how it is to be called."""

    kernel: str
    toolchain: str
    exact: bool = True
    flavour: str | None = None
    flags: str = ""
    many: bool = False
    threads: int | None = None
    gil: Gil | None = None
    shown: str = ""
    file: str = ""
    reason: str = ""
    status: Status | None = None

    @property
    def id(self) -> str:
        """`kernel[@flavour][/tN][/held]`, what is default left out."""
        parts = [f"{self.shown or self.kernel}"]
        if self.flavour:
            parts[0] += f"@{self.flavour}"
        if self.threads is not None:
            parts.append(f"t{self.threads}")
        if self.gil == "held":
            parts.append("held")
        return "/".join(parts)

    @property
    def uses(self) -> int:
        """How many threads it runs on."""
        return (self.threads or usable_cores()) if self.many else 1

    @property
    def options(self) -> dict[str, Any]:
        """What Kernel.bind() takes."""
        return {"flavour": self.flavour, "threads": self.threads, "gil": self.gil}

    def variant(self) -> Variant:
        """Begin its row in the record."""
        return Variant(
            id=self.id,
            kernel=self.kernel,
            toolchain=self.toolchain,
            flavour=self.flavour,
            flags=self.flags,
            gil=(self.gil or "released") if self.flavour else None,
            threads=self.uses,
            exactness="exact" if self.exact else "tolerant",
            status=self.status or (Status.UNAVAILABLE if self.reason else Status.OK),
            reason=self.reason,
        )
