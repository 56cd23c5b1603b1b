"""What `juliaset doctor` says about the number of cores."""

import pytest

from juliaset.doctor import cores_in_words
from juliaset.machine import Machine


@pytest.mark.parametrize(
    ("cores", "quota", "allowed", "text"),
    [
        (8, None, 8, "8"),
        (8, 12.0, 8, "8"),
        (2, 1.5, 2, "2; a control group allows the time of 1.5"),
        (2, 1.5, 8, "2 of 8; a control group allows the time of 1.5"),
        (1, None, 8, "1 of 8; OMP_NUM_THREADS or OMP_THREAD_LIMIT asks for no more"),
    ],
)
def test_it_says_what_limits_their_number(
    cores: int, quota: float | None, allowed: int, text: str
) -> None:
    about = Machine("a CPU", cores, "", "", "", "", "", {}, {}, "", cpu_quota=quota)
    assert cores_in_words(about, allowed) == text
