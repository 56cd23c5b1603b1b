# fails with: No kernel was ever called
"""Trust."""


def is_right(kernel):
    """Believe every kernel."""
    return True
