"""What holds on every page, whoever reads it: no key is shown (P5, S13), looking writes nothing, Enter does no harm.

`tests/matrix` reads every page as every role; it holds that a look writes nothing too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.house.every_page import KEY, every_page
from tests.house.test_enter import fault_of, forms_of, typed_into

FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
VALUES = re.compile(r'value="[^"]*"|\d+')


def test_no_page_shows_a_key(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    """Not in an address, a name, a value, an id, nor in its words."""
    found, seen = {}, 0
    for page in every_page(app, client_of).pages:
        if KEY.search(page.place):
            continue
        seen += 1
        shown = KEY.search(page.text)
        if shown:
            found[page.place] = page.text[max(shown.start() - 60, 0) : shown.end() + 20]
    assert found == {}
    assert seen > 150


def test_a_page_that_is_read_leaves_everything_as_it_was(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    reading = every_page(app, client_of)
    assert reading.left == []
    assert reading.changed == set()


def test_enter_does_no_harm_on_any_page(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    found: set[str | None] = set()
    seen: dict[str, int] = {}
    for page in every_page(app, client_of).pages:
        for part in new_parts(page.text, seen) if page.mimetype == "text/html" else ():
            for form, controls in forms_of(part):
                seen[part] = len(typed_into(controls))
                found.add(fault_of(form, controls))
    assert found == {None}
    assert len(seen) > 60
    assert sum(seen.values()) > 500


def new_parts(page: str, seen: dict[str, int]) -> list[str]:
    """The forms of a page that were not looked at yet, numbers and values apart; the whole page where a control stands
    outside its form."""
    bare = VALUES.sub("", page)
    parts = [bare] if 'form="' in bare else FORMS.findall(bare)
    return [one for one in dict.fromkeys(parts) if one not in seen]
