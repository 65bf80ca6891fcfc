"""Answering a step: once, by the right person, on a fresh page, about something that has happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.audit.queries import entries_of
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, NotNow
from app.core.transaction import transaction
from app.processes.actions.answer import answer_task
from app.processes.actions.raise_event import raise_event
from app.processes.models import Task
from app.processes.queries import open_task_named, tasks_of
from tests.processes.talks import KIND, Talk, account, again, answer, open_step, start_talk, waiting
from tests.story import Story
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("talks")
LATER = NOW + timedelta(minutes=7)


def reopened(task_id: int) -> Task:
    db.session.expire_all()
    return db.session.get_one(Task, task_id)


def test_an_answered_step_is_closed_and_on_record() -> None:
    start_talk()
    done = again(now=LATER)
    assert (done.closed_at, done.closed_by_id, done.outcome) == (LATER, account("mediator").id, "again")
    assert (done.occurred_at, done.spoken_by) == (LATER, "吴桂兰")
    assert done.answers == '{"outcome": "again"}'
    (entry,) = entries_of(KIND, 1)
    assert (entry.deed, entry.account_id, entry.occurred_at) == ("step:speak", account("mediator").id, LATER)


def test_a_second_tap_of_the_same_person_changes_nothing() -> None:
    start_talk()
    first = open_step()
    answer(first, {"outcome": "again"})
    before = [(task.id, task.closed_at, task.row_version) for task in tasks_of(KIND, 1)]
    assert answer(reopened(first.id), {"outcome": "enough"}, now=LATER).outcome == "again"
    assert [(task.id, task.closed_at, task.row_version) for task in tasks_of(KIND, 1)] == before
    assert len(entries_of(KIND, 1)) == 1


def test_the_second_person_reads_who_was_first_and_when() -> None:
    start_talk()
    step = open_step()
    answer(step, {"outcome": "again"}, now=LATER)
    with pytest.raises(NotNow, match=r"吴桂兰在09:07已经办好了"):
        answer(reopened(step.id), {"outcome": "enough"}, by="head", now=LATER)
    assert len(entries_of(KIND, 1)) == 1


def test_a_step_that_went_away_says_so() -> None:
    start_talk()
    step = open_step()
    with transaction():
        raise_event(Talk(1), "stop_talking", {"outcome": "stopped"}, now=NOW)
    assert reopened(step.id).outcome == "gone"
    with pytest.raises(NotNow, match="案件往前走了"):
        answer(reopened(step.id), {"outcome": "again"})


def test_a_stale_page_is_refused() -> None:
    start_talk()
    step = open_step()
    with transaction():
        db.session.get_one(Task, step.id).title = "换了题目"
    with pytest.raises(NotNow, match="这一页打开以后"), transaction():
        answer_task(
            step.id, page_version=1, values={}, occurred_at=NOW, spoken_by="", actor=account("mediator"), now=NOW
        )
    assert open_step().closed_at is None


def test_what_has_not_happened_yet_is_not_recorded() -> None:
    start_talk()
    step = open_step()
    with pytest.raises(Invalid, match="时间还没有到") as refused, transaction():
        answer_task(
            step.id,
            page_version=None,
            values={"outcome": "again"},
            occurred_at=NOW + timedelta(seconds=1),
            spoken_by="",
            actor=account("mediator"),
            now=NOW,
        )
    assert set(refused.value.fields) == {"occurred_at"}
    assert open_step().id == step.id


@pytest.mark.parametrize("name", ["adviser", "justice", "admin"])
def test_a_case_step_is_not_for_every_role(name: str) -> None:
    story = Story().register()
    with pytest.raises((NotAllowed, NotFound)):
        story.start_at("village", by=name)


def test_a_head_s_step_is_not_for_a_mediator() -> None:
    start_talk(speak_by=LATER)
    with pytest.raises(NotNow, match="期限到了"):
        again(now=LATER + timedelta(minutes=1))


def test_another_committee_may_not_answer() -> None:
    start_talk()
    with pytest.raises(NotAllowed, match="不归您办"):
        answer(open_step(), {"outcome": "again"}, by="stranger")
    assert open_step().row_version == 1


def test_what_is_out_of_sight_is_not_found() -> None:
    start_talk()
    with pytest.raises(NotFound):
        answer(open_step(), {"outcome": "again"}, by="adviser")
    story = Story().register()
    with pytest.raises(NotFound, match="没有找到这一件"):
        story.start_at("village", by="stranger")


def test_a_step_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound, match="没有找到这一件"), transaction():
        answer_task(
            4711, page_version=None, values={}, occurred_at=NOW, spoken_by="", actor=account("mediator"), now=NOW
        )


def test_a_refused_answer_leaves_nothing_behind() -> None:
    start_talk()
    step = open_step()
    with pytest.raises(NotNow, match="太长"):
        answer(step, {"outcome": "again" * 200})
    assert reopened(step.id).closed_at is None
    assert entries_of(KIND, 1) == []


def test_an_event_nobody_waits_for_is_refused() -> None:
    start_talk()
    with pytest.raises(NotNow, match="已经不在等人办了"), transaction():
        raise_event(Talk(1), "no_such_message", {}, now=NOW)
    with pytest.raises(NotNow, match="还没有开始办"), transaction():
        raise_event(Talk(2), "stop_talking", {}, now=NOW)


def test_an_event_ends_what_it_ends() -> None:
    process = start_talk(speak_by=LATER)
    with transaction():
        raise_event(Talk(1), "stop_talking", {"outcome": "stopped"}, now=LATER)
    db.session.refresh(process)
    assert process.finished_at == LATER
    assert waiting() == []
    assert open_task_named(KIND, 1, "speak") is None


def test_the_last_answer_finishes_the_flow() -> None:
    process = start_talk()
    answer(open_step(), {"outcome": "enough"}, now=LATER)
    db.session.refresh(process)
    assert process.finished_at == LATER
