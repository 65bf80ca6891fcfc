"""The fields that the forms of this room are made of."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.core.fields import CHOOSE, REQUIRED, AtMost, printable
from app.legal_review.queries import Adviser


def one_of(label: str, choices: dict[str, str]) -> RadioField:
    """One of a few words, needed."""
    return RadioField(label, choices=choices, validators=[InputRequired(CHOOSE)])


def one_adviser(label: str) -> RadioField:
    """One of the advisers, who are entered later."""
    return RadioField(label, coerce=str, choices={}, validate_choice=False, validators=[Optional()])


def long_text(label: str, longest: int, *, needed: bool = False, hint: str = "") -> TextAreaField:
    """A box for several sentences."""
    first = InputRequired(REQUIRED) if needed else Optional()
    limit = AtMost(longest)
    return TextAreaField(label, validators=[first, limit, printable], description=hint)


def people(advisers: Sequence[Adviser]) -> dict[str, str]:
    """Advisers as options."""
    return {str(one.person_id): one.name for one in advisers}
