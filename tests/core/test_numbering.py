"""Numbers: no gap, no double, of the right year, whoever draws them and however often."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.accusations.models import HandOverSeries
from app.core.db import db
from app.core.numbering import ByEvent, Drawn, NumberSeries, Rising, random_number
from app.core.transaction import transaction
from app.petitions.models import Petition
from tests.petitions.way import Way
from tests.together import at_once

MATTERS, LETTERS = ByEvent("matters"), Rising("letters")
OPEN_DAYS = 15


def entered(on: date, today: date, owner: str = "village") -> Drawn:
    """The number of a matter of that day, entered today."""
    with transaction():
        return MATTERS.draw(owner, on=on, today=today, open_days=OPEN_DAYS)


def written(on: date) -> Drawn:
    with transaction():
        return LETTERS.draw("town", on=on)


@pytest.mark.both
def test_every_owner_word_and_year_begins_with_one_and_goes_on(app: Flask) -> None:
    day = date(2026, 3, 1)
    assert [entered(day, day).sequence for _ in range(3)] == [1, 2, 3]
    assert entered(day, day, owner="town") == Drawn(2026, 1)
    assert written(day) == Drawn(2026, 1)
    assert written(date(2027, 1, 4)) == Drawn(2027, 1)
    assert written(day) == Drawn(2026, 2)


@pytest.mark.both
@pytest.mark.parametrize(
    ("on", "today", "expected"),
    [
        pytest.param(date(2026, 12, 31), date(2027, 1, 1), Drawn(2026, 2), id="the morning after"),
        pytest.param(date(2026, 12, 20), date(2027, 1, 15), Drawn(2026, 2), id="the last day of the old book"),
        pytest.param(date(2026, 12, 20), date(2027, 1, 16), Drawn(2027, 1), id="the old book is closed"),
        pytest.param(date(2025, 12, 31), date(2026, 1, 1), Drawn(2026, 2), id="a book that was never begun here"),
        pytest.param(date(2026, 5, 1), date(2026, 12, 31), Drawn(2026, 2), id="long ago in the same year"),
        pytest.param(date(2027, 1, 1), date(2027, 1, 1), Drawn(2027, 1), id="a new year"),
    ],
)
def test_a_matter_gets_a_number_of_the_year_in_which_it_happened_while_that_book_is_open(
    app: Flask, on: date, today: date, expected: Drawn
) -> None:
    assert entered(date(2026, 6, 1), date(2026, 6, 1)) == Drawn(2026, 1)
    assert entered(on, today) == expected


@pytest.mark.both
def test_a_refused_deed_gives_its_number_back(app: Flask) -> None:
    def fail() -> None:
        with transaction():
            LETTERS.draw("town", on=date(2026, 3, 1))
            raise LookupError

    assert written(date(2026, 3, 1)).sequence == 1
    with pytest.raises(LookupError):
        fail()
    assert written(date(2026, 3, 1)).sequence == 2


@pytest.mark.both
@pytest.mark.parametrize("begun", [False, True])
def test_writers_at_the_same_moment_get_numbers_in_a_row(app: Flask, begun: bool) -> None:
    day = date(2026, 3, 1)
    before = written(day).sequence if begun else 0
    drawn = at_once(app, [lambda: written(day).sequence] * 5)
    assert sorted(drawn) == list(range(before + 1, before + 6))


@pytest.mark.both
def test_the_closed_room_counts_in_a_table_of_its_own(app: Flask) -> None:
    day, closed = date(2026, 3, 1), Rising("letters", HandOverSeries)
    assert [written(day).sequence for _ in range(2)] == [1, 2]
    with transaction():
        assert closed.draw("town", on=day) == Drawn(2026, 1)
    assert [(row.owner, row.last) for row in db.session.query(HandOverSeries)] == [("town", 1)]
    assert [(row.owner, row.last) for row in db.session.query(NumberSeries)] == [("town", 2)]


def test_a_random_number_that_is_taken_is_drawn_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way().register()
    taken = db.session.query(Petition).one().number
    year, digits = taken.split("-")
    drawn = iter([int(digits) - 100_000, int(digits) - 100_000, 4_711])
    monkeypatch.setattr("app.core.numbering.secrets.randbelow", lambda _most: next(drawn))
    assert random_number(Petition.number, lambda six: f"{year}-{six}") == f"{year}-104711"
    assert way.claim.number.startswith(taken)
