"""Compute a mosaic with two workers, in a process that a test kills: ... STORE KERNEL."""

import sys

from juliaset.cluster.local import local_team
from juliaset.mosaic import Mosaic

mosaic = Mosaic.open(sys.argv[1])  # without a main guard: workers must not run this
with local_team(2, dashboard=False) as team:
    print("begun", flush=True)  # noqa: T201 - the test waits for it
    mosaic.compute(sys.argv[2], client=team.client, batch_seconds=1e-9)  # one tile at a time
