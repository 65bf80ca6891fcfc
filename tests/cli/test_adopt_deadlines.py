"""Cases from before deadlines were rows get exactly the periods they would have had."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.cli.adopt_deadlines import FACT, adopt_deadlines
from app.core.clock import end_of_day
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.organisations.models import TownFact
from app.processes.models import Task, Timer
from app.processes.queries import process_of
from tests.agreements.paths import Path
from tests.story import Story

Row = tuple[str, int, str, str, date, date]


def rows() -> set[Row]:
    found = db.session.scalars(sa.select(Deadline).where(Deadline.closed_at.is_(None), Deadline.subject_kind == "case"))
    return {(one.code, one.subject_id, one.part, str(one.state), one.unrolled_on, one.due_on) for one in found}


def shown() -> set[tuple[str, int, str]]:
    found = sa.select(Task.name, Task.subject_id, Deadline.code).join(Deadline, Deadline.id == Task.deadline_id)
    return {tuple(row) for row in db.session.execute(found.where(Task.closed_at.is_(None)))}


def forget() -> None:
    with transaction():
        db.session.execute(sa.update(Task).values(deadline_id=None))
        db.session.execute(sa.delete(Deadline))
        db.session.execute(sa.delete(TownFact).where(TownFact.name == FACT))


def live_cases() -> list[Story | Path]:
    extended = Story().mediating_at("village")
    everyone = {"consents": extended.everyone("agreed"), "method": extended.everyone("oral")}
    extended.later(days=31)
    sweep_deadlines(extended.now)
    db.session.expire_all()
    extended.answer("ask_month", outcome="extended", until=date(2027, 1, 20), **everyone)
    with transaction():  # in those days the end of the month stood in a timer of the flow
        flow = process_of("case", extended.case_id)
        at = end_of_day(date(2027, 1, 20))
        db.session.add(Timer(process_id=flow.id, engine_id="m", name="month_over", code="M2", step_name="", due_at=at))
    return [
        Story().register(),
        extended,
        Story().mediating_at("village").not_reached().next("up"),
        Path().drafted().sent(),
        Path().sealed(),
    ]


@pytest.mark.usefixtures("app")
def test_live_cases_get_the_periods_they_would_have_had() -> None:
    now = max(one.now for one in live_cases())
    before, steps = rows(), shown()
    assert {code for code, *_ in before} >= {"M1", "M2", "R1", "L1", "M5", "M8a", "M8b"}
    forget()
    assert rows() == set()
    with transaction():
        assert adopt_deadlines(now) == 5
    passed = {row for row in before if row[0] in ("M5", "M8a", "M8b") and row[5] < now.date()}
    assert rows() == before - passed
    assert {step for step in steps if step[2] not in ("M8a", "M8b")} <= shown()


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_a_second_time_nothing_is_begun() -> None:
    story = Story().register()
    with transaction():
        assert adopt_deadlines(story.now) == 0
    before = rows()
    forget()
    with transaction():
        adopt_deadlines(story.now)
    with transaction():
        assert adopt_deadlines(story.now) == 0
    assert rows() == before
