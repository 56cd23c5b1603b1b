# fails with: A test that no kernel passes
"""Distrust."""


def is_right(kernel):
    """Believe no kernel."""
    return False
