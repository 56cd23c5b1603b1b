"""tools/offline.py finds what a page would load from the net, and what it cannot find."""

import subprocess
import sys
from pathlib import Path

import pytest
from reading import ROOT

SCRIPT = ROOT / "tools" / "offline.py"
AWAY = "https://cdn.example/a"
LOADED = {
    "script": f'<script src="{AWAY}.js"></script>',
    "style sheet": f'<link rel="stylesheet" href="{AWAY}.css">',
    "hint": '<link rel="preconnect" href="https://fonts.example">',
    "without a scheme": '<script src="//cdn.example/a.js"></script>',
    "picture": f'<img alt="" src="{AWAY}.png">',
    "larger picture": f'<img alt="" src="data:," srcset="data:, 1x, {AWAY}.png 2x">',
    "font": f"<style>@font-face {{ src: url('{AWAY}.woff2') }}</style>",
    "import": f'<style>@import "{AWAY}.css";</style>',
    "background": f'<p style="background: url({AWAY}.png)">',
    "frame": f'<iframe src="{AWAY}"></iframe>',
    "page in a page": f"<iframe srcdoc=\"&lt;script src='{AWAY}.js'&gt;&lt;/script&gt;\"></iframe>",
    "module": f'<script type="module">import x from "{AWAY}.mjs"</script>',
    "require.js": f'<script>require.config({{paths: {{d3: "{AWAY}.js"}}}})</script>',
}
QUIET = {
    "link": '<a href="https://example.org/a.js">more</a>',
    "relation": '<link rel="canonical" href="https://example.org/">',
    "in itself": '<img alt="" src="data:image/png;base64,aaaa">',
    "neighbour": '<script src="a%20b.js?v=1"></script>',
    "part of itself": '<svg><use href="#arrow"></use></svg>',
    "namespace": '<script>make("http://www.w3.org/2000/svg")</script>',
    "quoted": "<pre>&lt;script src='https://cdn.example/a.js'&gt;</pre>",
}


def run(folder: Path, page: str) -> subprocess.CompletedProcess[str]:
    (folder / "a b.js").write_text("")
    (folder / "page.html").write_text(f"<!doctype html><title>A page</title>{page}")
    return subprocess.run(
        [sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("page", LOADED.values(), ids=LOADED)
def test_what_is_loaded_from_the_net_is_named(tmp_path: Path, page: str) -> None:
    done = run(tmp_path, page)
    assert done.returncode == 1
    assert "page.html: would be loaded from the net: " in done.stdout


@pytest.mark.parametrize("page", QUIET.values(), ids=QUIET)
def test_what_loads_nothing_is_no_matter(tmp_path: Path, page: str) -> None:
    done = run(tmp_path, page)
    assert done.returncode == 0, done.stdout


def test_a_picture_that_is_missing_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, '<img alt="" src="_images/lost.png">')
    assert done.returncode == 1
    assert "page.html: is not in the folder: _images/lost.png" in done.stdout


def test_a_style_sheet_and_a_script_beside_the_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("body { background: url(//cdn.example/a.png) }")
    (tmp_path / "b.js").write_text('load("https://cdn.example/mathjax.js")')
    done = run(tmp_path, "")
    assert {line.partition(":")[0] for line in done.stdout.splitlines()} == {"a.css", "b.js"}
