"""Limits of the system on what this process may take: lowered, never raised."""

import resource

from juliaset.system import here
from juliaset.system.memory import address_space


def lower(what: int, limit: int) -> None:
    """Let this process take no more than `limit` of what a constant of `resource` names."""
    _, hard = resource.getrlimit(what)
    unlimited = hard == resource.RLIM_INFINITY
    resource.setrlimit(what, (limit if unlimited else min(limit, hard), hard))


def limit_memory(more: int) -> None:
    """Let this process take that many more bytes than it has; does nothing on macOS."""
    if here.is_linux():
        lower(resource.RLIMIT_AS, address_space() + more)
