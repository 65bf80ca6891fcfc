"""How the forms of this room ask for an adviser."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.validators import Optional

from app.legal_review.queries import Adviser


def one_adviser(label: str) -> RadioField:
    """One of the advisers, who are entered later."""
    return RadioField(label, coerce=str, choices={}, validate_choice=False, validators=[Optional()])


def people(advisers: Sequence[Adviser]) -> dict[str, str]:
    """Advisers as options."""
    return {str(one.person_id): one.name for one in advisers}
