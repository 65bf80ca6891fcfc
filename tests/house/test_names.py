"""Every name goes through the one door: fields are made by `person_name`, columns are `Name`, and no text is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wtforms import Form, StringField
from wtforms.fields.core import UnboundField

from app.core.db import Model
from app.core.fields import NameField, printable, printable_name
from app.core.name_grams import Name
from app.processes.queries.definitions import folders
from tests.house.forms_of_all_rooms import form_classes
from workflows.diagrams.forms import FieldKind, FormFolder

A_NAME = re.compile(r"(^|_)name$|^(accused|witness|legal_representative|other_party|received_by)$")
SAYS_A_NAME = re.compile(r"姓名|法定代表人|见证人|单位全称|代他来|控告的是谁|签收的$|^跟谁$|^对方是谁$")
NO_PERSON = {
    ("SignInForm", "login_name"): "what somebody signs in with",
    ("AccountForm", "login_name"): "what somebody signs in with",
    ("DayForm", "name"): "of a day",
}
"""Fields whose name ends like a person's, and what they hold."""
OTHER_TABLES = {
    "attachment.name": "of a file",
    "body.name": "made by the system",
    "body.seal_name": "made by the system",
    "body.short_name": "made by the system",
    "resident_group.name": "of a place",
    "village.name": "of a place",
    "town_fact.name": "of a fact",
    "task.name": "of a step",
    "timer.name": "of a step",
    "timer.step_name": "of a step",
    "town_day.name": "of a day",
    "account.login_name": "what somebody signs in with",
    "case_letter.signed_off_name": "copied from a person",
    "petition_letter.signed_off_name": "copied from a person",
    "accusation_hand_over.received_by": "of the closed room, made by its form",
}
"""Columns whose name ends like a person's, and what they hold."""


MADE_OF_FILES = "Form_"
"""Forms that other tests made of form files; the files themselves are read below."""


def forms() -> Iterator[type[Form]]:
    return (one for one in form_classes() if not one.__name__.startswith(MADE_OF_FILES))


def names_asked(form: type[Form]) -> Iterator[tuple[str, UnboundField]]:
    """The lines to write in that ask for somebody's name."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, StringField):
            label = str(field.args[0] if field.args else field.kwargs.get("label", ""))
            if A_NAME.search(name) or SAYS_A_NAME.search(label):
                yield name, field


def test_every_field_that_asks_for_a_name_is_a_name_field() -> None:
    asked = {(form.__name__, name): field for form in forms() for name, field in names_asked(form)}
    wrong = sorted(key for key, field in asked.items() if not issubclass(field.field_class, NameField))
    assert [key for key in wrong if key not in NO_PERSON] == []
    assert len(asked) - len(wrong) >= 12


def test_every_question_of_a_form_file_that_asks_for_a_name_is_of_that_kind() -> None:
    read = [FormFolder(place) for folder in folders() for place in (folder, folder / "deeds")]
    asked = [(name, field) for folder in read for name in folder.names() for field in folder.get(name).fields]
    text = {FieldKind.TEXT, FieldKind.LONG_TEXT}
    assert [(name, field.name) for name, field in asked if field.kind in text and A_NAME.search(field.name)] == []
    named = [field.name for _, field in asked if field.kind is FieldKind.NAME]
    assert named == ["witness", "other_party", "other_party", "called_by"]


def test_every_column_of_a_name_keeps_it_as_it_was_meant() -> None:
    columns = {
        f"{table.name}.{column.name}": column.type
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if A_NAME.search(column.name)
    }
    plain = {name for name, kind in columns.items() if not isinstance(kind, Name)}
    assert plain - set(OTHER_TABLES) == set()
    assert len(columns) - len(plain) >= 9


def test_a_name_is_judged_as_a_name_and_a_text_as_a_text() -> None:
    for form in forms():
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField):
                rules = field.kwargs.get("validators") or ()
                is_name = issubclass(field.field_class, NameField)
                assert not (is_name and printable in rules), (form, name)
                assert is_name or printable_name not in rules, (form, name)


def test_pieces_of_names_go_with_their_owner() -> None:
    for table, owner in (("participant_gram", "participant"), ("person_gram", "person")):
        (key,) = Model.metadata.tables[table].foreign_keys
        assert key.column.table.name == owner
        assert key.ondelete == "CASCADE"
