"""What answering the steps of the ladder does."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.cases.models.records import Consent, ConsentMatter, TerminationKind
from app.cases.queries import termination_of
from app.cases.terms import CaseStatus, ConsentState
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.terms import Level
from app.core.transaction import transaction
from app.processes.actions.answer import answer_task
from tests.story import Story
from tests.town import NOW


def test_a_registered_case_asks_where_to_begin(app: Flask) -> None:
    story = Story().register()
    assert story.open == ["choose_start"]
    assert story.case.status is CaseStatus.REGISTERED
    assert story.case.suggested_level is Level.VILLAGE
    assert story.case.title.startswith("王甲 — 王乙")


def test_violence_never_starts_in_the_clan(app: Flask) -> None:
    story = Story().register(is_grave=True)
    with pytest.raises(Invalid, match="不从家族小组开始"):
        story.start_at("clan")
    assert story.open == ["choose_start"]


def test_acceptance_gives_the_first_number_and_a_month(app: Flask) -> None:
    story = Story().register().start_at("clan").accept()
    handling = story.case.handling
    assert handling is not None
    assert handling.number == "（2026）小海眼人调字第0001号"
    assert (handling.accepted_on, story.period("M2").due_on) == (date(2026, 11, 23), date(2026, 12, 23))
    assert story.open == ["record_consents"]


def test_an_acceptance_entered_in_the_new_year_gets_a_number_of_the_old_one_while_its_book_is_open(app: Flask) -> None:
    Story().register().start_at("village").accept()
    late, later = (Story().on(date(2026, 12, 30)).register(applied_at=NOW).start_at("village") for _ in range(2))
    late.on(date(2027, 1, 5)).happened(date(2026, 12, 31)).accept()
    later.on(date(2027, 1, 20)).happened(date(2026, 12, 31)).accept()
    assert late.case.number == "（2026）小海眼人调字第0002号"
    assert later.case.number == "（2027）小海眼人调字第0001号"


def test_a_refused_case_is_told_in_writing_and_gets_no_number(app: Flask) -> None:
    story = Story().register().start_at("village")
    story.answer("accept_case", outcome="not_accepted", reason_kind="not_civil", reason="不是民间纠纷。")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert ended.kind is TerminationKind.NOT_ACCEPTED
    assert story.open == ["tell_routes"]
    assert story.case.number == ""


def test_an_open_answer_waits_and_a_clear_refusal_ends_mediation(app: Flask) -> None:
    story = Story().register().start_at("village").accept()
    first, second = (str(party.id) for party in story.case.parties)
    story.answer("record_consents", consent={first: "agreed", second: "pending"})
    assert story.open == ["record_consents"]
    story.answer("record_consents", consent={first: "agreed", second: "refused"})
    asked = db.session.query(Consent).filter_by(case_id=story.case_id, matter=ConsentMatter.MEDIATE)
    states = {one.party_id: one.state for one in asked.order_by(Consent.id)}
    assert states == {int(first): ConsentState.AGREED, int(second): ConsentState.REFUSED}
    assert story.open == ["tell_routes"]
    assert story.case.status is CaseStatus.ENDING


def test_rights_are_told_before_mediators_are_chosen(app: Flask) -> None:
    story = Story().register().start_at("group").accept().consent().tell_rights()
    assert story.open == ["choose_mediators"]
    assert story.case.is_public is False
    assert story.case.status is CaseStatus.PREPARING


def test_another_villages_mediator_cannot_answer(app: Flask) -> None:
    story = Story().register()
    with pytest.raises(Exception, match="没有找到这一件"):
        story.start_at("village", by="stranger")


def test_the_town_mediator_cannot_answer_a_village_step_they_may_not_see(app: Flask) -> None:
    story = Story().register().start_at("town")
    assert story.task("accept_case").committee_id == story.account("town-mediator").committee_id
    with pytest.raises(NotAllowed):
        story.accept(by="mediator")


def test_a_step_answered_by_somebody_else_is_a_sentence(app: Flask) -> None:
    story = Story().register()
    task = story.task("choose_start")
    story.start_at("village")
    with pytest.raises(NotNow, match="吴桂兰在09:00已经办好了"), transaction():
        answer_task(
            task.id,
            page_version=None,
            values={"target": "town"},
            occurred_at=story.now,
            spoken_by="",
            actor=story.account("head"),
            now=story.now,
        )
