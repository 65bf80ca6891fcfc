"""The month that is over asks beside the work and takes no step away: sittings, drafts, signatures go on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.cases.queries import sessions_of, termination_of
from app.cases.rules import MONTH_PROCESS, PROCESS
from app.cases.terms import CaseStatus
from app.core.clock import end_of_day
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.deadlines.actions.sweep import ring_deadline, sweep_deadlines
from app.deadlines.terms import DeadlineState
from app.processes.models import Process
from app.processes.queries import definitions, running_flow
from app.processes.queries.definitions import current
from tests.agreements.paths import Path
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story
from tests.together import at_once
from workflows.catalogue import Definition

pytestmark = pytest.mark.usefixtures("app")


def over(story: Story) -> Story:
    """The month has lapsed: its question stands open beside the work."""
    story.now = story.period("M2").due_at + timedelta(hours=10)
    sweep_deadlines(story.now)
    db.session.expire_all()
    return story


@pytest.mark.both
def test_a_case_typed_in_two_months_late_gets_its_sittings() -> None:
    story = Story().later(days=62).happened(date(2026, 11, 23))
    story.register().start_at("village").accept()
    sweep_deadlines(story.now)
    assert story.open == ["record_consents", "ask_month"]
    story.consent().tell_rights().choose_mediators().sit().sit()
    assert story.open == ["mediate", "ask_month"]
    assert len(sessions_of(story.case_id)) == 2
    story.answer("mediate", outcome="agreed", form="written", partial="no")
    assert story.open == ["draft"], "the question went with its month"


def test_an_extension_agreed_then_is_typed_in_now() -> None:
    story = over(Story().mediating_at("village"))
    until = date(2027, 1, 10)
    story.happened(date(2026, 12, 22))
    with refused(Invalid, "要在说定延长的那天以后", field="until"):
        story.answer("ask_month", outcome="extended", consents=story.everyone("agreed"), until=date(2026, 12, 22))
    story.answer("ask_month", outcome="extended", consents=story.everyone("agreed"), until=until)
    assert (story.period("M2").due_on, story.open) == (until, ["mediate"])
    sweep_deadlines(story.later(days=40).now)
    assert story.open == ["mediate", "ask_month"], "its own end is over as well"


@pytest.mark.both
def test_a_lapse_that_rings_while_its_question_is_open_asks_once() -> None:
    story = over(Story().mediating_at("village"))
    month = story.period("M2").id
    for _ in range(2):
        ring_deadline(month, story.now + timedelta(days=1))
        db.session.commit()
    sweep_deadlines(story.now + timedelta(days=40))
    assert story.open == ["mediate", "ask_month"]
    assert db.session.query(Process).filter_by(key=MONTH_PROCESS, subject_id=story.case_id).count() == 1


@pytest.mark.both
def test_two_sweeps_at_once_ask_once(app: object) -> None:
    stories = [Story().mediating_at("village") for _ in range(3)]
    now = end_of_day(date(2026, 12, 23))
    db.session.remove()
    at_once(app, [lambda: sweep_deadlines(now), lambda: sweep_deadlines(now)])
    assert [one.open for one in stories] == [["mediate", "ask_month"]] * 3


@pytest.mark.parametrize("outcome", ["goes_on", "extended"])
def test_the_answer_leaves_the_work_where_it_is(outcome: str) -> None:
    story = over(Story().mediating_at("village").not_reached())
    given = {"consents": story.everyone("agreed"), "until": date(2027, 1, 20)} if outcome == "extended" else {}
    story.answer("ask_month", outcome=outcome, reason="快了。", **given)
    assert (story.open, story.case.status) == (["next_step"], CaseStatus.DECIDING)


def test_who_does_not_want_to_go_on_ends_it_from_the_question() -> None:
    story = over(Story().mediating_at("village"))
    story.answer("ask_month", outcome="ended", reason="谈不拢。")
    assert (story.open, story.periods) == (["tell_routes"], [])
    assert termination_of(story.case_id).reason == "谈不拢。"
    assert running_flow("case", story.case_id, MONTH_PROCESS) is None


def test_an_extension_needs_everybody_and_an_end_its_reason() -> None:
    story = over(Story().mediating_at("village"))
    with refused(NotNow, "延长要各方都同意"):
        story.answer("ask_month", outcome="extended", consents=story.everyone("pending"), until=date(2027, 1, 20))
    with refused(Invalid, field="reason"):
        story.answer("ask_month", outcome="ended", reason=" ")
    assert story.open == ["mediate", "ask_month"]


def test_mediation_that_stops_takes_the_question_along() -> None:
    story = over(Story().mediating_at("village").not_reached())
    story.next("stop")
    assert (story.open, running_flow("case", story.case_id, MONTH_PROCESS)) == (["tell_routes"], None)


def test_an_agreement_that_comes_to_nothing_lets_the_month_ask_then() -> None:
    path = Path().frozen()
    path.answer("sign", outcome="not_signed", reason="王乙不签。")
    over(path)
    assert "ask_month" in path.open
    assert path.period("M2").state is DeadlineState.LAPSED


def test_a_version_that_asks_itself_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    files = current(PROCESS).files()
    for name in ("transfer.bpmn", "chase_answer.form.json"):
        files[name] = files[name].replace("chase_answer", "ask_month")
    files["ask_month.form.json"] = files.pop("chase_answer.form.json")
    monkeypatch.setitem(definitions._newest, PROCESS, Definition.from_files(PROCESS, files))
    story = Story().register().start_at("village").accept().consent().tell_rights().choose_mediators()
    over(story)
    assert (story.open, story.period("M2").state) == (["mediate"], DeadlineState.LAPSED)


# Sittings at any step before effect


@pytest.mark.both
def test_a_sitting_is_entered_at_every_step_before_effect_and_not_after(client_of: ClientOf) -> None:
    story = Story().register()
    desk = client_of("mediator")
    seen = []
    for step in (
        lambda: story.start_at("village"),
        story.accept,
        story.consent,
        story.tell_rights,
        story.choose_mediators,
        story.not_reached,
    ):
        step()
        story.sit()
        page = desk.get(f"/cases/{story.case.public_id}")
        seen.append((story.open[0], "记一次调解" in words(page).partition("还能做的")[2]))
    assert seen == [
        ("accept_case", True),
        ("record_consents", True),
        ("tell_rights", True),
        ("choose_mediators", True),
        ("mediate", False),
        ("next_step", True),
    ]
    assert [one.ordinal for one in sessions_of(story.case_id)] == list(range(1, 8))
    path = Path().frozen()
    path.sit()
    shown = desk.get(f"/cases/{path.case.public_id}/mediate")
    assert shown.status_code == 200
    assert "定结果" not in words(shown)
    path = Path().sealed()
    with refused(NotNow, "协议已经生效"):
        path.sit()
    assert "记一次调解" not in words(desk.get(f"/cases/{path.case.public_id}"))
