"""Each claim of the notes, decided again by its experiment."""

import pytest

from claims import topics
from claims.claim import CLAIMS, NotHereError, UnresolvedError, verdict_of, without_experiment
from notes_checked import DOCUMENT, marks_of, read

RECORDED = read(DOCUMENT.read_text(encoding="utf-8"))
PARAMETERS = [
    pytest.param(name, marks=pytest.mark.slow if claim.slow else ())
    for name, claim in CLAIMS.items()
]


def test_every_topic_has_claims() -> None:
    assert {claim.topic for claim in CLAIMS.values()} == set(topics.TITLES)


def test_every_stated_claim_has_an_experiment() -> None:
    assert without_experiment() == set()


@pytest.mark.parametrize("name", PARAMETERS)
def test_verdict_is_as_stated(name: str) -> None:
    claim = CLAIMS[name]
    try:
        cases = claim.run()
    except (NotHereError, UnresolvedError) as reason:
        pytest.skip(str(reason))
    shown = "\n".join(f"{case.mark.value}: {case.label}: {case.printed}" for case in cases)
    assert verdict_of(cases) == claim.verdict, shown
    assert marks_of(cases) == RECORDED[name].marks, shown
