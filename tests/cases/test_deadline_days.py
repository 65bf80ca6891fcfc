"""The days from which a dispute's periods count: typed wrong, left empty, put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.models import CourtFile, Source
from app.cases.papers.fixed_papers import paper_for
from app.cases.papers.values import AcceptanceRegister
from app.core.clock import local
from app.core.errors import Invalid, NotNow
from app.deadlines.terms import DeadlineState
from tests import public
from tests.cases.test_case_deadlines import LABOUR, TODAY, court, do, states
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]


def test_a_case_that_begins_elsewhere_takes_its_periods_along(app: Flask) -> None:
    story = Story().register(**court(CourtFile.DELEGATED)).start_at("town")
    town = story.account("town-head").committee_id
    assert {story.period(code).committee_id for code in story.periods} == {town}


def test_where_the_committee_began_by_itself_nothing_counts_from_an_application(app: Flask) -> None:
    story = Story().register(**LABOUR, source=Source.INITIATIVE, rights_known_on=TODAY)
    assert story.periods == ["W2"]


def test_a_court_s_file_comes_by_referral_only(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        Story().register(**court(CourtFile.DELEGATED, source=Source.APPLICATION))
    assert list(refused.value.fields) == ["source"]


def test_a_report_is_not_extended_after_its_end(app: Flask) -> None:
    story = Story().register(**court(CourtFile.SIMPLIFIED)).later(days=10)
    agreed = {"consents": story.everyone("agreed"), "until": date(2026, 12, 20)}
    with pytest.raises(NotNow, match="已经过了，不能再延长"):
        do(story, "extend_court", agreed)
    assert story.period("M3c").due_on == date(2026, 11, 27)


def test_days_left_empty_or_typed_wrong_are_put_right_and_counted_anew(app: Flask) -> None:
    story = Story().register(**LABOUR, **court(CourtFile.ORDINARY))
    assert sorted(story.periods) == ["M1", "M3b", "W1"]
    given = {"court_received_on": date(2026, 11, 18), "rights_known_on": date(2026, 3, 2)}
    do(story, "put_days_right", {**given, "reason": "当事人找到了裁定书。"})
    assert story.period("M3b").starts_on == date(2026, 11, 18)
    assert story.period("W2").due_on == date(2027, 3, 2)
    assert states(story, "M3b") == [DeadlineState.CLOSED, DeadlineState.OPEN]
    assert story.period("M1").starts_on == story.period("W1").starts_on


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2003, 5, 1)])
def test_a_day_that_cannot_be_is_not_put_right(app: Flask, day: date) -> None:
    story = Story().register(**LABOUR)
    with pytest.raises(Invalid) as refused:
        do(story, "put_days_right", {"rights_known_on": day, "is_land_contract": "no", "reason": "记错了。"})
    assert list(refused.value.fields) == ["rights_known_on"]
    assert sorted(story.periods) == ["M1", "W1"]


@pytest.mark.both
def test_what_is_left_empty_stays_and_keeps_its_period(app: Flask) -> None:
    known = date(2026, 3, 2)
    story = Story().register(**court(CourtFile.ORDINARY, rights_known_on=known, is_land_contract=True))
    do(story, "extend_court", {"consents": story.everyone("agreed"), "until": date(2026, 12, 31)})
    land, report = story.period("C1").id, story.period("M3b").id
    do(story, "put_days_right", {"rights_known_on": date(2026, 4, 1), "reason": "记错了一个月。"})
    assert (story.period("M3b").id, story.period("M3b").due_on) == (report, date(2026, 12, 31))
    assert story.period("C1").id != land
    assert story.period("C1").starts_on == date(2026, 4, 1)
    assert story.case.is_land_contract
    do(story, "put_days_right", {"is_land_contract": "no", "reason": "是宅基地的事。"})
    assert "C1" not in story.periods
    assert story.case.rights_known_on == date(2026, 4, 1)


def test_nothing_changed_is_said(app: Flask) -> None:
    story = Story().register(**LABOUR, rights_known_on=TODAY)
    with pytest.raises(Invalid, match="没有改"):
        do(story, "put_days_right", {"rights_known_on": TODAY, "reason": "再核一遍。"})


def test_a_day_put_right_is_told_and_kept_as_it_was(client_of: ClientOf) -> None:
    story = Story().register(**LABOUR)
    came = story.case.applied_at
    do(story, "put_days_right", {"applied_on": date(2026, 11, 17), "reason": "申请书上写的是17日。"})
    assert local(story.case.applied_at) == local(came).replace(day=17)
    assert {code: story.period(code).starts_on for code in ("M1", "W1")} == {
        "M1": date(2026, 11, 17),
        "W1": date(2026, 11, 17),
    }
    told = client_of("mediator").get(f"/cases/{public.case(story.case_id)}").text
    assert "更正来申请的日子" in told
    assert "原来：2026年11月23日；原因：申请书上写的是17日。" in told


def test_the_register_says_the_right_day_then(app: Flask) -> None:
    story = Story().register(**LABOUR).start_at("village").accept()
    do(story, "put_days_right", {"applied_on": date(2026, 11, 17), "reason": "申请书上写的是17日。"})
    paper = paper_for(story.account("mediator"), story.case, "acceptance_register", letter_id=0, now=story.now)
    assert isinstance(paper, AcceptanceRegister)
    assert paper.received_on == date(2026, 11, 17)


def test_nobody_applied_after_it_was_registered(app: Flask) -> None:
    story = Story().register(**LABOUR).later(days=20)
    with pytest.raises(Invalid) as refused:
        do(story, "put_days_right", {"applied_on": story.today, "reason": "记错了。"})
    assert refused.value.fields["applied_on"] == "申请的日子不能晚于登记的那天，请核对。"


def test_a_court_that_was_answered_waits_for_nothing_again(app: Flask) -> None:
    story = Story().register(**court(CourtFile.ORDINARY))
    do(story, "report_court", {"result": "agreed"})
    do(story, "put_days_right", {"court_received_on": date(2026, 11, 18), "reason": "裁定书上写的。"})
    assert "M3b" not in story.periods
    assert states(story, "M3b") == [DeadlineState.MET]


def test_what_was_decided_by_then_is_not_asked_again(app: Flask) -> None:
    story = Story().register(**LABOUR).start_at("village").accept()
    do(story, "put_days_right", {"applied_on": date(2026, 11, 17), "reason": "申请书上写的是17日。"})
    assert states(story, "M1") == [DeadlineState.MET]
    assert story.period("W1").starts_on == date(2026, 11, 17)
