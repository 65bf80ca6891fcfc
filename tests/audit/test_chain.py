"""The chain of audit entries: whoever changes, removes or swaps one is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.audit.models import AuditEntry, AuditHead
from app.audit.queries import entries_of, verify_chain
from app.audit.record import record
from app.audit.rules import FIRST, entry_hash
from app.core.db import db
from app.core.transaction import transaction
from tests.together import at_once
from tests.town import NOW

WRITERS = 8
ENTRY, HEAD = AuditEntry.__table__, AuditHead.__table__


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
        return verify_chain(connection)


def ids() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def test_an_empty_trail_is_whole(app: Flask) -> None:
    assert verdict() is None


def test_an_honest_trail_is_whole(app: Flask) -> None:
    write()
    assert verdict() is None
    assert [entry.occurred_at for entry in entries_of("thing", 1)] == [NOW + timedelta(minutes=n) for n in range(5)]


def test_each_entry_holds_the_hash_of_the_one_before(app: Flask) -> None:
    write(3)
    entries = entries_of("thing", 1)
    assert [entry.previous_hash for entry in entries] == [FIRST, entries[0].hash, entries[1].hash]
    assert len({entry.hash for entry in entries}) == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("detail", '{"reason": "别的"}'),
        ("deed", "thing:kept"),
        ("account_id", 7),
        ("spoken_by", "王乙"),
        ("subject_id", 2),
        ("subject_kind", "other"),
        ("occurred_at", NOW - timedelta(days=1)),
        ("entered_at", NOW - timedelta(days=1)),
    ],
)
def test_a_changed_entry_is_found(app: Flask, column: str, value: object) -> None:
    write()
    third = ids()[2]
    with transaction():
        db.session.execute(update(ENTRY).where(ENTRY.c.id == third).values({column: value}))
    assert verdict() == f"操作记录第 {third} 条对不上：它或它前面的一条被改过。"


def test_a_removed_entry_is_found(app: Flask) -> None:
    write()
    second, third = ids()[1:3]
    with transaction():
        db.session.execute(delete(ENTRY).where(ENTRY.c.id == second))
    assert verdict() == f"操作记录第 {third} 条对不上：它或它前面的一条被改过。"


def test_a_removed_end_is_found(app: Flask) -> None:
    write()
    with transaction():
        db.session.execute(delete(ENTRY).where(ENTRY.c.id == ids()[-1]))
    assert verdict() == "操作记录的末尾对不上：有人删过或者添过。"


def test_a_trail_without_its_end_mark_is_found(app: Flask) -> None:
    write()
    with transaction():
        db.session.execute(delete(HEAD))
    assert verdict() == "操作记录的末尾标记不见了。"


def test_two_swapped_entries_are_found(app: Flask) -> None:
    write()
    second, third = ids()[1:3]
    with transaction():
        for old, new in ((second, 9999), (third, second), (9999, third)):
            db.session.execute(update(ENTRY).where(ENTRY.c.id == old).values(id=new))
    assert verdict() == f"操作记录第 {second} 条对不上：它或它前面的一条被改过。"


def test_a_forged_entry_at_the_end_is_found(app: Flask) -> None:
    write()
    last = entries_of("thing", 1)[-1]
    values = {"deed": "thing:forged", "subject_kind": "thing", "subject_id": 1, "account_id": None}
    values |= {"spoken_by": "", "occurred_at": NOW, "entered_at": NOW, "detail": "{}"}
    with transaction():
        db.session.add(AuditEntry(**values, previous_hash=last.hash, hash=entry_hash(last.hash, values)))
    assert verdict() == "操作记录的末尾对不上：有人删过或者添过。"


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


@pytest.mark.parametrize("start", [0, 3], ids=["the very first", "later ones"])
def test_many_writers_at_once_make_one_chain(app: Flask, start: int) -> None:
    write(start)
    db.session.remove()
    deeds: list[Callable[[], None]] = [lambda: write(5, first=10)] * WRITERS
    at_once(app, deeds)
    assert len(ids()) == start + 5 * WRITERS
    assert verdict() is None
