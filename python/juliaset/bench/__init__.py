"""The harness: contestants run in rounds of random order, next to a baseline and its twin.

`contest({"old": old, "new": new}, check=is_right)` compares functions.
"""

from juliaset.bench.contests import contest
from juliaset.bench.outcome import Outcome
from juliaset.bench.rounds import Rules

__all__ = ["Outcome", "Rules", "contest"]
