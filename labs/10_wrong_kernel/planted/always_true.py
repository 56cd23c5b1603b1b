# fails with: No kernel was ever called
"""Trust."""


def is_right(kernel):
    """Accept every kernel."""
    return True
