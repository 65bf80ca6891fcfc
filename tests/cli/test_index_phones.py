"""Numbers and names from before the one search are found after the first start."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.cases.models import Party
from app.cli.index_phones import index_phones
from app.cli.sound_people import sound_people
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import PersonGram
from tests.story import Story


@pytest.mark.both
def test_numbers_that_lie_there_get_their_indexes_once_and_alike(app: Flask) -> None:
    story = Story().register()
    party = story.case.parties[0]
    before = party.phone_digits_index, party.phone_tail_index
    assert all(before)
    with transaction():
        db.session.execute(sa.update(Party).values(phone_digits_index=None, phone_tail_index=None))
    with transaction():
        assert index_phones() >= 1
    again = db.session.get_one(Party, party.id)
    assert (again.phone_digits_index, again.phone_tail_index) == before


def test_a_number_that_does_not_open_stays_as_it_is(app: Flask) -> None:
    story = Story().register()
    key = story.case.parties[0].id
    with transaction():
        broken = sa.update(Party).where(Party.id == key)
        db.session.execute(broken.values(phone_sealed="v1.1.a.b", phone_digits_index=None, phone_tail_index=None))
    with transaction():
        index_phones()
    assert db.session.scalar(sa.select(Party.phone_tail_index).where(Party.id == key)) is None


def test_people_of_the_register_are_found_by_their_sound(app: Flask) -> None:
    sounds = sa.select(sa.func.count()).where(PersonGram.gram.startswith("~"))
    before = db.session.scalar(sounds)
    with transaction():
        db.session.execute(sa.delete(PersonGram).where(PersonGram.gram.startswith("~")))
    with transaction():
        assert sound_people() > 0
    assert db.session.scalar(sounds) == before
