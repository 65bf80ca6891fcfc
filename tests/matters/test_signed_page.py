"""A correction rests on the signed page where one says it; what was printed before is overtaken, and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accusations.models import AccusationAttachment
from app.cases.actions.at_any_step import ACTIONS
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.erase import erase_matter
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.pages.signed_page import NO_PAGE, WHICH
from app.papers.models.print_log import PrintLog
from app.papers.rules.way import Way
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.papers.marked import sheet_paper
from app.processes.registry import Submission
from tests import public
from tests.bpmn.life import Life
from tests.filing import picture
from tests.petitions.screen import chosen, fault_at, value_of, words
from tests.petitions.way import Way as PetitionWay
from tests.story import Story
from tests.town import NOW
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
FACTS = {
    "dispute_type": "neighbours", "source": "application", "shared": "clan", "facts": "写对了。", "claims": "修墙",
    "reason": "听错了。",
}  # fmt: skip


def handed_out(kind: str, subject_id: int, paper: str, way: Way = Way.ORIGINAL) -> None:
    """A paper came out of the printer an hour ago."""
    with transaction():
        row = PrintLog(
            at=NOW - timedelta(hours=1), account_id=1, printed_by="吴桂兰", subject_kind=kind, subject_id=subject_id,
            paper=paper, title="一份文书", version=None, digest="0" * 64, pages=1, way=way, number=1,
        )  # fmt: skip
        db.session.add(row)


def with_page(typed: dict[str, Any], content: bytes | None = None, name: str = "那一页.jpg") -> dict[str, Any]:
    return typed | {"on_paper": "yes", "page": (BytesIO(picture() if content is None else content), name)}


def registered(client_of: ClientOf) -> tuple[Story, FlaskClient, str]:
    """A dispute whose register was printed to be signed."""
    story = Story().mediating_at("village")
    assert story.case.handling
    handed_out("case", story.case_id, f"acceptance_register:{story.case.handling.id}")
    return story, client_of("mediator"), f"/cases/{public.case(story.case_id)}"


def refused(answer: TestResponse, field: str, sentence: str) -> None:
    assert answer.status_code == 422
    assert sentence in fault_at(answer, field)
    assert value_of(answer, "reason") == "听错了。"
    assert db.session.query(Correction).count() == db.session.query(Attachment).count() == 0


@pytest.mark.both
def test_where_a_signed_page_says_it_its_photograph_is_kept_and_older_prints_are_overtaken(client_of: ClientOf) -> None:
    _story, client, place = registered(client_of)
    page = client.get(f"{place}/correct")
    assert "印在签过字、盖过章的纸上吗" in words(page)
    assert chosen(page, "on_paper") == ""
    refused(client.post(f"{place}/correct", data=FACTS), "on_paper", WHICH)
    refused(client.post(f"{place}/correct", data=FACTS | {"on_paper": "yes"}), "page", NO_PAGE)
    assert client.post(f"{place}/correct", data=with_page(FACTS)).status_code == 302
    (kept,) = db.session.query(Attachment).all()
    assert (kept.kind, kept.name) == ("signed_page", "那一页.jpg")
    assert {row.attachment_id for row in db.session.query(Correction)} == {kept.id}
    shown = words(client.get(place))
    assert "照签过字的那一页改的" in shown
    assert "更正的依据（签过字的那一页）" in shown
    assert "以前印的已被取代" not in shown, "the signed paper was right all the time"
    assert trail_fault(db.session.connection()) is None


def test_what_was_printed_since_holds(client_of: ClientOf) -> None:
    story, client, place = registered(client_of)
    known = Submission(
        {"rights_known_on": date(2026, 3, 2), "reason": "问到了。"}, story.now, "", story.account("mediator"), story.now
    )
    with transaction():
        ACTIONS["put_days_right"].carry_out(story.case, known)
    assert "以前印的已被取代" not in words(client.get(place)), "no paper says when they knew"
    assert client.post(f"{place}/correct", data=FACTS | {"on_paper": "no"}).status_code == 302
    assert "更正过，以前印的已被取代，请收回，换新印的。" in words(client.get(place))
    client.get(f"{place}/papers/acceptance_register.pdf")
    assert "以前印的已被取代" not in words(client.get(place))


@pytest.mark.parametrize("way", [None, Way.DRAFT, Way.READING])
def test_nothing_is_asked_where_nobody_was_handed_a_paper_to_sign(client_of: ClientOf, way: Way | None) -> None:
    story, client = Story().mediating_at("village"), client_of("mediator")
    if way is not None:
        handed_out("case", story.case_id, "rights_notice:1", way)
    place = f"/cases/{public.case(story.case_id)}"
    assert "盖过章的纸上吗" not in words(client.get(f"{place}/correct"))
    assert client.post(f"{place}/correct", data=FACTS).status_code == 302
    assert "以前印的已被取代" not in words(client.get(place))


def test_what_cannot_be_read_as_a_photograph_is_refused_and_nothing_is_changed(client_of: ClientOf) -> None:
    story, client, place = registered(client_of)
    refused(client.post(f"{place}/correct", data=with_page(FACTS, b"")), "page", "")
    refused(client.post(f"{place}/correct", data=with_page(FACTS, b"%!PS no picture", "页.jpg")), "page", "")
    same = {name: getattr(story.case, name) for name in ("facts", "claims", "shared")}
    unchanged = FACTS | same | {"dispute_type": story.case.dispute_type.value}
    assert "跟原来一样" in words(client.post(f"{place}/correct", data=with_page(unchanged)))
    assert db.session.query(Attachment).count() == 0


def test_a_party_is_put_right_by_the_page_and_the_second_time_keeps_it_once(client_of: ClientOf) -> None:
    story, client, place = registered(client_of)
    party = story.case.parties[0]
    address = f"{place}/parties/{party.public_id}/correct"
    typed = {"name": "王甲甲", "side": "1", "document": "id_card", "reason": "写错一个字。"}
    assert client.post(address, data=with_page(typed)).status_code == 302
    assert client.post(address, data=with_page(typed | {"name": "王甲"})).status_code == 302
    assert db.session.query(Attachment).count() == 1
    assert len({row.attachment_id for row in db.session.query(Correction)}) == 1


def test_a_petition_rests_on_its_signed_page_and_takes_it_along_when_it_is_sealed(client_of: ClientOf) -> None:
    way, client = PetitionWay().register(), client_of("petition")
    place = f"/petitions/{public.petition(way.petition.id)}"
    handed_out("petition", way.petition.id, sheet_paper(way.petition, "registration", 0).name)
    address = f"{place}/petitioners/{way.petition.petitioners[0].public_id}/correct"
    typed = {"name": "孙写对", "document": "id_card", "reason": "写错一个字。"}
    page = client.post(address, data=typed)
    assert WHICH in fault_at(page, "on_paper")
    assert client.post(address, data=with_page(typed)).status_code == 302
    assert "以前印的已被取代" not in words(client.get(place))
    clerk = way.account("petition")
    with transaction():
        seal_claim(way.claim, accused="某某", accused_unit="", actor=clerk, now=way.now)
    assert db.session.query(Correction).count() == db.session.query(Attachment).count() == 0
    assert db.session.query(AccusationAttachment).count() == 1
    assert trail_fault(db.session.connection()) is None


def test_erasing_takes_correction_and_page(client_of: ClientOf) -> None:
    story, client, place = registered(client_of)
    assert client.post(f"{place}/correct", data=with_page(FACTS)).status_code == 302
    life = Life(story.now)
    life.subject_id = story.case_id
    with transaction():
        asks = {party.id: "yes" for party in story.case.parties}
        told = Submission({"asks": asks, "reason": "不调了。"}, story.now, "", story.account("mediator"), story.now)
        ACTIONS["stop"].carry_out(story.case, told)
    life.told("stopped")
    with transaction():
        erase_matter("case", story.case_id, reason="保管期限满了。", now=story.now)
    assert db.session.query(Correction).count() == db.session.query(Attachment).count() == 0
