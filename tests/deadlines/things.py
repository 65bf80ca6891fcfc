"""A kind of subject for tests of the deadline room alone: things with periods, and the notice of 2027 as a plain file.

Odd numbers belong to the committee of 小海眼, even ones to that of 赵庄.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, false

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.core.asked import whole_number
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.public_ids import NO_ROW
from app.core.transaction import transaction
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.models import Deadline
from app.deadlines.queries.reckoned import reckoning_of
from app.deadlines.registry import Named, registry
from app.deadlines.terms import Stage
from app.organisations.models import Body
from tests.town import NOW, REGION

KIND = "thing"
STRANGE = "nobody's"
"""A kind that no room entered."""


@dataclass(frozen=True)
class Thing:
    """What a period is about, without a table of its own."""

    id: int = 1
    subject_kind: str = KIND


class Things:
    """See `app.deadlines.registry.Subjects`; keeps every ring and every move it heard."""

    def __init__(self) -> None:
        self.rings: list[tuple[int, Stage]] = []
        self.moves: list[tuple[int, date, date]] = []

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """What the account's committee holds; 司法所 sees all, an account without a committee nothing."""
        if actor.role is Role.JUSTICE_OFFICE:
            return Deadline.subject_kind == KIND
        return false() if actor.committee_id is None else Deadline.committee_id == actor.committee_id

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        return {number: Named(f"第{number}号", f"东西{number}") for number in subject_ids}

    def link(self, subject_id: int) -> str:
        return f"/things/{subject_id}"

    def links(self, subject_ids: Collection[int]) -> Mapping[int, str]:
        return {number: self.link(number) for number in subject_ids}

    def key_of(self, public_id: str) -> int:
        return whole_number(public_id) or NO_ROW

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        self.moves.append((deadline.subject_id, before, deadline.due_on))

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        self.rings.append((deadline.subject_id, stage))


@pytest.fixture
def things(app: object, monkeypatch: pytest.MonkeyPatch) -> Things:
    """Enters the kind and hears its rings; takes it out again afterwards."""
    found = Things()
    monkeypatch.setattr(registry, "_subjects", {**registry.kinds(), KIND: found})
    return found


def account(login_name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=login_name).one()


def holder(number: int) -> int:
    """The committee that holds a thing."""
    name = "小海眼" if number % 2 else "赵庄"
    found: int = db.session.query(Body.id).filter_by(short_name=name).scalar()
    return found


def begin(
    code: str, starts: date | datetime, number: int = 1, *, part: str = "", kind: str = KIND, now: datetime = NOW
) -> Deadline:
    """A period of a thing begins, in a transaction of its own."""
    with transaction():
        deadline = open_deadline(
            Thing(number, kind),
            code,
            starts=starts,
            region=REGION,
            committee_id=holder(number),
            actor=account("mediator"),
            now=now,
            part=part,
        )
        deadline_id = deadline.id
    return again(deadline_id)


def again(deadline_id: int) -> Deadline:
    """The row as it stands in the database."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Deadline, deadline_id)


def row_of(deadline_id: int) -> dict[str, object]:
    """Every column of the row: to compare before and after."""
    again(deadline_id)
    table = Deadline.__table__
    found = db.session.connection().execute(table.select().where(table.c.id == deadline_id)).mappings().one()
    kept = dict(found)
    db.session.rollback()
    return kept


def all_rows() -> list[dict[str, object]]:
    """Every row of every period."""
    db.session.rollback()
    table = Deadline.__table__
    found = [dict(row) for row in db.session.connection().execute(table.select().order_by(table.c.id)).mappings()]
    db.session.rollback()
    return found


def is_fresh(deadline: Deadline) -> bool:
    """Whether the row says what a computation of this moment says."""
    fresh = reckoning_of(deadline)
    said = (deadline.unrolled_on, deadline.due_on, deadline.unrolled_at, deadline.due_at, deadline.is_provisional)
    return said == (fresh.unrolled_on, fresh.due_on, fresh.unrolled_at, fresh.due_at, fresh.is_provisional)


def deeds(deed: str, subject_id: int | None = None) -> list[dict[str, Any]]:
    """Details of a deed's audit entries, the oldest first."""
    db.session.rollback()
    found = db.session.query(AuditEntry).filter_by(deed=deed).order_by(AuditEntry.id)
    return [json.loads(one.detail) for one in found if subject_id in (None, one.subject_id)]


def days(first: date, last: date, name: str) -> dict[str, str]:
    """A run of days under one name, as a notice's file lists them."""
    return {(first + timedelta(days=place)).isoformat(): name for place in range((last - first).days + 1)}


def notice_2027(**changes: object) -> bytes:
    """A plausible notice of 2027: 春节 from 5 to 11 February, made up on the Sundays before and after."""
    said: dict[str, object] = {
        "year": 2027,
        "notice": "国务院办公厅关于2027年部分节假日安排的通知",
        "holidays": {
            **days(date(2027, 1, 1), date(2027, 1, 3), "元旦"),
            **days(date(2027, 2, 5), date(2027, 2, 11), "春节"),
            **days(date(2027, 4, 3), date(2027, 4, 5), "清明节"),
            **days(date(2027, 5, 1), date(2027, 5, 5), "劳动节"),
            **days(date(2027, 6, 9), date(2027, 6, 9), "端午节"),
            **days(date(2027, 9, 15), date(2027, 9, 15), "中秋节"),
            **days(date(2027, 10, 1), date(2027, 10, 7), "国庆节"),
        },
        "workdays": {
            "2027-01-31": "春节",
            "2027-02-14": "春节",
            "2027-05-08": "劳动节",
            "2027-09-26": "国庆节",
            "2027-10-09": "国庆节",
        },
    }
    return json.dumps({**said, **changes}, ensure_ascii=False).encode()


Bad = Callable[[], bytes]
MALFORMED: dict[str, Bad] = {
    "no JSON": lambda: b"\xff\xfe holidays",
    "a list": lambda: b"[]",
    "without its holidays": lambda: notice_2027(holidays=None),
    "a day of another year": lambda: notice_2027(workdays={"2029-01-06": "元旦"}),
    "a day that is none": lambda: notice_2027(workdays={"2027-02-30": "春节"}),
    "a make-up workday in the week": lambda: notice_2027(workdays={"2027-02-03": "春节"}),
    "rest and work on one day": lambda: notice_2027(workdays={"2027-02-06": "春节"}),
    "without National Day": lambda: notice_2027(holidays={"2027-01-01": "元旦"}),
    "a year too far": lambda: notice_2027(year=2127),
    "without its notice": lambda: notice_2027(notice=" "),
    "fifty thousand levels": lambda: b"[" * 50_000,
    "fifty thousand levels of objects": lambda: b'{"year":' * 12_000,
    "a number without end": lambda: b'{"year": 2' + b"0" * 9_000 + b"}",
    "text that is none": lambda: b'{"year": 2027, "notice": "\\ud800"}',
    "too large": lambda: notice_2027() + b" " * 100_001,
}
