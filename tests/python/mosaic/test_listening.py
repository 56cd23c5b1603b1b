"""Processes that compute together on this machine listen only at 127.0.0.1, in any way."""

import os
from pathlib import Path
from typing import Any

import pytest
from sockets import listening

pytest.importorskip("distributed")
from juliaset.cluster.local import local_team  # these need Dask
from juliaset.cluster.one_call import run_with_workers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="no /proc lists sockets here"),
]


def test_a_team_without_a_page_listens_here_alone() -> None:
    with local_team(1, dashboard=False) as team:
        processes = [os.getpid(), *team.client.run(os.getpid).values()]
        assert [listening(process) for process in processes] == [{"127.0.0.1"}] * 2


def test_the_processes_of_one_call_listen_here_alone() -> None:
    found: list[set[str]] = []

    async def look(client: Any) -> None:  # noqa: ANN401
        await client.wait_for_workers(2)
        workers = await client.run(os.getpid)
        found.extend(listening(process) for process in [os.getpid(), *workers.values()])

    run_with_workers(2, look)
    assert found == [{"127.0.0.1"}] * 3
