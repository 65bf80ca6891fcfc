"""The chain of audit entries: whoever changes, removes or swaps one is found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.agreements.models import Clause
from app.audit.actions.erase import erase_contents
from app.audit.actions.record import record
from app.audit.models import AuditEntry, AuditHead
from app.audit.models.witness import label_of
from app.audit.queries import entries_of
from app.audit.rules import entry_hash
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.models import TownDay
from tests.agreements.paths import CLAUSES, Path
from tests.story import Story
from tests.together import at_once
from tests.town import NOW
from tests.trail import trail_fault
from workflows.periods.holidays import DayKind

WRITERS = 8
ENTRY = AuditEntry.__table__


@dataclass(frozen=True)
class Thing:
    """Something deeds are done to."""

    id: int = 1
    subject_kind: str = "thing"


def write(count: int = 5, *, first: int = 0) -> None:
    for place in range(first, first + count):
        with transaction():
            moment = NOW + timedelta(minutes=place)
            detail = {"reason": f"第{place}次", "amount": place}
            record("thing:moved", Thing(), None, now=moment, spoken_by="王甲", detail=detail)


def verdict() -> str | None:
    db.session.rollback()
    with db.engine.connect() as connection:
        return trail_fault(connection)


def ids() -> list[int]:
    about = select(AuditEntry.id).where(AuditEntry.subject_kind == Thing.subject_kind)
    return list(db.session.scalars(about.order_by(AuditEntry.id)))


def test_an_empty_trail_is_whole(app: Flask) -> None:
    assert verdict() is None


def test_an_honest_trail_is_whole(app: Flask) -> None:
    write()
    assert verdict() is None
    assert [entry.occurred_at for entry in entries_of("thing", 1)] == [NOW + timedelta(minutes=n) for n in range(5)]


def test_each_entry_holds_the_hash_of_the_one_before(app: Flask) -> None:
    write(3)
    entries = entries_of("thing", 1)
    assert [entry.previous_hash for entry in entries[1:]] == [entries[0].hash, entries[1].hash]
    assert len({entry.hash for entry in entries}) == 3


def test_a_trail_without_its_end_mark_is_found(app: Flask) -> None:
    write()
    with transaction():
        db.session.execute(delete(AuditHead))
    assert verdict() == "操作记录的末尾标记不见了。"


def test_a_forged_entry_at_the_end_is_found(app: Flask) -> None:
    write()
    last = entries_of("thing", 1)[-1]
    values = {"deed": "thing:forged", "subject_kind": "thing", "subject_id": 1, "account_id": None}
    values |= {"occurred_at": NOW, "entered_at": NOW, "content_token": last.content_token, "digests": ""}
    forged = entry_hash(b"another key", last.hash, values)
    with transaction():
        db.session.add(AuditEntry(**values, key_sealed=last.key_sealed, previous_hash=last.hash, hash=forged))
    assert "条对不上" in str(verdict())


def test_names_and_details_lie_sealed_in_the_table(app: Flask) -> None:
    write(1)
    row = db.session.execute(select(ENTRY)).mappings().all()[-1]
    assert not any("王甲" in str(value) or "reason" in str(value) for value in row.values())
    (entry,) = entries_of("thing", 1)
    assert (entry.spoken_by, json.loads(entry.detail)) == ("王甲", {"reason": "第0次", "amount": 0})


def test_an_entry_that_forgot_its_content_is_read_as_nothing_and_holds(app: Flask) -> None:
    write(2)
    with transaction():
        erase_contents(Thing(), actor=None, now=NOW)
    first = entries_of("thing", 1)[0]
    assert (first.deed, first.spoken_by, first.detail) == ("thing:moved", "", "{}")
    assert verdict() is None


def test_a_row_written_without_a_deed_is_vouched_for_all_the_same(app: Flask) -> None:
    with transaction():
        db.session.query(Account).filter_by(login_name="mediator").one().disabled_at = NOW
    assert db.session.scalars(select(ENTRY.c.deed)).all()[-1] == "audit:rows_written"
    assert verdict() is None


@pytest.mark.both
def test_a_step_that_is_open_changes_without_an_entry(app: Flask) -> None:
    """It is vouched for from the day it is closed; until then an entry of nothing would be noise."""
    story = Story().register()
    before = db.session.query(AuditEntry).count()
    with transaction():
        story.task("choose_start").spoken_by = "王甲"
    assert db.session.query(AuditEntry).count() == before
    assert verdict() is None


def test_a_part_that_was_rolled_back_takes_nothing_else_along(app: Flask) -> None:
    """What was written before a savepoint is vouched for, what was undone in it is not."""
    with transaction():
        mediator, head = (db.session.query(Account).filter_by(login_name=name).one() for name in ("mediator", "head"))
        head.disabled_at = NOW
        db.session.flush()
        nested = db.session.begin_nested()
        mediator.disabled_at = NOW
        db.session.add(TownDay(day=NOW.date(), kind=DayKind.HOLIDAY, reason="试", changed_at=NOW))
        db.session.flush()
        nested.rollback()
        record("thing:moved", Thing(), None, now=NOW)
    assert list(json.loads(entries_of("thing", 1)[0].digests)) == [label_of(Account)]
    assert verdict() is None


@pytest.mark.both
def test_a_clause_that_another_took_the_place_of_is_not_missed(app: Flask) -> None:
    """An orphan is deleted by the unit of work itself, and never stands among what the session was told to delete."""
    path = Path().drafted()
    path.save(clauses=CLAUSES[:1])
    assert db.session.query(Clause).count() == 1
    assert verdict() is None


@pytest.mark.both
def test_a_part_that_the_database_refused_takes_nothing_else_along(app: Flask) -> None:
    """Of two who make the same row at once one is refused inside a savepoint, and goes on."""
    with transaction():
        db.session.add(TownDay(day=NOW.date(), kind=DayKind.HOLIDAY, reason="试", changed_at=NOW))
    db.session.remove()
    with transaction():
        db.session.query(Account).filter_by(login_name="mediator").one().disabled_at = NOW
        again = TownDay(day=NOW.date(), kind=DayKind.HOLIDAY, reason="再试", changed_at=NOW)
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(again)
        record("thing:moved", Thing(), None, now=NOW)
    assert list(json.loads(entries_of("thing", 1)[0].digests)) == [label_of(Account)]
    assert verdict() is None


@pytest.mark.both
def test_a_row_whose_deletion_was_undone_stays_vouched_for(app: Flask) -> None:
    with transaction():
        db.session.add(TownDay(day=NOW.date(), kind=DayKind.HOLIDAY, reason="试", changed_at=NOW))
    with transaction():
        nested = db.session.begin_nested()
        db.session.delete(db.session.query(TownDay).one())
        db.session.flush()
        nested.rollback()
        record("thing:moved", Thing(), None, now=NOW)
    assert verdict() is None


def test_a_row_that_came_and_went_leaves_nothing_to_be_missed(app: Flask) -> None:
    with transaction():
        day = TownDay(day=NOW.date(), kind=DayKind.HOLIDAY, reason="试", changed_at=NOW)
        db.session.add(day)
        db.session.flush()
        db.session.delete(day)
        record("thing:moved", Thing(), None, now=NOW)
    assert verdict() is None


def test_a_rolled_back_deed_leaves_no_entry(app: Flask) -> None:
    write(2)

    def fail() -> None:
        with transaction():
            record("thing:moved", Thing(), None, now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    write(1, first=2)
    assert len(ids()) == 3
    assert verdict() is None


@pytest.mark.both
@pytest.mark.parametrize("start", [0, 3], ids=["the very first", "later ones"])
def test_many_writers_at_once_make_one_chain(app: Flask, start: int) -> None:
    write(start)
    db.session.remove()
    deeds: list[Callable[[], None]] = [lambda: write(5, first=10)] * WRITERS
    at_once(app, deeds)
    assert len(ids()) == start + 5 * WRITERS
    assert verdict() is None
