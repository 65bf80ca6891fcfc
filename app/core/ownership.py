"""Whether a row stands at the place of whoever acts: the one way in which the database is asked that (values: `whose`).

An account may stand at no committee and at no office.  Compared as it is, that absence would be `IS NULL` in the
database and `None == None` here, and would fit everything that stands nowhere either.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, false

Place = SQLColumnExpression[int] | SQLColumnExpression[int | None]


def owned_by(column: Place, owner: int | None) -> ColumnElement[bool]:
    """The condition that a column holds this owner's id; of nobody (None) nothing is true."""
    return false() if owner is None else column == owner
