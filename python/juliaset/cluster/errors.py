"""What is wrong with a cluster, in one line for the user."""


class ClusterError(ValueError):
    """A cluster that cannot be used, or that must not be used in this way."""
