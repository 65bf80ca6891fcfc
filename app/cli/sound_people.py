"""People of the register from before names were found by their sound: each gets its pieces, once."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.core.name_grams import write_grams
from app.organisations.models import Person, PersonGram


def sound_people() -> int:
    """Cut every name anew, in the caller's transaction; returns how many."""
    people = db.session.execute(select(Person.id, Person.name)).all()
    for key, name in people:
        write_grams(db.session.connection(), PersonGram, {"person_id": key}, name, by_sound=True)
    return len(people)
