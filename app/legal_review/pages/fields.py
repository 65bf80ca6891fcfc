"""How the forms of this room ask for an adviser."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField

from app.core.fields import open_choice
from app.legal_review.queries import Adviser


def one_adviser(label: str) -> RadioField:
    """One of the advisers, who are entered later."""
    return open_choice(label, {})


def people(advisers: Sequence[Adviser]) -> dict[str, str]:
    """Advisers as options."""
    return {str(one.person_id): one.name for one in advisers}
