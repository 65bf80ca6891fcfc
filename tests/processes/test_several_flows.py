"""Several flows about one matter: told apart by process and part, moved together, never in each other's way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, stamp

from app.audit.models import AuditEntry
from app.cases.actions.at_any_step import ACTIONS
from app.cases.models import Case, Risk
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import NotNow
from app.core.transaction import transaction
from app.processes.actions.run import start_process
from app.processes.actions.standing import elements_at
from app.processes.models import Process, Task
from app.processes.queries import process_of, processes_of, running_flow
from app.processes.registry import Submission
from tests.processes.talks import KIND, Talk, account, answer, start_talk
from tests.story import Story
from tests.together import at_once
from tests.town import NOW
from tests.trail import trail_fault

pytestmark = pytest.mark.usefixtures("talks")
LOOP = {"outcome": "", "speak_by": None}


def talk_beside(story: Story, part: str = "") -> Process:
    """A small flow beside the one a dispute was registered with."""
    with transaction():
        return start_process("loop", story.case, LOOP, part=part, now=NOW)


def step_of(process: Process) -> Task:
    """The one open step of a flow."""
    return db.session.query(Task).filter_by(process_id=process.id, closed_at=None).one()


@pytest.mark.both
def test_a_second_flow_of_one_process_needs_a_part_of_its_own_while_the_first_runs(app: Flask) -> None:
    first = start_talk()
    with pytest.raises(NotNow, match="已经开始办了"), transaction():
        start_process("loop", Talk(1), LOOP, now=NOW)
    with transaction():
        other = start_process("loop", Talk(1), LOOP, part="duty:7", now=NOW)
    assert processes_of(KIND, [1]) == [first, other]
    assert (process_of(KIND, 1), running_flow(KIND, 1, "loop", "duty:7")) == (first, other)
    answer(step_of(other), {"outcome": "enough"})
    assert running_flow(KIND, 1, "loop", "duty:7") is None
    with transaction():
        third = start_process("loop", Talk(1), LOOP, part="duty:7", now=NOW)
    assert running_flow(KIND, 1, "loop", "duty:7") == third


@pytest.mark.both
def test_the_database_itself_holds_no_second_running_flow_of_a_part(app: Flask) -> None:
    kept = start_talk()
    values = {"key": kept.key, "part": kept.part, "subject_kind": KIND, "subject_id": 1, "state": b""}
    twin = {**values, "definition_id": kept.definition_id, "started_at": NOW, "row_version": 1}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.insert(Process).values(**twin))
    db.session.rollback()
    db.session.execute(sa.insert(Process).values(**twin, finished_at=NOW))


def test_a_small_flow_ends_without_ending_its_matter(app: Flask) -> None:
    story = Story().mediating_at("village")
    beside = talk_beside(story)
    assert {"mediate", "speak"} <= set(elements_at("case", story.case_id))
    answer(step_of(beside), {"outcome": "enough"})
    assert (story.case.status, story.case.ended_at) == (CaseStatus.MEDIATING, None)
    assert story.open == ["mediate"]
    assert "speak" not in elements_at("case", story.case_id)


def set_risk(case_id: int, risk: Risk) -> None:
    """An action of the dispute's own, behind its lock."""
    with transaction():
        actor, case = account("mediator"), db.session.get_one(Case, case_id)
        said = Submission({"risk": risk.value, "reason": "有人放话"}, NOW, "", actor, NOW)
        ACTIONS["set_risk"].carry_out(case, said)


@pytest.mark.parametrize("rounds", [40, pytest.param(200, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_two_flows_of_one_matter_move_at_once_time_and_again(app: Flask, rounds: int) -> None:
    story = Story().mediating_at("village")
    beside = talk_beside(story).id
    case_id, before = story.case_id, db.session.query(AuditEntry).count()
    db.session.remove()

    def talk() -> None:
        for _ in range(rounds):
            answer(step_of(db.session.get_one(Process, beside)), {"outcome": "again"})
            db.session.rollback()

    def watch() -> None:
        for place in range(rounds):
            set_risk(case_id, Risk.WATCH if place % 2 else Risk.URGENT)
            db.session.rollback()

    deeds: list[Callable[[], None]] = [talk, watch]
    at_once(app, deeds)
    answered = db.session.query(Task).filter_by(process_id=beside, outcome="again").count()
    assert (answered, db.session.query(AuditEntry).count() - before) == (rounds, 2 * rounds)
    assert db.session.query(Task).filter_by(process_id=beside, closed_at=None).count() == 1
    assert story.open == ["mediate", "speak"]
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_a_version_that_knew_one_flow_a_matter_is_not_gone_back_to(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    start_talk()
    with transaction():
        start_process("loop", Talk(1), LOOP, part="duty:7", now=NOW + timedelta(days=1))
    stamp()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision="0013")
    assert "several flows" in caplog.text
    assert db.session.query(Process).count() == 2
