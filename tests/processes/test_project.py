"""Task and timer rows always say what the state says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.db import db
from app.core.transaction import transaction
from app.processes.actions.run import move
from app.processes.models import Process, Task, Timer
from app.processes.queries import open_tasks_of
from app.processes.queries.definitions import definition_of
from tests.listing import steps_waiting
from tests.processes.talks import KIND, account, again, answer, open_step, start_talk, waiting
from tests.story import Story
from tests.town import NOW
from workflows import engine

MONTH = NOW + timedelta(days=30)


def equal_to_position(process: Process) -> None:
    """The open rows are the open steps of the state, and the waiting timers its dates."""
    position = engine.look(definition_of(process), process.state)
    open_rows = db.session.query(Task).filter_by(process_id=process.id, closed_at=None)
    timers = db.session.query(Timer).filter_by(process_id=process.id, gone_at=None)
    assert {(row.step_id, row.name, row.label) for row in open_rows} == {
        (step.id, step.name, step.label) for step in position.steps
    }
    assert {(row.engine_id, row.code, row.step_name, row.due_at) for row in timers} == {
        (due.id, due.code, due.step_name, due.at) for due in position.dues
    }
    assert (process.finished_at is not None) == position.finished


@pytest.mark.usefixtures("talks")
def test_rows_equal_the_position_after_every_move() -> None:
    process = start_talk(speak_by=MONTH)
    equal_to_position(process)
    for _ in range(3):
        again()
        equal_to_position(process)
    answer(open_step(), {"outcome": "enough"})
    db.session.refresh(process)
    equal_to_position(process)


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_rows_of_a_real_case_equal_its_position() -> None:
    story = Story().register()
    for deed in (lambda: story.start_at("clan"), story.accept, story.consent, story.tell_rights):
        deed()
        equal_to_position(db.session.query(Process).filter_by(subject_kind="case", subject_id=story.case_id).one())


@pytest.mark.usefixtures("talks")
def test_a_step_carries_its_date_and_its_place() -> None:
    start_talk(speak_by=MONTH)
    step = open_step()
    assert (step.due_at, step.title, step.body.short_name, step.role) == (MONTH, "第1场", "小海眼", "mediator")


@pytest.mark.usefixtures("talks")
def test_a_retimed_date_changes_its_rows() -> None:
    process = start_talk(speak_by=MONTH)
    (timer,) = waiting()
    later = MONTH + timedelta(days=5)
    with transaction():
        locked = db.session.get_one(Process, process.id)
        move(locked, lambda one, state: engine.retime(one, state, timer.engine_id, later, now=NOW), now=NOW)
    (timer,) = waiting()
    assert (timer.due_at, open_step().due_at) == (later, later)
    equal_to_position(db.session.get_one(Process, process.id))


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_date_moved_into_the_past_rings_at_once() -> None:
    process = start_talk(speak_by=MONTH)
    (timer,) = waiting()
    with transaction():
        locked = db.session.get_one(Process, process.id)
        move(locked, lambda one, state: engine.retime(one, state, timer.engine_id, NOW, now=NOW), now=NOW)
    assert [task.name for task in open_tasks_of(KIND, 1)] == ["ask"]
    assert waiting() == []


@pytest.mark.usefixtures("talks")
def test_what_has_no_row_among_the_matters_stands_by_age() -> None:
    start_talk(1)
    start_talk(2, speak_by=MONTH)
    start_talk(3, speak_by=MONTH - timedelta(days=1))
    start_talk(4, now=NOW - timedelta(days=1))
    assert [task.subject_id for task in steps_waiting(account("mediator"))] == [4, 1, 2, 3]


@pytest.mark.usefixtures("talks")
def test_others_do_not_see_the_steps_of_a_committee() -> None:
    start_talk()
    assert [len(steps_waiting(account(name))) for name in ("mediator", "head", "stranger", "clerk", "adviser")] == [
        1,
        1,
        0,
        0,
        0,
    ]
