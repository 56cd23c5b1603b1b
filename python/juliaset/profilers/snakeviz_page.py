"""SnakeViz's own page as one file with all its scripts, as its server sends it, as it is drawn."""

import json
import pstats
import re
import socket
import tempfile
import threading
import time
from contextlib import suppress
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.requirements import browser
from juliaset.profilers.running import started
from juliaset.system.processes import kill_group
from juliaset.system.work_folder import work_folder

_IMPORTS = re.compile(r"try \{\s*importScripts\(.*?throw 'Could not load[^}]*\}\s*\}", re.DOTALL)
_SCRIPT = re.compile(r"<script src=['\"]/static/([^'\"]+)['\"]></script>")
_STYLE = re.compile(r"<link href=\"/static/([^\"]+)\" rel=\"stylesheet\">")
_PICTURE = re.compile(r"url\([^)]*\)")
_WORKER = '<script id="hierarchy-worker" type="javascript/worker">'
_FOR_WORKER = ("vendor/immutable.min.js", "vendor/lodash.min.js")
_SERVER_TIMEOUT_S = 20.0
_BROWSER_TIMEOUT_S = 40.0
# The page draws in a worker, after its load event, at which --dump-dom would look.
_REPORTER = """<script>
  const look = () => {
    const bars = document.querySelectorAll("rect").length;
    if (bars) console.log("bars: " + bars);
    else setTimeout(look, 100);
  };
  look();
</script>"""
_REPORT = re.compile(rb"bars: (\d+)")


def standalone(profile: Path) -> str:
    """Render a profile as a page from which a browser has nothing to load."""
    stats_of: Any = import_module("snakeviz.stats")  # it may be missing
    from tornado.template import Loader  # noqa: PLC0415

    stats = pstats.Stats(str(profile))
    loader = Loader(str(files("snakeviz").joinpath("templates")))
    page = loader.load("viz.html").generate(
        profile_name=profile.name,
        table_rows=_inside_script(stats_of.table_rows(stats)),
        callees=_inside_script(stats_of.json_stats(stats)),
    )
    text, replaced = _IMPORTS.subn("", page.decode())
    if not replaced:
        raise NothingMeasuredError("SnakeViz's page has changed: its worker loads in another way")
    text = text.replace(_WORKER, "\n".join([_WORKER, *map(_static, _FOR_WORKER), ""]))
    text = _SCRIPT.sub(lambda found: f"<script>{_static(found[1])}</script>", text)
    return _STYLE.sub(
        lambda found: f"<style>{_PICTURE.sub('none', _static(found[1]))}</style>", text
    )


def _inside_script(data: object) -> str:
    """Write JSON that cannot end the script element it stands in."""
    return json.dumps(data).replace("</", "<\\/")


def _static(name: str) -> str:
    text = files("snakeviz").joinpath("static", *name.split("/")).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


def served(profile: Path, job: Job) -> int:
    """Request the page from SnakeViz's server, on loopback, and return the HTTP status."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = job.path(profile.name)
    words = ["snakeviz", "-s", "-H", "127.0.0.1", "-p", str(port), path]
    job.show(words)
    address = f"http://127.0.0.1:{port}/snakeviz/{quote(str(profile), safe='')}"
    client = build_opener(ProxyHandler({}))  # a proxy does not know this machine's loopback
    with started(words, SCRIPTS) as process:
        end = time.monotonic() + _SERVER_TIMEOUT_S
        while process.poll() is None and time.monotonic() < end:
            with (
                suppress(URLError, ConnectionError),
                client.open(address, timeout=_SERVER_TIMEOUT_S) as answer,
            ):
                return int(answer.status)
            time.sleep(0.2)
    raise NothingMeasuredError("SnakeViz's server did not answer")


def drawn(page: Path) -> int:
    """Count the bars that a browser draws; 0 if it draws none before the timeout."""
    with tempfile.TemporaryDirectory(dir=work_folder(), ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "page.html")
        copy.write_text(page.read_text() + _REPORTER)
        words = [
            *(browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--disable-background-networking", "--no-first-run", "--remote-debugging-port=0"),
            # The page is a file: no host is ever looked up.
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-component-update"),
            *("--enable-logging=stderr", f"--user-data-dir={folder}/browser", copy.as_uri()),
        ]
        with started(words, Path(folder)) as process:
            timer = threading.Timer(_BROWSER_TIMEOUT_S, kill_group, [process])
            timer.start()
            try:
                found = (_REPORT.search(line) for line in process.stderr or ())
                return next((int(report[1]) for report in found if report), 0)
            finally:
                timer.cancel()
