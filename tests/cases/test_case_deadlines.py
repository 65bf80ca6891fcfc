"""Which periods of a dispute begin and end with which deed, from the registration to the report to the court."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.actions.at_any_step import ACTIONS
from app.cases.models import CourtFile, Source
from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.terms import DisputeType
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.notifications.models import Notice
from app.processes.registry import Submission
from tests import public
from tests.agreements.paths import Path
from tests.story import Story
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
TODAY = date(2026, 11, 23)
LABOUR = {"dispute_type": DisputeType.LABOUR}


def court(kind: CourtFile, **changes: object) -> dict[str, object]:
    """A matter a court handed over on Friday the 20th."""
    plain = {"source": Source.REFERRAL, "referred_by": "博山区人民法院", "court_file": kind}
    return {**plain, "court_received_on": date(2026, 11, 20), **changes}


def all_of(story: Story, code: str) -> list[Deadline]:
    """Every period of this code, the oldest first."""
    db.session.expire_all()
    found = db.session.query(Deadline).filter_by(subject_kind="case", subject_id=story.case_id, code=code)
    return found.order_by(Deadline.id).all()


def states(story: Story, code: str) -> list[DeadlineState]:
    return [one.state for one in all_of(story, code)]


def do(story: Story, name: str, values: Mapping[str, object], by: str = "mediator") -> None:
    with transaction():
        ACTIONS[name].carry_out(story.case, Submission(values, story.now, "", story.account(by), story.now))


def ends(story: Story) -> dict[str, tuple[date, date]]:
    """Both ends of every running period, by code."""
    return {code: (story.period(code).unrolled_on, story.period(code).due_on) for code in story.periods}


def test_an_application_waits_three_working_days_for_its_answer(app: Flask) -> None:
    story = Story().register()
    assert ends(story) == {"M1": (date(2026, 11, 26), date(2026, 11, 26))}
    period = story.period("M1")
    assert period.starts_on == TODAY
    assert period.committee_id == story.case.committee_id
    assert period.opened_by_id == story.account("mediator").id


def test_a_period_counts_from_the_day_of_the_application_and_not_of_the_typing(app: Flask) -> None:
    story = Story().register(applied_at=NOW - timedelta(days=30))
    assert story.period("M1").starts_on == date(2026, 10, 24)
    assert story.period("M1").due_on == date(2026, 10, 28)


def test_a_labour_dispute_has_fifteen_days_and_the_year_of_arbitration(app: Flask) -> None:
    story = Story().register(**LABOUR, rights_known_on=date(2026, 3, 31))
    assert ends(story) == {
        "M1": (date(2026, 11, 26), date(2026, 11, 26)),
        "W1": (date(2026, 12, 8), date(2026, 12, 8)),
        "W2": (date(2027, 3, 31), date(2027, 3, 31)),
    }
    assert story.period("W2").is_provisional


def test_without_the_day_the_rights_were_known_no_year_is_made_up(app: Flask) -> None:
    assert Story().register(**LABOUR).periods == ["M1", "W1"]


def test_a_land_contract_has_two_years_and_only_a_land_contract(app: Flask) -> None:
    known = date(2025, 2, 28)
    story = Story().register(is_land_contract=True, rights_known_on=known)
    assert story.periods == ["M1", "C1"]
    assert story.period("C1").unrolled_on == date(2027, 2, 28)
    assert story.period("C1").due_on == date(2027, 3, 1)
    assert Story().register(rights_known_on=known).periods == ["M1"]
    assert Story().register(is_land_contract=True).periods == ["M1"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CourtFile.DELEGATED, {"M3a": date(2026, 12, 20)}),
        (CourtFile.ORDINARY, {"M3b": date(2026, 12, 5)}),
        (CourtFile.SIMPLIFIED, {"M3c": date(2026, 11, 27)}),
    ],
)
def test_a_court_file_brings_the_days_of_its_kind_from_its_receipt(
    app: Flask, kind: CourtFile, expected: dict[str, date]
) -> None:
    story = Story().register(**court(kind))
    assert {code: story.period(code).unrolled_on for code in story.periods if code != "M1"} == expected
    assert all(story.period(code).starts_on == date(2026, 11, 20) for code in expected)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (court(CourtFile.DELEGATED, court_received_on=None), "court_received_on"),
        (court(CourtFile.DELEGATED, court_received_on=date(2026, 11, 24)), "court_received_on"),
        (court(CourtFile.DELEGATED, court_received_on=date(2003, 12, 31)), "court_received_on"),
        ({**LABOUR, "rights_known_on": date(2026, 11, 24)}, "rights_known_on"),
        ({**LABOUR, "rights_known_on": date(2003, 12, 31)}, "rights_known_on"),
        ({"applied_at": datetime(2003, 12, 31, 8, 0, tzinfo=SHANGHAI)}, "occurred_at"),
    ],
)
def test_a_day_no_period_can_run_from_is_refused_at_its_field(
    app: Flask, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        Story().register(**changes)
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field].endswith("。")
    assert db.session.query(Deadline).count() == 0


def test_a_missing_day_of_receipt_is_said_at_the_field_of_the_page(app: Flask, client_of: ClientOf) -> None:
    village = Story().register().case.village_id
    typed = {
        "once": "key",
        "source": "referral",
        "referred_by": "博山区人民法院",
        "court_file": "delegated",
        "village_id": public.village(village),
        "dispute_type": "neighbours",
        "parties-0-side": "1",
        "parties-0-kind": "natural",
        "parties-0-standing": "principal",
        "parties-0-name": "赵一",
        "parties-1-side": "2",
        "parties-1-kind": "natural",
        "parties-1-standing": "principal",
        "parties-1-name": "孙二",
        "facts": "雨水管正对东墙。",
        "claims": "改移落水管",
        "shared": "village",
        "occurred_at": "2026-11-23T08:00",
    }
    client = client_of("mediator")
    page = client.post("/cases/register", data=typed)
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "请填签收法院材料的那一天" in text
    assert "雨水管正对东墙" in text
    answer = client.post("/cases/register", data={**typed, "court_received_on": "2026-11-20"})
    assert answer.status_code == 302
    assert db.session.query(Deadline).filter_by(code="M3a").one().starts_on == date(2026, 11, 20)


def test_acceptance_answers_the_application_and_begins_the_month(app: Flask) -> None:
    story = Story().register(**court(CourtFile.DELEGATED)).start_at("village").accept()
    assert states(story, "M1") == [DeadlineState.MET]
    assert all_of(story, "M1")[0].done_on == TODAY
    assert story.period("M2").due_on == date(2026, 12, 23)
    assert sorted(story.periods) == ["M2", "M3a"]


def test_a_refusal_answers_the_application_and_begins_nothing(app: Flask) -> None:
    story = Story().register(**LABOUR, rights_known_on=TODAY).start_at("village")
    story.answer("accept_case", outcome="not_accepted", reason="不是民间纠纷。")
    assert story.periods == ["W2"]
    assert states(story, "M1") == [DeadlineState.MET]
    assert states(story, "W1") == [DeadlineState.CLOSED]
    assert states(story, "W2") == [DeadlineState.OPEN], "the year to apply for arbitration is the worker's own"


def test_a_hand_over_inside_the_village_keeps_the_month(app: Flask) -> None:
    story = Story().mediating_at("clan")
    month = story.period("M2")
    story.later(days=10).not_reached().next("up")
    assert story.period("M2").id == month.id
    assert story.period("M2").due_on == date(2026, 12, 23)
    assert len(all_of(story, "M2")) == 1


def test_a_letter_waits_with_its_receiver_while_the_senders_month_runs(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    assert story.periods == ["R1", "M2"]
    waits = story.period("R1")
    assert waits.due_on == date(2026, 11, 26)
    assert waits.committee_id == story.account("town-head").committee_id
    assert story.task("answer_transfer").due_at == waits.due_at
    assert story.task("answer_transfer").deadline_id == waits.id


def test_the_receiver_who_accepts_begins_a_month_of_its_own(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up").later(days=2)
    story.answer("answer_transfer", "clerk", outcome="accepted", consents=story.everyone("agreed"))
    assert states(story, "R1") == [DeadlineState.MET]
    assert states(story, "M2") == [DeadlineState.CLOSED, DeadlineState.OPEN]
    month = story.period("M2")
    assert (month.starts_on, month.due_on) == (date(2026, 11, 25), date(2026, 12, 25))
    assert month.committee_id == story.account("town-head").committee_id


def test_a_letter_that_comes_back_leaves_the_month_of_the_sender(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up").later(days=2)
    story.answer("answer_transfer", "clerk", outcome="returned", reason="材料不全。")
    assert states(story, "R1") == [DeadlineState.MET]
    assert states(story, "M2") == [DeadlineState.OPEN]
    assert story.period("M2").starts_on == TODAY


def test_a_second_letter_has_days_of_its_own(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up").later(days=1)
    story.answer("answer_transfer", "clerk", outcome="returned", reason="材料不全。").later(days=3)
    assert story.open == ["next_step"]
    story.next("up")
    assert states(story, "R1") == [DeadlineState.MET, DeadlineState.OPEN]
    assert story.period("R1").starts_on == date(2026, 11, 27)


def test_what_a_court_waits_for_goes_up_with_the_case(app: Flask) -> None:
    """Whoever handles the case now is told before the report to the court is late."""
    story = Story().register(**court(CourtFile.DELEGATED)).start_at("village").accept().consent().tell_rights()
    story.choose_mediators().not_reached().next("up")
    story.answer("answer_transfer", "clerk", outcome="accepted", consents=story.everyone("agreed"))
    assert story.period("M3a").committee_id == story.account("town-head").committee_id
    sweep_deadlines(datetime(2026, 12, 17, 8, 0, tzinfo=SHANGHAI))
    told = {notice.account_id for notice in db.session.query(Notice) if "委派" in notice.text or "法院" in notice.text}
    assert story.account("town-head").id in told


def test_an_agreement_meets_the_month_and_the_fifteen_days(app: Flask) -> None:
    path = Path().agreed(**LABOUR, rights_known_on=date(2026, 3, 31))
    assert states(path, "M2") == states(path, "W1") == [DeadlineState.MET]
    assert path.periods == ["W2"]


def test_an_agreement_that_comes_to_nothing_lets_the_month_run_on(app: Flask) -> None:
    path = Path().drafted(**LABOUR).sent().passed().answer("freeze", outcome="frozen").later(days=9)
    assert path.periods == []
    path.answer("sign", outcome="not_signed", reason="王乙不签。")
    assert path.periods == ["W1", "M2"]
    month = path.period("M2")
    assert (month.starts_on, month.due_on, month.done_on) == (TODAY, date(2026, 12, 23), None)
    assert states(path, "M2") == [DeadlineState.OPEN]


def test_the_month_that_runs_on_still_asks_at_its_end(app: Flask) -> None:
    path = Path().frozen().answer("sign", outcome="not_signed", reason="王乙不签。")
    while path.open != ["mediate"]:
        path.next("again")
    assert path.task("mediate").due_at == end_of_day(date(2026, 12, 23))
    sweep_deadlines(end_of_day(date(2026, 12, 23)))
    db.session.expire_all()
    assert path.open == ["mediate", "ask_month"]


@pytest.mark.parametrize("deed", ["stop", "withdraw"])
def test_when_mediation_is_stopped_nothing_of_it_runs_on(app: Flask, deed: str) -> None:
    story = Story().register(**LABOUR, rights_known_on=TODAY).start_at("village").accept().consent().tell_rights()
    assert sorted(story.periods) == ["M2", "W1", "W2"]
    values = {"asks": story.everyone("yes"), "reason": "不想再调了。"}
    do(story, deed, values)
    assert story.periods == ["W2"], "now the worker needs it most"
    assert states(story, "M2") == [DeadlineState.CLOSED]


def test_a_letter_that_waits_is_waited_for_no_more_when_mediation_stops(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    do(story, "stop", {"asks": story.everyone("yes"), "reason": "不想再调了。"})
    assert story.periods == []


def test_a_review_that_waits_is_waited_for_no_more_when_mediation_stops(app: Flask) -> None:
    path = Path().drafted().sent()
    assert path.periods == ["L1"]
    do(path, "stop", {"asks": path.everyone("yes"), "reason": "不想再调了。"})
    assert path.periods == []


def test_mediation_that_ends_at_the_next_step_closes_its_periods(app: Flask) -> None:
    story = Story().register(is_land_contract=True, rights_known_on=TODAY).start_at("village").accept().consent()
    story.tell_rights().choose_mediators().not_reached().next("stop")
    assert story.periods == ["C1"]


def test_the_month_that_asked_and_was_answered_with_the_end_is_over(app: Flask) -> None:
    story = Story().mediating_at("village")
    sweep_deadlines(end_of_day(date(2026, 12, 23)))
    db.session.expire_all()
    assert states(story, "M2") == [DeadlineState.LAPSED]
    assert story.periods == ["M2"]
    story.later(days=31).answer("ask_month", outcome="ended", reason="谈不拢。")
    assert story.periods == []


def test_the_court_still_waits_after_the_end_until_it_is_told(app: Flask, client_of: ClientOf) -> None:
    story = Story().register(**court(CourtFile.SIMPLIFIED)).start_at("village").accept().consent().tell_rights()
    do(story, "withdraw", {"reason": "自己和好了。"})
    assert story.periods == ["M3c"]
    client, address = client_of("mediator"), f"/cases/{public.case(story.case_id)}/deeds/report_court"
    page = client.get(address)
    assert page.status_code == 200, address
    sent = client.post(address, data={"once": "k", "result": "not_reached", "occurred_at": "2026-11-23T08:30"})
    assert sent.status_code == 302, sent.get_data(as_text=True)
    assert story.periods == []
    (met,) = all_of(story, "M3c")
    assert (met.state, met.done_on) == (DeadlineState.MET, TODAY)


def test_a_report_is_extended_by_everybodys_consent_on_its_page(app: Flask, client_of: ClientOf) -> None:
    story = Story().register(**court(CourtFile.ORDINARY)).start_at("village").accept()
    client, address = client_of("mediator"), f"/cases/{public.case(story.case_id)}/deeds/extend_court"
    assert client.get(address).status_code == 200
    typed = {"once": "k", "until": "2026-12-31", "occurred_at": "2026-11-23T08:30"}
    pending = {f"consents-party_{party.public_id}": "pending" for party in story.case.parties}
    agreed = dict.fromkeys(pending, "agreed")
    refused = client.post(address, data={**typed, **pending})
    assert refused.status_code == 409
    assert "延长要各方都同意" in refused.get_data(as_text=True)
    assert story.period("M3b").due_on == date(2026, 12, 7)
    early = client.post(address, data={**typed, **agreed, "until": "2026-12-07"})
    assert early.status_code == 422
    assert "要在现在的期限和今天以后" in early.get_data(as_text=True)
    done = client.post(address, data={**typed, **agreed})
    assert done.status_code == 302, done.get_data(as_text=True)
    db.session.expire_all()
    assert (story.period("M3b").unrolled_on, story.period("M3b").due_on) == (date(2026, 12, 31),) * 2


def test_only_a_matter_of_a_court_is_reported_or_extended(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(NotNow, match="不是法院转来的"):
        do(story, "report_court", {"result": "agreed"})
    with pytest.raises(NotNow, match="不是法院转来的"):
        do(story, "extend_court", {"consents": story.everyone("agreed"), "until": date(2026, 12, 31)})


def test_an_open_step_shows_the_period_it_belongs_to(app: Flask) -> None:
    story = Story().register()
    first = story.period("M1")
    assert (story.task("choose_start").deadline_id, story.task("choose_start").due_at) == (first.id, first.due_at)
    story.start_at("village").accept().consent().tell_rights().choose_mediators()
    month = story.period("M2")
    assert (story.task("mediate").deadline_id, story.task("mediate").due_at) == (month.id, month.due_at)


def test_what_opens_on_the_fifteenth_day_is_not_rolled_and_its_notice_says_what_it_opens(app: Flask) -> None:
    """Arbitration was open all along; a rest day keeps nobody waiting (劳动争议调解仲裁法 第5、14条; M24, M46)."""
    story = Story().register(**LABOUR, applied_at=NOW - timedelta(days=2))
    period = story.period("W1")
    assert (period.due_on.isoformat(), period.due_on.weekday()) == ("2026-12-06", 6)
    story.on(date(2026, 12, 6), hour=9)
    sweep_deadlines(story.now)
    told = [one.text for one in db.session.query(Notice) if "劳动争议调解" in one.text]
    assert any("今天到期：调解满十五日没谈成的，可以直接申请仲裁" in text and "第十四条" in text for text in told)
