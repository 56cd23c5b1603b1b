"""Why a profile has no finding."""


class NothingMeasuredError(Exception):
    """The tool ended, perhaps with exit code 0, but left nothing to rely on."""


class CannotError(Exception):
    """The tool cannot work here, or not on this kernel: the reason, and what would help."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        """Keep the reason and the remedy."""
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
