"""Enter in a field never takes a row away, adds one, or does what is dangerous: the default button of every form."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

SENDS = {"/sign-in", "/sign-in/code", "/account/password", "/petitions/follow"}
SENDS |= {"/account/second-factor", "/account/second-factor/codes"}
"""Forms of a line or two, which Enter sends; and whatever asks for one reason before a number is shown."""
LINES = {"text", "tel", "email", "password", "search", "url", "number"}
NOT_TYPED = {"hidden", "submit", "button", "reset", "image", "file"}


def forms_of(page: str) -> Iterator[tuple[Element, list[Element]]]:
    """Each form with its controls in tree order, those outside that name it included (HTML, "form owner")."""
    tree = tinyhtml5.parse(page, namespace_html_elements=False)
    inside: dict[Element, list[Element]] = {form: [] for form in tree.iter("form")}
    named = {form.get("id"): form for form in inside if form.get("id")}
    owner_of = {one: form for form in inside for one in form.iter()}
    for one in tree.iter():
        if one.tag in ("input", "button", "textarea", "select"):
            owner = named.get(one.get("form")) if one.get("form") else owner_of.get(one)
            if owner is not None:
                inside[owner].append(one)
    yield from inside.items()


def pressed_by(controls: list[Element]) -> Iterator[Element]:
    """What Enter presses, hidden or not: the first submit button (HTML, "implicit submission"), when it can be pressed.

    On a radio, a tick or a date some browsers press the first that can be pressed instead.
    """
    buttons = [one for one in controls if is_submit(one)]
    able = [one for one in buttons if one.get("disabled") is None]
    lines = [one for one in typed_into(controls) if (one.get("type") or "text").lower() in LINES]
    if lines and buttons and buttons[0] in able:
        yield buttons[0]
    if able and len(lines) < len(typed_into(controls)):
        yield able[0]


def is_submit(control: Element) -> bool:
    kind = (control.get("type") or ("submit" if control.tag == "button" else "text")).lower()
    return kind in ("submit", "image") and control.tag in ("button", "input")


def typed_into(controls: list[Element]) -> list[Element]:
    """Where somebody may press Enter."""
    return [one for one in controls if one.tag == "input" and (one.get("type") or "text").lower() not in NOT_TYPED]


def fault_of(form: Element, controls: list[Element]) -> str | None:
    """Why Enter in this form may do harm; None when it cannot."""
    if (form.get("method") or "get").lower() == "get":
        return None
    where = form.get("action") or ""
    for button in pressed_by(controls):
        if button.get("formmethod") == "dialog":
            continue
        if button.get("name") or "danger" in (button.get("class") or ""):
            return f"{where}: Enter presses {button.get('name')}={button.get('value')}"
        is_short = where in SENDS or where.endswith(("/unmask", "/phone"))
        if not is_short or len(typed_into(controls)) > 3:
            return f"{where}: Enter sends a whole form"
    return None


ROW = '<button name="remove_row" value="parties-0" hidden>去掉</button>'


@pytest.mark.parametrize(
    ("inside", "harmless"),
    [
        (f'<input name="a">{ROW}<button>登记</button>', False),
        (f'<button disabled hidden></button><input name="a">{ROW}', True),
        (f'<button disabled hidden></button><input name="a"><input type="radio" name="b">{ROW}', False),
        (f'<button disabled></button><button formmethod="dialog"></button><input type="radio" name="b">{ROW}', True),
        ('<input name="a"><button>登记</button>', False),
        ('<input name="a" type="radio"><input type="submit" name="add_row">', False),
        (f'<textarea name="a"></textarea>{ROW}', True),
    ],
)
def test_a_harmful_default_button_would_be_found(inside: str, harmless: bool) -> None:
    ((form, controls),) = forms_of(f'<form method="post" action="/cases/register">{inside}</form>')
    assert (fault_of(form, controls) is None) is harmless


def test_a_button_elsewhere_that_names_the_form_is_its_default() -> None:
    before = ROW.replace("<button ", "<button form=one ")
    page = f'<p>{before}</p><form id="one" method="post"><input name="a"><button>登记</button></form>'
    ((form, controls),) = forms_of(page)
    assert "remove_row" in str(fault_of(form, controls))
