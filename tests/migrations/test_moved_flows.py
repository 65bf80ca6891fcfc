"""The flows of the town of version 0003 go to today's diagrams where they can, and back; the others say why not."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from app.processes.actions.move_flows import move_all, planned, undo_all
from app.processes.models import Process
from tests.migrations.conftest import THAT_AFTERNOON
from tests.migrations.finishing import finish, open_flows
from tests.moved import counted, open_steps, periods, versions

KINDS = ("mediation", "petition")


@pytest.mark.both
def test_they_move_as_foretold_and_back_and_no_period_changes(upgraded: Flask) -> None:
    now = clock.now()
    before, steps, dates = versions(), open_steps(), periods()
    foretold = {key: list(planned(key, now=now)) for key in KINDS}
    assert versions() == before, "looking moves nothing"
    assert {key: counted(found) for key, found in foretold.items()} == {"mediation": (6, 28), "petition": (6, 33)}
    told = [one.why for found in foretold.values() for one in found if one.why]
    assert all("“" in why for why in told), "each names the element that keeps it"
    assert {key: list(move_all(key, now=now)) for key in KINDS} == foretold
    db.session.expire_all()
    assert versions() != before
    assert (open_steps(), periods()) == (steps, dates)
    assert {key: counted(list(undo_all(key, now=now))) for key in KINDS} == {"mediation": (6, 0), "petition": (6, 0)}
    db.session.expire_all()
    assert (versions(), open_steps(), periods()) == (before, steps, dates)


def test_what_moved_goes_on_to_its_end(upgraded: Flask) -> None:
    moved = [one.process_id for key in KINDS for one in move_all(key, now=THAT_AFTERNOON) if not one.why]
    assert len(moved) == 12
    subjects = {(one.subject_kind, one.subject_id) for one in map(process_with, moved)}
    flows = [one for one in open_flows(THAT_AFTERNOON) if (one.kind, one.subject_id) in subjects]
    now = finish(flows, THAT_AFTERNOON)
    db.session.expire_all()
    waiting = {one.subject_id for one in map(process_with, moved) if one.finished_at is None}
    for flow in (one for one in flows if one.subject_id in waiting):
        flow.now = now
        if not flow.tasks:
            flow.ring()
        finish([flow], flow.now)
    db.session.expire_all()
    assert [one.id for one in map(process_with, moved) if one.finished_at is None] == []


def process_with(process_id: int) -> Process:
    return db.session.get_one(Process, process_id)
