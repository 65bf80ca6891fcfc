"""Who sees matters of a kind: asked of the projection, by the words an account goes by."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, false, true
from sqlalchemy.orm import aliased

from app.core.permissions import Actor
from app.matters.models import Matter, Sight

Owners = Collection[str] | None
"""The words of `app.matters.rules.owners` that an account goes by; None for one that sees every matter of the kind."""


@dataclass(frozen=True)
class Owned:
    """What an account may see of a kind whose matters keep a row: called with an actor, a condition on its table.

    `owners` gives no word at all for a role without the right to see the kind.
    """

    kind: str
    key: SQLColumnExpression[int]
    owners: Callable[[Actor], Owners]

    def __call__(self, actor: Actor) -> ColumnElement[bool]:
        return self.of(self.key, actor)

    def of(self, key: SQLColumnExpression[int], actor: Actor) -> ColumnElement[bool]:
        """The same as a condition on another column that holds the ids of such matters."""
        owners = self.owners(actor)
        if owners is None:
            return true()
        row = aliased(Matter)
        is_row = (row.kind == self.kind, row.subject_id == key)
        return exists().where(*is_row, Sight.matter_id == row.id, Sight.owner.in_(owners)) if owners else false()
