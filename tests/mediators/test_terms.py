"""The term of every committee runs as a period from its election, and only reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.terms import Level
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.mediators.actions.watch_terms import sweep_terms, watch_terms
from app.notifications.models import Notice
from app.organisations.models import Body, Membership
from tests.together import at_once
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")


def committee(name: str = "小海眼") -> Body:
    return db.session.query(Body).filter_by(short_name=name).one()


def terms(body: Body) -> list[Deadline]:
    found = db.session.query(Deadline).filter_by(subject_kind="body", subject_id=body.id, code="M10")
    return found.order_by(Deadline.id).all()


def test_every_committee_is_watched_once_and_no_group() -> None:
    assert sweep_terms(NOW) == 3
    assert sweep_terms(NOW) == 0
    watched = {row.subject_id for row in db.session.query(Deadline).filter_by(code="M10")}
    levels = {db.session.get_one(Body, body_id).level for body_id in watched}
    assert levels == {Level.VILLAGE, Level.TOWN}


@pytest.mark.both
def test_two_sweeps_at_once_watch_every_committee_once(app: Flask) -> None:
    db.session.remove()
    begun = at_once(app, [lambda: sweep_terms(NOW), lambda: sweep_terms(NOW)])
    assert sum(begun) == 3
    assert db.session.query(Deadline).filter_by(code="M10").count() == 3


def test_three_years_from_the_election_without_rolling() -> None:
    sweep_terms(NOW)
    (term,) = terms(committee())
    assert (term.starts_on, term.unrolled_on, term.due_on) == (date(2025, 1, 10), date(2028, 1, 10), date(2028, 1, 10))


@pytest.mark.both
def test_a_newer_election_begins_a_new_term_and_ends_the_watch_of_the_old() -> None:
    sweep_terms(NOW)
    body = committee()
    with transaction():
        for seat in db.session.query(Membership).filter_by(body_id=body.id):
            seat.elected_on = date(2026, 11, 1)
        db.session.flush()
        assert watch_terms(NOW) == 1
    old, new = terms(body)
    assert (old.state, old.done_on) == (DeadlineState.MET, date(2026, 11, 1))
    assert (new.state, new.due_on) == (DeadlineState.OPEN, date(2029, 11, 1))


def test_an_expired_term_reminds_head_and_justice_office_and_ends_no_office() -> None:
    sweep_terms(NOW)
    later = datetime(2028, 1, 11, 9, tzinfo=SHANGHAI)
    sweep_deadlines(later)
    body = committee()
    told = {notice.account_id for notice in db.session.query(Notice).filter_by(subject_kind="body", subject_id=body.id)}
    assert len(told) == 2
    assert "换届" in db.session.query(Notice).filter_by(subject_kind="body", subject_id=body.id).first().text
    assert all(seat.ended_on is None for seat in db.session.query(Membership).filter_by(body_id=body.id))
    assert [term.state for term in terms(body)] == [DeadlineState.LAPSED]
    assert terms(body)[0].closed_at is None


def test_the_page_of_a_committee_leads_to_how_its_term_is_counted(client_of: Callable[[str], FlaskClient]) -> None:
    sweep_terms(NOW)
    named = committee().public_id
    address = f"/deadlines/of/body/{named}"
    assert f'href="{address}"' in client_of("head").get(f"/bodies/{named}").get_data(as_text=True)
    page = client_of("head").get(address).get_data(as_text=True)
    assert "次日起算3年，到2028年1月10日为止" in page
    assert "《人民调解法》第九条" in page
    assert client_of("stranger").get(address).status_code == 404
