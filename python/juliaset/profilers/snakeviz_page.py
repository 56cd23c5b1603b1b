"""SnakeViz's own page as one file: its templates, with every script, style and worker inside."""

import json
import pstats
import re
import socket
import time
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.running import started

_IMPORTS = re.compile(r"try \{\s*importScripts\(.*?throw 'Could not load[^}]*\}\s*\}", re.DOTALL)
_SCRIPT = re.compile(r"<script src=['\"]/static/([^'\"]+)['\"]></script>")
_STYLE = re.compile(r"<link href=\"/static/([^\"]+)\" rel=\"stylesheet\">")
_PICTURE = re.compile(r"url\([^)]*\)")
_FOR_WORKER = ("vendor/immutable.min.js", "vendor/lodash.min.js")
_PATIENCE_S = 20.0


def standalone(profile: Path) -> str:
    """Render a profile; nothing is left in the page that a browser would have to load."""
    stats_of: Any = import_module("snakeviz.stats")  # it may be missing
    from tornado.template import Loader  # noqa: PLC0415

    stats = pstats.Stats(str(profile))
    loader = Loader(str(files("snakeviz").joinpath("templates")))
    page = loader.load("viz.html").generate(
        profile_name=profile.name,
        table_rows=_inside_script(stats_of.table_rows(stats)),
        callees=_inside_script(stats_of.json_stats(stats)),
    )
    text = page.decode()
    text, replaced = _IMPORTS.subn("", text)
    if not replaced:
        raise NothingMeasuredError("SnakeViz's page has changed: its worker loads in another way")
    worker = "\n".join(_static(name) for name in _FOR_WORKER)
    mark = '<script id="hierarchy-worker" type="javascript/worker">'
    text = text.replace(mark, f"{mark}\n{worker}\n")
    text = _SCRIPT.sub(lambda found: f"<script>{_static(found[1])}</script>", text)
    return _STYLE.sub(lambda found: f"<style>{_style(found[1])}</style>", text)


def _inside_script(data: object) -> str:
    """Write JSON that cannot end the script element it stands in."""
    return json.dumps(data).replace("</", "<\\/")


def _static(name: str) -> str:
    text = files("snakeviz").joinpath("static", *name.split("/")).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


def _style(name: str) -> str:
    return _PICTURE.sub("none", _static(name))


def served(profile: Path, job: Job) -> int:
    """Ask SnakeViz's server for the page, on loopback, and give the HTTP status."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = job.path(profile.name)
    words = ["snakeviz", "-s", "-H", "127.0.0.1", "-p", str(port), path]
    job.show(words)
    address = f"http://127.0.0.1:{port}/snakeviz/{quote(str(profile), safe='')}"
    with started(words, SCRIPTS) as process:
        end = time.monotonic() + _PATIENCE_S
        while process.poll() is None and time.monotonic() < end:
            try:
                with urlopen(address, timeout=_PATIENCE_S) as answer:
                    return int(answer.status)
            except (URLError, ConnectionError):
                time.sleep(0.2)
    raise NothingMeasuredError("SnakeViz's server did not answer")
