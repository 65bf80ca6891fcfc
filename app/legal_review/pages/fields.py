"""How the forms of this room ask for an adviser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.public_ids import HasPublicId
from app.organisations.models import Person


def people(advisers: Sequence[Person]) -> Iterator[tuple[HasPublicId, str]]:
    """Advisers as they are offered."""
    return ((one, one.name) for one in advisers)
