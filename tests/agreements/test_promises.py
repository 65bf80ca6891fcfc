"""A promise whose day is over asks beside the work, one by one: kept, another day, or not kept; nothing by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.agreements.actions.mark_duty import mark_duty
from app.agreements.actions.older_promises import begin_promises
from app.agreements.models import Duty
from app.agreements.queries import duties_of
from app.agreements.queries.duties import LONGEST_NAME, part_of, promise_named
from app.cases.actions.correct_party import rename
from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.deadlines.actions.finish_deadline import close_deadlines
from app.deadlines.actions.sweep import ring_deadline, sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.processes.models import Task
from tests.agreements.paths import Path
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("app")
FIRST, THIRD = date(2027, 1, 20), date(2027, 1, 31)


def days(path: Path) -> list[Deadline]:
    """Every watched day, the oldest first."""
    db.session.expire_all()
    found = db.session.query(Deadline).filter_by(subject_kind="case", subject_id=path.case_id, code="M7")
    return found.order_by(Deadline.id).all()


def duties(path: Path) -> list[Duty]:
    db.session.expire_all()
    return list(duties_of(path.agreement.id))


def on(path: Path, day: date) -> Path:
    """It is the morning of this day, and the clock has looked."""
    path.later(days=(day - path.now.date()).days)
    sweep_deadlines(path.now)
    db.session.expire_all()
    return path


def called(path: Path, place: int) -> str:
    """What lists call a promise."""
    return promise_named(part_of(duties(path)[place]))


def questions(path: Path) -> list[str]:
    """What the open questions are called in a list, the oldest first."""
    found = db.session.query(Task).filter_by(subject_id=path.case_id, name="promise_due", closed_at=None)
    return [one.title for one in found.order_by(Task.id)]


@pytest.mark.both
def test_two_instalments_ring_each_on_its_own_day() -> None:
    path = Path().sealed()
    assert [(one.due_on, one.is_running) for one in days(path)] == [(FIRST, True), (THIRD, True)]
    assert days(path)[0].explanation == "说好2027年1月20日以前做到，这一天不顺延。"
    assert on(path, FIRST).open == ["fulfil"], "the day itself is theirs"
    on(path, FIRST + timedelta(days=1))
    (title,) = questions(path)
    assert title == f"{called(path, 0)}　{path.case.title}"
    on(path, THIRD + timedelta(days=1))
    assert len(questions(path)) == 2
    assert path.open == ["fulfil", "promise_due", "promise_due"], "the work itself stands where it stood"
    assert [one.state for one in days(path)] == [DeadlineState.LAPSED] * 2


@pytest.mark.both
def test_a_promise_put_off_rings_again_on_the_new_day() -> None:
    path = on(Path().sealed(), FIRST + timedelta(days=1))
    until = date(2027, 2, 20)
    with refused(Invalid, "要在约定那天以后", field="until"):
        path.answer("promise_due", outcome="new_day", until=path.now.date(), note="再等等。")
    path.answer("promise_due", outcome="new_day", until=until, note="王乙答应过完年。")
    assert (questions(path), days(path)[-1].due_on) == ([], until)
    assert duties(path)[0].note == "约到2027年2月20日：王乙答应过完年。"
    assert duties(path)[0].due_on == FIRST, "what was signed stays as it was signed"
    on(path, until)
    assert len(questions(path)) == 1, "of the third promise, whose day came meanwhile"
    on(path, until + timedelta(days=1))
    assert len(questions(path)) == 2


def test_a_promise_that_was_kept_ends_its_day_and_one_that_was_not_is_asked_no_more() -> None:
    path = on(Path().sealed(), FIRST + timedelta(days=1))
    path.answer("promise_due", outcome="kept", on=FIRST)
    assert (duties(path)[0].done_on, questions(path)) == (FIRST, [])
    assert days(path)[0].state is DeadlineState.MET, "kept in time and typed the day after"
    on(path, THIRD + timedelta(days=1))
    path.answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    assert (duties(path)[2].not_done_on, duties(path)[2].note) == (path.now.date(), "说没有钱。")
    on(path, THIRD + timedelta(days=30))
    assert (path.open, questions(path)) == (["fulfil", "tell_of_suit"], []), "who is owed is told what he may do"
    assert path.period("M9b").part == f"duty-{duties(path)[2].id}", "the way to the court stays open"


def test_what_is_marked_in_the_step_beside_ends_its_question() -> None:
    path = on(Path().sealed(), THIRD + timedelta(days=1))
    first = duties(path)[0]
    with transaction():
        mark_duty(first, state="done", on=FIRST, note="", actor=path.account("mediator"), now=path.now)
    assert len(questions(path)) == 1
    assert questions(path)[0].startswith(called(path, 2))


def test_what_is_said_after_the_day_is_not_asked_again_and_what_was_said_before_it_is() -> None:
    """The clock looks later than people do: a power cut, a weekend, a case typed in afterwards."""
    path = Path().sealed()
    with transaction():
        early, later = duties(path)[0], duties(path)[2]
        now = path.later(days=80).now
        for duty, day in ((early, FIRST), (later, THIRD + timedelta(days=1))):
            mark_duty(duty, state="not_done", on=day, note="", actor=path.account("mediator"), now=now)
    sweep_deadlines(path.now)
    db.session.expire_all()
    assert [title.startswith(called(path, 0)) for title in questions(path)] == [True]


@pytest.mark.parametrize("late", [0, 1], ids=["kept in time", "kept a day late"])
def test_one_undone_after_all_asks_again(late: int) -> None:
    path = on(Path().sealed(), FIRST + timedelta(days=1))
    path.answer("promise_due", outcome="kept", on=FIRST + timedelta(days=late))
    with transaction():
        mark_duty(duties(path)[0], state="open", on=None, note="", actor=path.account("mediator"), now=path.now)
    sweep_deadlines(path.now)
    assert len(questions(path)) == 1


@pytest.mark.both
def test_a_lapse_that_rings_twice_opens_one_question(app: Flask) -> None:
    path = Path().sealed()
    path.later(days=(FIRST - path.now.date()).days + 1)
    key, moment = days(path)[0].id, path.now
    db.session.remove()

    def ring() -> None:
        with transaction():
            ring_deadline(key, moment)

    at_once(app, [ring, ring])
    assert len(questions(path)) == 1


def test_a_day_before_the_effect_is_kept_and_asks_at_once() -> None:
    """Typed in afterwards: agreed in the yard for the same day."""
    path = Path().agreed(form="oral")
    clauses = [{**path.text_values()["clauses"][0], "due_on": path.now.date()}]
    path.answer(
        "register_oral", **{**path.text_values(), "clauses": clauses, "agreed_on": path.now.date(), "performed": "no"}
    )
    (day,) = days(path)
    assert day.due_on == path.now.date()
    on(path, path.now.date() + timedelta(days=1))
    assert len(questions(path)) == 1


def test_the_question_keeps_the_promise_in_its_name_when_the_parties_are_called_otherwise() -> None:
    path = on(Path().sealed(), FIRST + timedelta(days=1))
    version = db.session.query(Task.row_version).filter_by(name="promise_due").scalar()
    with transaction():
        path.case.parties[1].name = "王已"
        rename(path.case)
    (title,) = questions(path)
    assert title == f"{called(path, 0)}　{path.case.title}"
    assert "王已" in title
    assert db.session.query(Task.row_version).filter_by(name="promise_due").scalar() == version


def test_two_questions_and_two_answers_say_of_which_promise_they_are(client_of: ClientOf) -> None:
    path = on(Path().sealed(), THIRD + timedelta(days=1))
    names = ["".join(called(path, place).split()) for place in (0, 2)]
    page = words(client_of("mediator").get(f"/cases/{path.case.public_id}"))
    assert all(f"问做了没有{name}" in page for name in names)
    for _ in names:
        path.answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    told = words(client_of("mediator").get(f"/cases/{path.case.public_id}"))
    assert all(f"问做了没有{name}没做：说没有钱。" in told for name in names)


def test_a_long_promise_is_shortened_where_it_is_named_and_hides_no_case() -> None:
    path = Path().sealed()
    duties(path)[0].text = "王甲把院墙" + "往里挪　" * 60
    db.session.commit()
    name = called(path, 0)
    assert (len(name), name[-2:]) == (LONGEST_NAME + 2, "…”")
    assert "　" not in name
    on(path, FIRST + timedelta(days=1))
    assert questions(path) == [f"{name}　{path.case.title}"]


def test_promises_of_before_are_watched_from_the_first_start_on() -> None:
    path = Path().sealed()
    with transaction():
        close_deadlines(path.case, actor=None, now=path.now, codes={"M7"})
    with transaction():
        assert begin_promises(path.now + timedelta(days=60)) == 1, "a day that is over rings no more"
    with transaction():
        assert begin_promises(path.now + timedelta(days=60)) == 0
    assert [one.due_on for one in days(path) if one.is_running] == [THIRD]


def test_the_question_is_asked_and_answered_on_its_page(client_of: ClientOf) -> None:
    path = on(Path().sealed(), FIRST + timedelta(days=1))
    task = db.session.query(Task).filter_by(name="promise_due", closed_at=None).one()
    page = words(client_of("mediator").get(f"/tasks/{task.public_id}"))
    assert "协议里说好的日子过了" in page
    assert "".join(called(path, 0).split()) in page
