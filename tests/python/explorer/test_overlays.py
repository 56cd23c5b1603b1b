"""What a page lays over a picture: the tiles that a ball decides, the sieve's rounds, the rows."""

import numpy as np
from hosts import BOOK, LIMIT, VIEW, Host, problem_here

from juliaset import _native
from juliaset.images.trap import prove


def test_tiles_are_those_that_a_ball_decides(host: Host) -> None:
    host.ask(type="tiles", id=1, view=VIEW, c=BOOK, limit=LIMIT)
    tiles, (fates,) = host.wait_for("tiles", 1)
    proof = prove(problem_here())
    assert "panel" not in tiles
    assert (tiles["rows"], tiles["columns"]) == proof.tiles.shape == (16, 19)
    assert tiles["radius"] == proof.radius
    found = np.frombuffer(fates, np.int32).reshape(proof.tiles.shape)
    assert np.array_equal(found, np.maximum(proof.tiles, -1))


def test_rounds_end_where_the_sieve_packs(host: Host) -> None:
    host.ask(type="tiles", id=1, view=VIEW, c=BOOK, limit=50)
    c = complex(*BOOK)
    first = _native.sieve_steps(c, 0)
    every = _native.sieve_steps(c, first)
    rounds = host.wait_for("tiles", 1).content["sieve_rounds"]
    assert rounds == [*range(first, 50, every), 50]
    host.ask(type="tiles", id=2, view=VIEW, c=[-2.1, 0], limit=50)
    assert host.wait_for("tiles", 2).content["sieve_rounds"] == []
    host.ask(type="tiles", id=3, view=VIEW, c=[0, 1], limit=150)
    second = first + _native.sieve_steps(1j, first)
    third = second + _native.sieve_steps(1j, second)
    assert third - second > second - first, "without a trap each round is longer"
    shown = host.wait_for("tiles", 3).content["sieve_rounds"]
    assert shown[:3] == [first, second, third]


def test_each_row_has_its_thread(host: Host) -> None:
    host.ask(type="rows", id=1, view=VIEW, c=BOOK, limit=LIMIT, threads=2)
    _, (threads,) = host.wait_for("rows", 1)
    found = np.frombuffer(threads, np.int32)
    assert found.shape == (VIEW["height"],)
    assert set(found.tolist()) <= {0, 1}
