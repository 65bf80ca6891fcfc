"""A step has one handler and one page, whatever other processes call theirs; without a handler nothing starts."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.agreements.actions.steps import HANDLERS as OF_AGREEMENTS
from app.cases.actions.steps import HANDLERS as OF_CASES
from app.cases.actions.steps import OLDER_HANDLERS as OLDER_CASES
from app.cases.rules import PROCESS as MEDIATION
from app.cli.refusal import Refused
from app.cli.start_checks import refuse_unknown_steps
from app.core.db import db
from app.core.transaction import transaction
from app.legal_review.actions.steps import HANDLERS as OF_REVIEW
from app.petitions.actions.steps import HANDLERS as OF_PETITIONS
from app.petitions.actions.steps import OLDER_HANDLERS as OLDER_PETITIONS
from app.petitions.terms import PROCESS as PETITION
from app.processes.models import Task
from app.processes.queries.definitions import folder_of
from app.processes.registry import Answer, EnteredTwice, Registry, StepPage, Words, registry
from tests.petitions.way import Way
from tests.story import Story
from workflows.diagrams.drawing import read_drawing


def keep(_answer: Answer) -> Words:
    return {}


def put_away(_answer: Answer) -> Words:
    return {}


def test_two_processes_may_name_a_step_alike() -> None:
    one = Registry()
    one.handlers("orders", {"archive": keep})
    one.handlers("awards", {"archive": put_away})
    assert one.steps() == {("orders", "archive"), ("awards", "archive")}


def test_a_second_handler_of_a_step_is_refused_in_a_sentence() -> None:
    one = Registry()
    one.handlers("orders", {"archive": keep})
    one.handlers("orders", {"archive": keep})
    with pytest.raises(EnteredTwice, match="流程“orders”的步骤“archive”登记了两次"):
        one.handlers("orders", {"archive": put_away})


def test_a_second_page_of_a_step_is_refused() -> None:
    one = Registry()
    one.page("orders", "archive", StepPage("orders.archive", "order_id"))
    with pytest.raises(EnteredTwice):
        one.page("orders", "archive", StepPage("orders.put_away", "order_id"))


def test_rooms_that_share_a_process_share_no_step() -> None:
    rooms = [set(OF_CASES), set(OF_AGREEMENTS), set(OF_REVIEW)]
    assert sum(map(len, rooms)) == len(set().union(*rooms))


@pytest.mark.parametrize("key", [MEDIATION, PETITION])
def test_every_step_of_the_diagrams_has_its_handler_and_no_handler_is_left_over(app: Flask, key: str) -> None:
    drawn = {
        node.id
        for file in sorted(folder_of(key).glob("*.bpmn"))
        for process in read_drawing(file).processes
        for node in process.of_kind("userTask")
    }
    older = set(OLDER_PETITIONS if key == PETITION else OLDER_CASES)
    assert drawn == {name for process, name in registry.steps() if process == key} - older
    assert not drawn & older
    assert key != PETITION or drawn == set(OF_PETITIONS)


def test_a_matter_at_a_step_nobody_can_carry_out_stops_the_start(app: Flask) -> None:
    story, way = Story().register(), Way().register()
    refuse_unknown_steps(app)
    with transaction():
        for lost in (story.task("choose_start"), way.task("sort_claim")):
            db.session.execute(sa.update(Task).where(Task.id == lost.id).values(name=f"{lost.name}_of_old"))
    with pytest.raises(Refused) as refused:
        refuse_unknown_steps(app)
    assert "choose_start_of_old（流程 mediation）、sort_claim_of_old（流程 petition）" in refused.value.message
    assert "系统没有打开，数据都在" in refused.value.message
    assert "没有动任何东西" not in refused.value.message, "the tables were brought up to date before"


def test_a_closed_step_of_old_keeps_nothing_from_starting(app: Flask) -> None:
    story = Story().register()
    task = story.task("choose_start")
    story.start_at("village")
    with transaction():
        db.session.execute(sa.update(Task).where(Task.id == task.id).values(name="step_of_old"))
    refuse_unknown_steps(app)
