"""What a person reads on a page, and the hidden fields a browser sends back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ClientOf = Callable[[str], FlaskClient]


def words(answer: TestResponse) -> str:
    """The page's text as people read it, without blanks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True))))


def tags(answer: TestResponse, name: str) -> list[str]:
    """The inputs of this name."""
    return [tag for tag in re.findall(r"<input[^>]*>", answer.get_data(as_text=True)) if f'name="{name}"' in tag]


def value_of(answer: TestResponse, name: str) -> str:
    """The value of the first input of this name."""
    found = re.search(r'value="([^"]*)"', tags(answer, name)[0])
    return unescape(found.group(1)) if found else ""


def chosen(answer: TestResponse, name: str) -> str:
    """The value of the radio of this name that is checked; empty when none is."""
    checked = [re.search(r'value="([^"]*)"', tag) for tag in tags(answer, name) if " checked" in tag]
    return checked[0].group(1) if checked and checked[0] else ""


def fault_at(answer: TestResponse, field_id: str) -> str:
    """The sentence at a field; empty when nothing is wrong there."""
    found = re.search(rf'<p class="error" id="{field_id}(?:-error)?">(.*?)</p>', answer.get_data(as_text=True), re.S)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", found.group(1)))) if found else ""


def hidden(answer: TestResponse, *names: str) -> dict[str, str]:
    """The hidden fields that a page sends back; `once` and `page_version` unless others are named."""
    return {name: value_of(answer, name) for name in names or ("once", "page_version")}
