"""Where the recipes work: the learner's scripts of a checkout, and the folder of artefacts."""

from pathlib import Path

from juliaset.profilers.troubles import CannotError

CHECKOUT = Path(__file__).parents[3]
SCRIPTS = CHECKOUT / "python" / "profiling"
ARTEFACTS = CHECKOUT / "profiles"
RECORDED = Path(__file__).parent / "recorded"
TARGETS = Path(__file__).parent / "targets"


def is_checkout() -> bool:
    """Whether the learner's scripts are where they are in a checkout."""
    return SCRIPTS.is_dir() and (CHECKOUT / "pyproject.toml").is_file()


def check_checkout() -> None:
    """Refuse where only the package is installed: the scripts to be profiled are not in it."""
    if not is_checkout():
        raise CannotError(
            "the recipes profile the scripts of python/profiling/, which an installed package "
            "does not carry",
            "clone the repository, make setup, and ask there",
        )
