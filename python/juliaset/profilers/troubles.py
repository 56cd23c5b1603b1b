"""What a profile can come to instead of a finding."""


class NothingMeasuredError(Exception):
    """The tool ended, perhaps with exit code 0, and left nothing that can be believed."""


class CannotError(Exception):
    """The tool cannot work here, or not on this kernel: with the reason and what would help."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        """Keep both."""
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
