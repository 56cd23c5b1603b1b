"""The process of a kernel of ours, against which a submission is raced.

It is not in the process of a submission, which could call our kernels there.
"""

from typing import Any

from juliaset.grader.sandbox.connection import connect
from juliaset.grader.sandbox.process import serve
from juliaset.problem import Problem
from juliaset.registry import get_kernel


def kernel_of(name: str, flavour: str) -> dict[str, Any]:
    """Return a kernel of the registry as a function that fills counts."""
    kernel = get_kernel(name)

    def counts(xs: Any, ys: Any, c: complex, limit: int, out: Any, threads: int) -> None:  # noqa: ANN401, PLR0913
        chosen = threads if kernel.supports_threads else None
        kernel.bind(Problem(xs, ys, c, limit), out, flavour=flavour, threads=chosen)()

    return {"counts": counts}


def main() -> None:
    """Serve, without walls."""
    order, connection = connect()
    connection.receive()
    connection.send({"value": {}})
    serve(connection, lambda _: kernel_of(*order["ours"]))


if __name__ == "__main__":
    main()
