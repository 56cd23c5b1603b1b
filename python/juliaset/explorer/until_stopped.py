"""The explorer of the command line: it answers until a signal comes, and then leaves nothing."""

import asyncio
import os
import signal
import webbrowser
from collections.abc import Callable
from threading import Thread

from juliaset.explorer.server import PageServer
from juliaset.system import here

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_until_stopped(pages: PageServer) -> None:
    """Answer until Ctrl-C, SIGTERM or SIGHUP comes; a second one ends this process at once.

    Raises:
        KeyboardInterrupt: One has come, and all is ended.
    """
    asyncio.run(_run(pages))
    raise KeyboardInterrupt


async def _run(pages: PageServer) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def stop() -> None:
        for number in taken:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the system then ends what computes
        stopped.set()

    # nohup ignores SIGHUP.
    taken = [number for number, handler in before.items() if handler != signal.SIG_IGN]
    for number in taken:
        loop.add_signal_handler(number, stop)
    try:
        await pages.run(stopped)
    finally:
        for number in taken:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])


def open_browser(address: str, show: Callable[[str], object] = webbrowser.open) -> bool:
    """Let the browser of this screen show an address; return whether there is a screen."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if here.is_linux() and not any(map(os.environ.get, variables)):
        return False  # a browser in this terminal would take it away from the command
    Thread(target=show, args=(address,), daemon=True).start()
    return True
