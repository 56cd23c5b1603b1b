"""The user's folder in which programs keep what they can make again: ~/.cache."""

import os
from pathlib import Path


def cache_folder(name: str) -> Path | None:
    """Return a folder of ours in it, made if need be; None if nothing can be kept there."""
    place = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        if not place.is_absolute():  # as its specification says
            place = Path.home() / ".cache"
        folder = place / "juliaset" / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = folder.stat().st_uid == os.geteuid() and os.access(folder, os.W_OK | os.X_OK)
    except (OSError, RuntimeError):  # no home
        return None
    return folder if usable else None
