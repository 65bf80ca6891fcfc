"""The sweep rings what is due: once, every flow for itself, however many sweeps run at the same time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process, Timer
from app.processes.queries import open_tasks_of
from app.settings import Settings
from tests.processes.talks import KIND, REFUSING, answer, open_step, start_talk, waiting
from tests.together import at_once
from tests.town import NOW

DUE = NOW + timedelta(days=1)
FLOWS = 12
LEASE = timedelta(seconds=Settings.lease_seconds)


def names(number: int) -> list[str]:
    db.session.expire_all()
    return [task.name for task in open_tasks_of(KIND, number)]


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_date_rings_when_it_has_come_and_not_before() -> None:
    start_talk(speak_by=DUE)
    assert sweep_timers(DUE - timedelta(seconds=1)) == 0
    assert names(1) == ["speak"]
    assert sweep_timers(DUE) == 1
    assert names(1) == ["ask"]
    assert waiting() == []


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_date_rings_once() -> None:
    start_talk(speak_by=DUE)
    assert [sweep_timers(DUE + timedelta(minutes=minute)) for minute in (0, 1, 10)] == [1, 0, 0]
    assert names(1) == ["ask"]


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_an_extension_asks_again_at_its_own_end() -> None:
    start_talk(speak_by=DUE)
    sweep_timers(DUE)
    longer = DUE + timedelta(days=10)
    answer(open_step(), {"until": longer.isoformat()}, by="head", now=DUE)
    assert names(1) == ["speak"]
    assert sweep_timers(longer - timedelta(minutes=1)) == 0
    assert sweep_timers(longer) == 1
    assert names(1) == ["ask"]


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_flow_that_refuses_does_not_stop_the_others() -> None:
    for number in (1, REFUSING, 2):
        start_talk(number, speak_by=DUE)
    assert sweep_timers(DUE) == 2
    assert [names(number) for number in (1, REFUSING, 2)] == [["ask"], ["speak"], ["ask"]]
    assert len(waiting(REFUSING)) == 1


@pytest.mark.both
@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("harm", [{"state": b"broken"}, {"subject_kind": "nobody knows"}], ids=["state", "kind"])
def test_a_broken_flow_does_not_stop_the_others(harm: dict[str, object]) -> None:
    for number in (1, 2, 3):
        start_talk(number, speak_by=DUE)
    with transaction():
        db.session.query(Process).filter_by(subject_id=2).update(harm)
    assert sweep_timers(DUE) == 2
    assert [names(number) for number in (1, 3)] == [["ask"], ["ask"]]


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_refused_flow_is_tried_again_when_its_lease_is_over() -> None:
    start_talk(REFUSING, speak_by=DUE)
    sweep_timers(DUE)
    (timer,) = waiting(REFUSING)
    assert timer.leased_until == DUE + LEASE
    with transaction():
        db.session.query(Process).filter_by(subject_id=REFUSING).update({"subject_id": 1})
    assert sweep_timers(DUE + timedelta(minutes=1)) == 0
    assert sweep_timers(DUE + LEASE) == 1
    assert names(1) == ["ask"]


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_two_sweeps_at_once_ring_every_flow_once(app: Flask) -> None:
    for number in range(100, 100 + FLOWS):
        start_talk(number, speak_by=DUE)
    db.session.remove()
    moved = at_once(app, [lambda: sweep_timers(DUE), lambda: sweep_timers(DUE)])
    assert sum(moved) == FLOWS, moved
    assert db.session.query(Timer).filter(Timer.gone_at.is_(None)).count() == 0
    assert {tuple(names(number)) for number in range(100, 100 + FLOWS)} == {("ask",)}
