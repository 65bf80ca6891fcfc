"""A deed that is refused: the person reads a sentence, and not a single row of the database is another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.db import Model, db
from app.core.errors import DomainError


def everything() -> dict[str, list[str]]:
    """Every row of every table."""
    db.session.rollback()
    connection = db.session.connection()
    rows = {table.name: sorted(map(repr, connection.execute(table.select()))) for table in Model.metadata.sorted_tables}
    db.session.rollback()
    return rows


@contextmanager
def refused(kind: type[DomainError], *words: str, field: str = "") -> Iterator[None]:
    """What happens within is refused in a sentence with these words (at this field), and changes nothing."""
    before = everything()
    with pytest.raises(DomainError) as caught:
        yield
    assert type(caught.value) is kind
    said = caught.value.fields[field] if field else caught.value.sentence
    assert said.endswith("。")
    assert [word for word in words if word not in said] == [], said
    assert everything() == before
