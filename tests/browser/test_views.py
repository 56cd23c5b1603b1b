"""Views as a notebook makes them: one that is taken down is silent, and two share a widget."""

import numpy as np
from exploring import Explorer
from playwright.sync_api import Page

# Renders views of one model, which is a socket of its own, below the page; each gets a name.
RENDER = """
async ({ names, start }) => {
  const [{ default: frontEnd }, { newSocketModel }, page] = await Promise.all([
    import("/explorer.js"), import("/socket_model.js"), fetch("/").then((answer) => answer.text())
  ]);
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  const traits = { start, modules: { "index.html": page } };
  const socket = newSocketModel(`ws://${location.host}/socket`, token, traits, () => {});
  const listeners = [];
  socket.on("", (...message) => listeners.forEach((listen) => listen(...message)));
  globalThis.views = {};
  for (const name of names) {
    const el = Object.assign(document.createElement("div"), { id: name });
    document.body.append(el);
    const view = views[name] = { asked: null, frame: null };
    el.addEventListener("juliaset:frame", ({ detail }) => view.frame = detail);
    view.send = (content) => {
      if (content.type === "paint") view.asked = content;
      socket.send(content);
    };
    const model = { ...socket, send: view.send, on: (_, listen) => listeners.push(listen) };
    view.end = frontEnd.render({ model, el });
    while (!el.querySelector("[data-show]")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
"""
ALL_SHOW_WHAT_THEY_ASKED = """
() => Object.values(views).every(({ asked, frame }) => asked && frame?.id === asked.id)
"""
ALL_HAVE_FIGURES = "() => !document.querySelector('#one dd.old, #other dd.old')"
ENDLESS = {"engine": "python.loops", "limit": "1000000", "c": "-0.1,0.1"}
SEVERAL = {"names": ["one", "other"], "start": {"limit": "60"}}
NAMES = SEVERAL["names"]


def rendered(explorer: Explorer) -> Explorer:
    """Render two views of one widget, and wait until both show their picture."""
    explorer.page.evaluate(RENDER, SEVERAL)
    explorer.page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
    return explorer


def levels(explorer: Explorer) -> list[int]:
    """Return the zoom level of the picture in each view."""
    found = explorer.page.evaluate("Object.values(views).map(({ frame }) => frame.view.level)")
    return list(found)


def resize(page: Page, *widths: str) -> None:
    """Let both views ask for another picture at the same moment."""
    page.evaluate(
        "(all) => Object.entries(all).forEach(([id, width]) => { "
        "document.getElementById(id).style.width = width; })",
        dict(zip(NAMES, widths, strict=True)),
    )
    page.wait_for_timeout(100)  # both have asked


def test_a_view_that_is_taken_down_stops_and_says_no_more(explorer: Explorer) -> None:
    page = explorer.page
    page.evaluate(RENDER, {"names": ["view"], "start": ENDLESS})
    page.wait_for_function("() => views.view.asked?.kernel === 'python.loops'")
    page.evaluate("views.view.end()")
    assert [message["panel"] for message in explorer.sent("close")] == [0]
    sent = page.evaluate("seen.sent.length")
    page.evaluate("document.getElementById('view').style.width = '500px'")
    page.wait_for_timeout(500)
    after = page.evaluate("(sent) => seen.sent.slice(sent)", sent)
    # Its picture never ends, so smooth colours are those of the page itself.
    assert not [message for message in after if message["type"] != "smooth"]


def test_a_view_that_is_taken_down_is_silent_when_another_one_begins(explorer: Explorer) -> None:
    page = rendered(explorer).page
    page.evaluate("views.one.end()")
    stops = len(explorer.sent("stop"))
    asked = page.evaluate("views.one.asked.id")
    page.evaluate("views.other.send({ type: 'hello' })")  # as a third view would
    page.wait_for_function("(before) => views.other.asked.id > before", arg=asked)
    page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
    assert page.evaluate("views.one.asked.id") == asked
    assert len(explorer.sent("stop")) == stops + 1  # of the other view alone


def test_a_view_that_is_taken_down_leaves_the_picture_of_another_one(explorer: Explorer) -> None:
    page = rendered(explorer).page
    before = levels(explorer)[NAMES.index("other")]
    engine = page.locator("#other").get_by_role("combobox", name="Engine", exact=True).first
    engine.select_option("python.loops")
    page.locator("#other [data-part=stage]").first.press("+")
    page.evaluate("views.one.end()")
    page.wait_for_function(
        "(level) => { const { asked, frame } = views.other;"
        " return frame?.id === asked.id && frame.view.level === level; }",
        arg=before + 2,
    )


def test_a_view_whose_picture_was_replaced_goes_on_when_the_other_one_is_stopped(
    explorer: Explorer,
) -> None:
    page = explorer.page
    page.evaluate(RENDER, {"names": NAMES, "start": ENDLESS})
    page.wait_for_timeout(1000)  # both have asked, and the other one last
    one, other = (page.evaluate(f"views.{name}.asked.id") for name in NAMES)
    assert one < other
    page.locator("#other [data-part=stage]").first.press("x")
    page.wait_for_function("(other) => views.one.asked.id > other", arg=other)


def test_two_views_of_one_widget_both_answer(explorer: Explorer) -> None:
    page = rendered(explorer).page
    first = levels(explorer)
    wanted = list(first)
    for name in ("other", "one", "other"):
        page.locator(f"#{name} [data-part=stage]").first.press("+")
        wanted[NAMES.index(name)] += 2
        page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
        frame = explorer.frame()
        np.testing.assert_array_equal(frame.counts, frame.right_counts())
        assert levels(explorer) == wanted


def test_views_that_ask_at_the_same_moment_both_get_their_picture(explorer: Explorer) -> None:
    page = rendered(explorer).page
    page.evaluate("Date.now = () => 2_000_000_000_000")
    for widths in (("500px", "460px"), ("480px", "520px")):
        resize(page, *widths)
        page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
        shown = page.evaluate("Object.values(views).map(({ frame }) => frame)")
        assert shown[0]["view"]["width"] != shown[1]["view"]["width"]
        for frame in shown:
            assert len(frame["counts"]) == frame["view"]["width"] * frame["view"]["height"]
    ids = [message["id"] for message in explorer.sent("paint")]
    assert len(set(ids)) == len(ids)


def test_what_another_view_has_replaced_is_not_told_as_a_fault(explorer: Explorer) -> None:
    page = rendered(explorer).page
    stops = len(explorer.sent("stop"))
    page.locator("#other [data-part=stage]").first.press("+")
    page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
    for _ in range(2):  # smooth colours of a picture that the host has no more
        page.locator("#one [data-part=stage]").first.press("s")
    page.wait_for_timeout(500)
    refused = "document.querySelector('#one [data-part=notice]').textContent"
    assert page.evaluate(refused) == ""
    assert len(explorer.sent("stop")) == stops


def test_a_view_that_another_one_has_replaced_gets_its_figures_in_the_end(
    explorer: Explorer,
) -> None:
    page = rendered(explorer).page
    page.wait_for_function(ALL_HAVE_FIGURES, timeout=60_000)
    page.locator("#other [data-part=stage]").first.press("+")
    page.wait_for_function(ALL_SHOW_WHAT_THEY_ASKED)
    page.wait_for_function(ALL_HAVE_FIGURES, timeout=60_000)
