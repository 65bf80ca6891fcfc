"""Long texts: line ends are read as people count them, every limit says how many are written and how many too many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from app.accounts.actions.save_draft import LARGEST
from app.agreements.actions.write_text import LENGTHS, MOST_CLAUSES, TEXT_LENGTHS
from app.agreements.pages.original import OriginalForm
from app.cases.models import Case
from app.core.db import db
from app.core.fields import AtMost, NameField, one_line_end, too_long_sentence
from app.core.rows import Rows
from app.core.transaction import ChineseForm
from app.petitions.pages.register_form import RegisterForm as PetitionForm
from tests.cases.test_register_page import filled
from tests.house.forms_of_all_rooms import declared, form_classes, step_forms

__all__ = ["filled"]

ClientOf = Callable[[str], FlaskClient]
LONG_STORY = (Path(__file__).parents[1] / "data/inputs/t1-crlf-4990.txt").read_text(encoding="utf-8")
ESCAPED = 9
"""Bytes of a Chinese character in a form that is sent."""


def as_browsers_send(text: str) -> str:
    return text.replace("\n", "\r\n")


def test_every_form_reads_line_ends_in_the_one_place() -> None:
    doors = [one for one in form_classes() if issubclass(one, FlaskForm)]
    assert len(doors) > 30
    assert [one for one in doors if not issubclass(one, ChineseForm)] == []
    own = [one for one in doors if "wrap_formdata" in vars(vars(one).get("Meta", object))]
    assert own == [ChineseForm]


def test_every_text_that_can_be_typed_comes_with_plain_line_ends(app: Flask) -> None:
    """Each field of each form, those of the form files and of rows too."""
    seen = 0
    with app.test_request_context("/", method="POST"):
        forms = [one for one in form_classes() if issubclass(one, ChineseForm) and one.__name__ != "ChoosingForm"]
        for make in (*forms, *{type(one) for one in step_forms()}):
            names = [field.name for field in texts_of(make(MultiDict()))]
            typed = MultiDict(dict.fromkeys(names, "一\r\n二\r三\n四"))
            for field in texts_of(make(typed)):
                read = "一二三四" if isinstance(field, NameField) else "一\n二\n三\n四"
                assert field.data == read, f"{make.__name__}.{field.name}"
                seen += 1
    assert seen > 250


def texts_of(form: ChineseForm) -> list[StringField]:
    """The text fields of a form; of lists those of the first row."""
    found, waiting = [], list(form)
    while waiting:
        field = waiting.pop()
        if hasattr(field, "entries") or hasattr(field, "form"):
            waiting += list(field)
        elif isinstance(field, StringField) and not isinstance(field, HiddenField | PasswordField):
            found.append(field)
    return found


def test_every_text_has_a_limit_that_counts(app: Flask) -> None:
    made = [(name, field) for form in form_classes() for name, field in declared(form)]
    texts = [(name, one) for name, one in made if issubclass(one.field_class, StringField)]
    texts = [(name, one) for name, one in texts if not issubclass(one.field_class, HiddenField | PasswordField)]
    assert len(texts) > 60
    assert [name for name, one in texts if not any(isinstance(rule, AtMost) for rule in rules_of(one))] == []
    assert [name for name, one in made if any(type(rule) is Length for rule in rules_of(one))] == []
    with app.test_request_context("/"):
        for form in step_forms():
            assert [one.name for one in texts_of(form) if not one.flags.maxlength] == []


def rules_of(field: UnboundField) -> list[object]:
    return list(field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else ()))


@pytest.mark.parametrize(
    ("typed", "read"), [("甲\r\n乙", "甲\n乙"), ("甲\r乙", "甲\n乙"), ("甲\r\n\r\n乙\n", "甲\n\n乙\n"), ("", "")]
)
def test_every_way_to_end_a_line_is_one(typed: str, read: str) -> None:
    assert one_line_end(typed) == read


def test_what_is_too_long_is_said_with_all_three_numbers() -> None:
    assert too_long_sentence("字" * 5012, 5000, "细节另写。") == (
        "最多写5000个字，现在写了5012个字，多了12个字。细节另写。"
    )
    assert too_long_sentence("字" * 5000, 5000) is None


def test_4990_characters_in_192_lines_are_4990(client_of: ClientOf, filled: dict[str, str]) -> None:
    assert (len(LONG_STORY), len(LONG_STORY.split("\n"))) == (4990, 192)
    typed = {**filled, "facts": as_browsers_send(LONG_STORY)}
    answer = client_of("mediator").post("/cases/register", data=typed)
    assert answer.status_code == 302
    assert db.session.query(Case).one().facts == LONG_STORY


def test_one_too_many_is_said_and_the_text_stays(client_of: ClientOf, filled: dict[str, str]) -> None:
    text = LONG_STORY + "字" * 11
    page = client_of("mediator").post("/cases/register", data={**filled, "facts": as_browsers_send(text)})
    assert page.status_code == 422
    assert "最多写5000个字，现在写了5001个字，多了1个字。" in page.text
    assert text in page.text
    assert db.session.query(Case).count() == 0


def test_a_form_filled_to_its_limits_can_be_sent_and_kept(app: Flask) -> None:
    """The server takes as many bytes as the longest forms have within their limits, and so does a draft."""
    people = 100 * (60 + 24 + 30 + 150 + 60 + 40) + 20_000
    petition = people + 10_000 + 20 * 3_000
    agreement = MOST_CLAUSES * sum(LENGTHS.values()) + sum(TEXT_LENGTHS.values())
    names = 30_000
    assert max(petition, agreement) * ESCAPED + names < app.config["MAX_FORM_MEMORY_SIZE"]
    assert max(petition, agreement) + names < LARGEST
    with app.test_request_context("/"):
        rows = PetitionForm(MultiDict()).petitioners, OriginalForm(MultiDict()).clauses
    assert [(type(one), one.most) for one in rows] == [(Rows, 100), (Rows, MOST_CLAUSES)]
