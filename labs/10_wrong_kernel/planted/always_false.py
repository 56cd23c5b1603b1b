# fails with: A test that nobody passes
"""Distrust."""


def is_right(kernel):
    """Believe no kernel."""
    return False
