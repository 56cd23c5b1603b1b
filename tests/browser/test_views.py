"""Views as a notebook makes them: one that is taken down is silent, and two share a widget."""

import numpy as np
from exploring import Explorer

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
  const model = { ...socket, on: (_, listen) => listeners.push(listen) };
  globalThis.ends = {};
  for (const name of names) {
    const el = Object.assign(document.createElement("div"), { id: name });
    document.body.append(el);
    ends[name] = frontEnd.render({ model, el });
    while (!el.querySelector("[data-show]")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
"""
ANSWERED = """
(before) => seen.asked[0].id > before && seen.frames[0]?.id === seen.asked[0].id
"""
ENDLESS = {"engine": "python.loops", "limit": "1000000", "c": "-0.1,0.1"}


def test_a_view_that_is_taken_down_stops_and_says_no_more(explorer: Explorer) -> None:
    page = explorer.page
    page.evaluate(RENDER, {"names": ["view"], "start": ENDLESS})
    page.wait_for_function("() => seen.asked[0].kernel === 'python.loops'")
    page.evaluate("ends.view()")
    assert [message["panel"] for message in explorer.sent("stop")[-2:]] == [0, 1]
    sent = page.evaluate("seen.sent.length")
    page.evaluate("document.getElementById('view').style.width = '500px'")
    page.wait_for_timeout(500)
    assert page.evaluate("seen.sent.length") == sent


def test_two_views_of_one_widget_both_answer(explorer: Explorer) -> None:
    page = explorer.page
    page.evaluate(RENDER, {"names": ["one", "other"], "start": {"limit": "60"}})
    levels: list[int] = []
    for name in ("other", "one", "other"):
        before = explorer.sent("paint")[-1]["id"]
        page.locator(f"#{name} [data-part=stage]").first.press("+")
        page.wait_for_function(ANSWERED, arg=before)
        frame = explorer.frame()
        np.testing.assert_array_equal(frame.counts, frame.right_counts())
        levels.append(frame.view["level"])
    assert levels == [levels[0], levels[0], levels[0] + 2]
