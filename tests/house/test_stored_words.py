"""What stands in databases, seals and hashes keeps its name, whatever the code calls things: a rename is a migration.

`tests/data/stored_words.json` is what was written so far.  Something new is added there by hand; a line that goes needs
a migration that carries the rows over.
"""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

from app.audit.models.witness import columns_of, witnessed_tables
from app.core.db import Model, Word
from app.core.sealed_columns import sealed_columns

KEPT = Path(__file__).resolve().parents[1] / "data" / "stored_words.json"


def written() -> dict[str, list[str]]:
    """Places of seals, columns a row's digest covers, and the values of every column of words."""
    seals = [f"{one.name} ← {':'.join(one.bound_to)}" for one in sealed_columns()]
    digests = [f"{model.__tablename__}: {' '.join(columns_of(model))}" for model in witnessed_tables()]
    words = [
        f"{table.name}.{column.name}: {' '.join(sorted(one.value for one in column.type.kind))}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Word)
    ]
    return {"seals": sorted(seals), "digests": sorted(digests), "words": sorted(words)}


def test_what_was_stored_is_still_called_what_it_was(app: Flask) -> None:
    assert written() == json.loads(KEPT.read_text(encoding="utf-8"))
