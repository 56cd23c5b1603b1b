"""The juliaset command: Ctrl-C ends it without a traceback also while it is being imported."""

import sys
from typing import NoReturn

_INTERRUPTED = 130  # as cli.exit_codes has it, which may not be imported yet


def main() -> NoReturn:
    """Run the command with the words of the command line."""
    try:
        from juliaset.cli import main as command  # noqa: PLC0415 - what may be interrupted
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    command()
