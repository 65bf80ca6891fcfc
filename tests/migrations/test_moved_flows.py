"""The flows of the town of version 0003 go to today's diagrams where they can, and back; the others say why not."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.db import db
from app.deadlines.models import Deadline
from app.processes.actions.move_flows import Outcome, move_all, planned, undo_all
from app.processes.models import Process, Task

KINDS = ("mediation", "petition")
Rows = list[tuple[object, ...]]


def periods() -> Rows:
    columns = (Deadline.id, Deadline.code, Deadline.part, Deadline.due_at, Deadline.rings_at, Deadline.closed_at)
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(Deadline.id))]


def open_steps() -> Rows:
    found = sa.select(Task.id, Task.step_id, Task.name, Task.opened_at).where(Task.closed_at.is_(None))
    return [tuple(row) for row in db.session.execute(found.order_by(Task.id))]


def versions() -> Rows:
    found = sa.select(Process.id, Process.definition_id, Process.state).order_by(Process.id)
    return [tuple(row) for row in db.session.execute(found)]


def counted(outcomes: list[Outcome]) -> tuple[int, int]:
    """How many went, and how many stay."""
    stay = Counter(bool(one.why) for one in outcomes)
    return stay[False], stay[True]


@pytest.mark.both
def test_they_move_as_foretold_and_back_and_no_period_changes(upgraded: Flask) -> None:
    now = clock.now()
    before, steps, dates = versions(), open_steps(), periods()
    foretold = {key: list(planned(key, now=now)) for key in KINDS}
    assert versions() == before, "looking moves nothing"
    assert {key: counted(found) for key, found in foretold.items()} == {"mediation": (0, 34), "petition": (6, 33)}
    told = [one.why for found in foretold.values() for one in found if one.why]
    assert all("“" in why for why in told), "each names the element that keeps it"
    assert {key: list(move_all(key, now=now)) for key in KINDS} == foretold
    db.session.expire_all()
    assert versions() != before
    assert (open_steps(), periods()) == (steps, dates)
    assert {key: counted(list(undo_all(key, now=now))) for key in KINDS} == {"mediation": (0, 0), "petition": (6, 0)}
    db.session.expire_all()
    assert (versions(), open_steps(), periods()) == (before, steps, dates)
