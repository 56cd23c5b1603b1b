"""The harness: what takes part, runs in rounds of random order beside its baseline and a twin.

`contest({"old": old, "new": new}, check=is_right)` compares anybody's functions.
"""

from juliaset.bench.anything import contest
from juliaset.bench.outcome import Outcome
from juliaset.bench.rounds import Rules

__all__ = ["Outcome", "Rules", "contest"]
