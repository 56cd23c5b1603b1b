"""Restart this program in a network that has nothing but this machine.

A browser asks its makers for news, which must not be measured.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

from figures import say

_LOOPBACK = Path(__file__).parents[1] / "setup" / "loopback.py"
_WAYS = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])


def cut_off() -> None:
    """Become this program in such a network, unless it is in one, or none may be made here."""
    if {name for _, name in socket.if_nameindex()} == {"lo"}:
        return
    for way in _WAYS:
        words = [*way, sys.executable, str(_LOOPBACK)]
        try:
            tried = subprocess.run([*words, "true"], capture_output=True, check=False)
        except FileNotFoundError:  # this system has no unshare
            break
        if tried.returncode == 0:
            os.execvp(words[0], [*words, sys.executable, *sys.argv])
    say("No network of its own may be made here: a proxy that is not there replaces it.")
