"""What a page tells a screen reader about its controls."""

from typing import Any, NamedTuple

from playwright.sync_api import Page

CONTROLS = {
    *("button", "checkbox", "combobox", "link", "listbox", "menuitem", "option", "radio"),
    *("searchbox", "slider", "spinbutton", "switch", "tab", "textbox"),
}


class Control(NamedTuple):
    """A control as a screen reader knows it."""

    role: str
    name: str


def controls(page: Page) -> list[Control]:
    """Return the controls of a page, as the browser tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    seen = [node for node in nodes if not node["ignored"]]
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in seen]
    return [Control(role, name) for role, name in named if role.lower() in CONTROLS]


def nameless(page: Page) -> list[Control]:
    """Return the controls without a name."""
    found = controls(page)
    assert found, "the page has no control"
    return [control for control in found if not control.name.strip()]
