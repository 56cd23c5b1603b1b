# fails with: A test that no kernel passes
"""Distrust."""


def is_right(kernel):
    """Reject every kernel."""
    return False
