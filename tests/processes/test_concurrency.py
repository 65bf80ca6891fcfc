"""Several people at once: one succeeds, the others read a sentence, nothing is lost and no number doubled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.models import AuditEntry
from app.cases.models import CaseNumber
from app.core.db import db
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.processes.actions.answer import answer_task
from app.processes.models import Task
from app.processes.queries import process_of
from tests import public
from tests.processes.talks import KIND, account, open_step, start_talk
from tests.story import Story
from tests.together import LONGEST_SECONDS, at_once
from tests.town import NOW
from tests.trail import trail_fault

CLERKS = 8


def finish(task_id: int, login_name: str) -> str:
    """Answer this very step under this name; the sentence of a refusal, empty for success."""
    try:
        with transaction():
            actor = account(login_name)
            values = {"outcome": "again"}
            answer_task(
                task_id, page_version=1, values=values, occurred_at=NOW, spoken_by=login_name, actor=actor, now=NOW
            )
    except DomainError as refused:
        return refused.sentence
    return ""


@pytest.mark.parametrize("rounds", [40, pytest.param(200, marks=pytest.mark.campaign)])
@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_two_people_finish_the_same_step_at_once_time_and_again(app: Flask, rounds: int) -> None:
    start_talk()
    db.session.remove()
    meet = Barrier(2)

    def keep_finishing(login_name: str) -> list[str]:
        sentences = []
        for _ in range(rounds):
            db.session.rollback()
            task_id = open_step().id
            meet.wait(LONGEST_SECONDS)
            sentences.append(finish(task_id, login_name))
            meet.wait(LONGEST_SECONDS)
        return sentences

    pairs = list(zip(*at_once(app, [lambda: keep_finishing("mediator"), lambda: keep_finishing("head")]), strict=True))
    winners = [[not sentence for sentence in pair].count(True) for pair in pairs]
    assert winners == [1] * rounds
    assert {sentence.partition("在")[0] for pair in pairs for sentence in pair if sentence} <= {
        "这一步吴桂兰",
        "这一步周有福",
    }
    answered = db.session.query(Task).filter_by(subject_kind=KIND, subject_id=1, outcome="again").count()
    entries = db.session.query(AuditEntry).filter_by(subject_kind=KIND, subject_id=1).count()
    process = process_of(KIND, 1)
    assert process is not None
    assert (answered, entries, process.row_version) == (rounds, rounds, rounds + 1)
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_two_people_press_the_same_button_and_one_reads_why_not(
    app: Flask, client_of: Callable[[str], FlaskClient]
) -> None:
    story = Story().register()
    story.start_at("village")
    task = story.task("accept_case")
    page = {"page_version": task.row_version, "outcome": "accepted", "occurred_at": "2026-11-23T08:30"}
    clients, address = [client_of("mediator"), client_of("head")], f"/tasks/{public.task(task.id)}"
    db.session.remove()
    answers = at_once(app, [lambda client=client: client.post(address, data=page) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "已经办好了，您这次没有再办一遍" in refused.text
    assert db.session.query(CaseNumber).count() == 1


@pytest.mark.parametrize("cases", [2 * CLERKS, pytest.param(5 * CLERKS, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_numbers_of_one_committee_have_no_gap_and_no_double(app: Flask, cases: int) -> None:
    stories = [Story().register() for _ in range(cases)]
    for story in stories:
        story.start_at("village")
    db.session.remove()

    def accept(mine: list[Story]) -> None:
        for story in mine:
            story.accept()

    at_once(app, [lambda place=place: accept(stories[place::CLERKS]) for place in range(CLERKS)])
    given = db.session.query(CaseNumber).order_by(CaseNumber.sequence).all()
    assert [number.sequence for number in given] == list(range(1, cases + 1))
    assert [number.text for number in given] == [
        f"（2026）小海眼人调字第{place:04d}号" for place in range(1, cases + 1)
    ]
    assert {number.case_id for number in given} == {story.case_id for story in stories}
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None
