"""How a letter was served is put right by its slip: notice and window of review count from the right day."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named
from app.deadlines.terms import DeadlineState
from app.letters.rules import Service
from app.letters.terms import ServiceMethod
from app.matters.actions.correct import SignedPage
from app.matters.actions.rebuild import differences
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.pages.signed_page import NO_PAGE
from app.papers.models.frozen import FrozenPaper
from app.petitions.actions.correct_service import correct_service
from app.petitions.models.records import Letter
from app.petitions.queries import letters_of
from app.processes.models import Timer
from tests import public
from tests.filing import picture, prepared
from tests.petitions.screen import ClientOf, chosen, fault_at, value_of, words
from tests.petitions.way import Way
from tests.town import NOW
from tests.trail import trail_fault

BEFORE = timedelta(days=2)


def newest(way: Way) -> Letter:
    return letters_of(way.claim_id)[-1]


def period(way: Way, code: str) -> Deadline:
    return db.session.query(Deadline).filter_by(subject_kind="claim", subject_id=way.claim_id, code=code).one()


def served_opinion() -> Way:
    """An opinion sealed four days ago, and said to be served today."""
    way = Way(NOW - timedelta(days=4)).investigating().investigate().opinion().signed_off().sealed()
    return way.later(days=4).delivered()


def correct(way: Way, on: date, by: str = "petition", letter: Letter | None = None, **changes: Any) -> None:
    kept = letter or newest(way)
    given = Service(
        **({"method": kept.method or ServiceMethod.DIRECT, "served_on": on, "receiver": kept.receiver} | changes)
    )
    page = SignedPage("送达回证.jpg", prepared())
    with transaction():
        correct_service(kept, given, reason="看错了一行。", page=page, actor=way.account(by), now=way.now)


@pytest.mark.both
def test_a_notice_counts_as_given_on_the_right_day(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed().later(days=3).delivered()
    right = way.today - BEFORE
    assert period(way, "D2").done_on == way.today
    correct(way, right)
    assert (period(way, "D2").state, period(way, "D2").done_on) == (DeadlineState.MET, right)
    (letter,) = letters_of(way.claim_id)
    assert letter.served_on == right
    assert period(way, "D5").starts_on == way.claim.accepted_on
    assert trail_fault(db.session.connection()) is None
    assert list(differences()) == []


@pytest.mark.both
def test_the_window_of_review_moves_with_its_timer_and_the_slip_is_fixed_anew(app: Flask) -> None:
    way = served_opinion()
    before = running_named("claim", way.claim_id, "D7")
    assert before
    ends = before.due_on
    correct(way, way.today - BEFORE)
    window = running_named("claim", way.claim_id, "D7")
    assert window
    assert (window.starts_on, way.claim.delivered_on) == (way.today - BEFORE, way.today - BEFORE)
    assert window.due_on < ends
    assert [one.due_at for one in db.session.query(Timer).filter_by(gone_at=None, code="D7")] == [window.due_at]
    slips = db.session.query(FrozenPaper).filter_by(paper="service_slip", subject_id=newest(way).id)
    assert sorted(one.version for one in slips) == [1, 2]
    assert trail_fault(db.session.connection()) is None


def test_the_page_asks_for_the_slip_and_keeps_what_was_typed(client_of: ClientOf) -> None:
    way, client = served_opinion(), client_of("petition")
    letter = f"/petitions/letters/{newest(way).public_id}"
    assert "更正送达情况" in words(client.get(letter))
    page = client.get(f"{letter}/service/correct")
    assert (chosen(page, "method"), value_of(page, "receiver")) == ("direct", "王乙")
    typed = {
        "method": "household",
        "delivered_on": str(way.today - BEFORE),
        "receiver": "王乙的妻子",
        "reason": "看错。",
    }
    refused = client.post(f"{letter}/service/correct", data=typed)
    assert NO_PAGE in fault_at(refused, "page")
    assert value_of(refused, "receiver") == "王乙的妻子"
    late = typed | {"delivered_on": str(way.today + timedelta(days=1)), "page": (BytesIO(picture()), "回证.jpg")}
    assert client.post(f"{letter}/service/correct", data=late).status_code == 422
    assert db.session.query(Attachment).count() == db.session.query(Correction).count() == 0
    whole = typed | {"page": (BytesIO(picture()), "回证.jpg")}
    assert client.post(f"{letter}/service/correct", data=whole).status_code == 302
    told = words(client.get(f"/petitions/{public.petition(way.petition.id)}"))
    for said in ("送达的日子", "怎么送达的", "谁收的", "照签过字的那一页改的"):
        assert said in told
    assert "送达回证" in told


def test_an_earlier_opinion_moves_no_window_of_a_later_one(app: Flask) -> None:
    way = served_opinion()
    first = newest(way)
    with transaction():
        later = Letter(
            claim_id=way.claim_id, kind=first.kind, content_json="{}", drafted_at=way.now, drafted_by_id=1,
            signed_off_at=way.now, year=2026, sequence=999, number="白信访〔2026〕999号", sealed_on=way.today,
            served_on=way.today, method=ServiceMethod.DIRECT,
        )  # fmt: skip
        db.session.add(later)
    before = running_named("claim", way.claim_id, "D7")
    correct(way, way.today - BEFORE, letter=first)
    window = running_named("claim", way.claim_id, "D7")
    assert before
    assert window
    assert (window.id, window.starts_on) == (before.id, way.today)
    assert way.claim.delivered_on == way.today
    assert first.served_on == way.today - BEFORE


def test_a_slip_of_the_finger_ends_no_window(app: Flask) -> None:
    way = Way(NOW - timedelta(days=45)).investigating().investigate().opinion().signed_off().sealed()
    way.later(days=45).delivered()
    with pytest.raises(Invalid, match="请求复查的期限已经过了"):
        correct(way, way.today - timedelta(days=44))
    correct(way, way.today - BEFORE)
    assert way.claim.delivered_on == way.today - BEFORE


def test_a_notice_that_was_given_before_by_telephone_stays_given_then(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed().later(days=3).delivered()
    told = way.today - timedelta(days=3)
    with transaction():
        period(way, "D2").done_on = told
    correct(way, way.today - timedelta(days=1))
    assert period(way, "D2").done_on == told


def test_what_is_not_served_over_or_somebody_elses_stays(client_of: ClientOf) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    with pytest.raises(NotNow, match="还没有登记送达"):
        correct(way, way.today)
    way = served_opinion()
    with pytest.raises(NotAllowed, match="请找信访办"):
        correct(way, way.today - BEFORE, by="handler")
    place = f"/petitions/letters/{newest(way).public_id}/service/correct"
    assert {name: client_of(name).get(place).status_code for name in ("leader", "handler", "mediator")} == {
        "leader": 403,
        "handler": 403,
        "mediator": 403,
    }
    way.later(days=60).ring()
    with pytest.raises(NotNow):
        correct(way, way.today - timedelta(days=50))
