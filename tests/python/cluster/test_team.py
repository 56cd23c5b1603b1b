import pytest

from juliaset.cluster import team
from juliaset.cluster.errors import ClusterError
from juliaset.cluster.team import check_workers


@pytest.mark.parametrize(("cores", "most"), [(1, 8), (2, 8), (16, 64)])
def test_a_core_has_few_workers(monkeypatch: pytest.MonkeyPatch, cores: int, most: int) -> None:
    monkeypatch.setattr(team, "usable_cores", lambda: cores)
    monkeypatch.setattr(team, "available", lambda: 1 << 40)
    check_workers(1)
    check_workers(most)
    for wrong in (-1, 0, most + 1):
        with pytest.raises(ClusterError, match=f"^workers is {wrong}; allowed: 1 to {most}, for"):
            check_workers(wrong)


def test_workers_must_fit_into_the_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "available", lambda: 200 << 20)
    check_workers(1)
    with pytest.raises(
        ClusterError, match=r"^2 worker\(s\) would take .* are free; ask for fewer$"
    ):
        check_workers(2)
