"""Matters that have to do with each other: tied by number, read from both ends, told of when the other one ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.matters.actions.link import ALREADY, ITSELF, UNKNOWN
from app.matters.models.entries import Entry
from app.matters.models.links import MatterLink
from app.notifications.models import Notice, NoticeKind
from tests import public
from tests.accusations.sealing import sealed_by_the_desk, typed_as_a_petition
from tests.petitions.way import DESK, Way
from tests.rights.matters import do, moved
from tests.story import Story, homestead
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
WHY = "争的是同一堵墙。"


def dispute(first: str = "王甲", second: str = "王乙") -> Story:
    one, other = homestead(0).parties
    people = (replace(one, name=first), replace(other, name=second))
    return Story().register(parties=people).start_at("village").accept()


def page(story: Story) -> str:
    return f"/cases/{public.case(story.case_id)}"


def linking(story: Story) -> str:
    return f"/links/of/case/{public.case(story.case_id)}"


def tie(client: FlaskClient, story: Story, number: str, reason: str = WHY) -> int:
    return client.post(linking(story), data={"number": number, "reason": reason}).status_code


@pytest.mark.both
def test_both_ends_read_of_each_other_until_they_are_untied(client_of: ClientOf) -> None:
    one, other, client = dispute(), dispute("赵甲", "赵乙"), client_of("mediator")
    assert tie(client, one, other.case.number) == 302
    for mine, theirs in ((one, other), (other, one)):
        text = client.get(page(mine)).text
        assert f'href="{page(theirs)}"' in text
        assert WHY in text
        told = db.session.query(Entry).filter_by(subject_kind="case", subject_id=mine.case_id, word="linked").one()
        assert (told.title, told.text) == ("跟另一件连起来", "")
    link = db.session.query(MatterLink).one()
    assert client.post(f"{linking(other)}/{link.public_id}").status_code == 302
    assert f'href="{page(other)}"' not in client.get(page(one)).text
    assert client.post(f"{linking(other)}/{link.public_id}").status_code == 404
    assert tie(client, other, one.case.number) == 302
    assert db.session.query(MatterLink).count() == 2
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_who_handles_the_other_one_is_told_once_when_one_ends(app: Flask, client_of: ClientOf) -> None:
    one, other = dispute(), dispute("赵甲", "赵乙")
    tie(client_of("mediator"), one, other.case.number)
    do(one, "stop", asks=one.everyone("yes"), reason="不愿再调。")
    assert db.session.query(Notice).filter_by(kind=NoticeKind.LINK).count() == 0
    told = {"routes": ["court"], "told": one.everyone("in_person"), "told_on": one.today}
    one.answer("tell_routes", ended_because="stopped", reason="讲不拢。", **told)
    notices = db.session.query(Notice).filter_by(kind=NoticeKind.LINK).all()
    assert {notice.account_id for notice in notices} >= {one.account("mediator").id, one.account("head").id}
    assert {(notice.subject_kind, notice.subject_id) for notice in notices} == {("case", other.case_id)}
    assert all("结束了" in notice.text for notice in notices)
    assert len({notice.account_id for notice in notices}) == len(notices)


@pytest.mark.parametrize("number", ["", "（2099）小海眼人调字第0099号", "密2026-123456", "不知道"])
def test_what_cannot_be_told_is_refused_with_one_sentence_and_nothing_is_lost(client_of: ClientOf, number: str) -> None:
    one, client = dispute(), client_of("mediator")
    refused = client.post(linking(one), data={"number": number, "reason": WHY})
    assert refused.status_code == 422
    assert WHY in refused.text
    if number:
        assert UNKNOWN in refused.text
    assert db.session.query(MatterLink).count() == 0


def test_to_itself_twice_and_without_a_word_why(client_of: ClientOf) -> None:
    one, other, client = dispute(), dispute("赵甲", "赵乙"), client_of("mediator")
    itself = client.post(linking(one), data={"number": one.case.number, "reason": WHY})
    assert (itself.status_code, ITSELF in itself.text) == (422, True)
    assert tie(client, one, other.case.number, reason="") == 422
    assert tie(client, one, other.case.number) == 302
    for again, number in ((one, other.case.number), (other, one.case.number)):
        refused = client.post(linking(again), data={"number": number, "reason": WHY})
        assert (refused.status_code, ALREADY in refused.text) == (422, True)
    assert db.session.query(MatterLink).count() == 1


def test_what_is_out_of_sight_is_tied_to_by_nobody_and_shown_as_a_sentence(client_of: ClientOf) -> None:
    one, petition = dispute(), Way().register().petition
    assert tie(client_of("mediator"), one, petition.number) == 422
    address = f"/links/of/petition/{petition.public_id}"
    assert client_of("mediator").get(address).status_code == 404
    for who in ("handler", "leader", "discipline", "admin", "adviser", "stranger"):
        assert client_of(who).post(address, data={"number": one.case.number, "reason": WHY}).status_code in (403, 404)
    assert db.session.query(MatterLink).count() == 0


def test_a_committee_that_gave_it_away_ties_nothing_more_and_reads_on(client_of: ClientOf) -> None:
    gone, client = moved(), client_of("mediator")
    assert client.get(linking(gone)).status_code == 403
    assert tie(client, gone, dispute().case.number) == 403
    assert client.get(page(gone)).status_code == 200


@pytest.mark.both
def test_the_dispute_a_petition_led_to_reads_of_it_as_a_sentence_and_sealing_takes_the_tie_along(
    client_of: ClientOf,
) -> None:
    way = typed_as_a_petition()
    led = Way().investigating().dispute()
    case_id = led.claim.dispute_id
    assert case_id is not None
    desk, number = client_of(DESK), Story(subject_id=case_id).case
    assert (
        desk.post(
            f"/links/of/petition/{way.petition.public_id}", data={"number": number.public_id, "reason": WHY}
        ).status_code
        == 302
    )
    seen = client_of("clerk").get(f"/cases/{public.case(case_id)}").text
    assert "镇里另有一件有关的事，请问司法所" in seen
    assert WHY not in seen
    sealed_by_the_desk(way)
    assert db.session.query(MatterLink).count() == 0
    assert db.session.query(Entry).filter_by(word="linked").count() == 0
    assert "镇里另有一件有关的事" not in client_of("clerk").get(f"/cases/{public.case(case_id)}").text
    assert trail_fault(db.session.connection()) is None


def test_a_claim_s_number_ties_its_petition(client_of: ClientOf) -> None:
    one, other = Way().register(), Way().register()
    address = f"/links/of/petition/{one.petition.public_id}"
    told = {"number": other.claim.number, "reason": WHY}
    assert client_of(DESK).post(address, data=told).status_code == 302
    link = db.session.query(MatterLink).one()
    assert {link.first_id, link.second_id} == {one.petition.id, other.petition.id}
    assert client_of(DESK).post(address, data=told | {"number": one.claim.number}).status_code == 422
