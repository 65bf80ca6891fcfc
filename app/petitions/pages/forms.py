"""What the forms of several pages share: fields for texts, and what is read after an accusation was sealed."""

from __future__ import annotations

from typing import Protocol

from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from app.accusations.actions.tell import nobody_takes
from app.core.fields import AtMost, printable

SEALED = "已密封，交给有权的人办理。这里不再显示。"


class MayAccuse(Protocol):
    """A form on which it may turn out that somebody is accused."""

    accused: StringField
    accused_unit: StringField

    @property
    def is_accusation(self) -> bool:
        """Whether it goes to the closed domain."""


def text_line(label: str, longest: int, hint: str = "") -> StringField:
    """A field of one line that may stay empty."""
    limit = AtMost(longest)
    return StringField(label, validators=[Optional(), limit, printable], description=hint)


def text_block(label: str, longest: int, hint: str = "") -> TextAreaField:
    """A field of many lines that may stay empty."""
    limit = AtMost(longest)
    return TextAreaField(label, validators=[Optional(), limit, printable], description=hint)


def said_after(form: MayAccuse, otherwise: str) -> str:
    """What the person reads afterwards; of an accusation, that it is gone, and what to do when nobody may see it."""
    if not form.is_accusation:
        return otherwise
    return SEALED + nobody_takes(accused=form.accused.data or "", accused_unit=form.accused_unit.data or "")
