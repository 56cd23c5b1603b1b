"""What is wrong with a mosaic, in one line for the user."""


class MosaicError(ValueError):
    """A store that is not a mosaic, is in use, or has what it must not have."""


class DigestConflictError(MosaicError):
    """Two computations of one tile had different counts: one of them was wrong."""


class EndedError(MosaicError):
    """The computation for which a process was about to write a tile has ended."""
