"""Another matter is registered out of one: it begins with what that one says, and both pages name the other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml.html import document_fromstring

from app.accounts.models import Draft
from app.cases.models import Case
from app.core.db import db
from app.core.transaction import transaction
from app.matters.models.links import MatterLink
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.models import Petition
from tests import public
from tests.petitions.way import Way
from tests.story import Story
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
DISPUTE = {
    "source": "application", "dispute_type": "neighbours", "claims": "把墙拆了。", "shared": "none",
    "occurred_at": "2026-11-23T08:00", "facts": "为了另一堵墙。", "repeats": "other",
    "parties-0-side": "1", "parties-0-kind": "natural", "parties-0-name": "王甲", "parties-0-document": "id_card",
    "parties-0-standing": "principal",
    "parties-1-side": "2", "parties-1-kind": "natural", "parties-1-name": "王乙", "parties-1-document": "id_card",
    "parties-1-standing": "principal",
}  # fmt: skip
PETITION = {
    "channel": "visit", "origin": "direct", "received_on": "2026-11-23",
    "petitioners-0-name": "王甲", "petitioners-0-document": "id_card", "story": "路没人修。",
    "claims-0-request": "把路修好。", "signatures": "1", "urgency": "ordinary", "accusation": "no",
}  # fmt: skip


def opening(page: str, words: str) -> str:
    """The address behind a link with these words."""
    found = re.search(rf'href="([^"]+)"[^>]*>\s*{words}', page)
    assert found, page
    return found[1].replace("&amp;", "&")


def typed_into(client: FlaskClient, where: str, answers: dict[str, str]) -> str:
    """Send the page at an address with these answers; where it leads."""
    page = document_fromstring(client.get(where).text)
    (form,) = [one for one in page.forms if one.get("data-draft-url")]
    filled = {name: value for name, value in form.form_values() if value != "on"}  # what an empty choice is read as
    answer = client.post(where.partition("?")[0], data=filled | answers)
    assert answer.status_code == 302, re.findall(r'href="#[^"]+">[^<]+', answer.text)
    return answer.headers["Location"]


@pytest.mark.both
def test_a_dispute_out_of_a_dispute_begins_with_its_people_and_is_tied(client_of: ClientOf) -> None:
    story, client = Story().mediating_at("village"), client_of("mediator")
    place = f"/cases/{public.case(story.case_id)}"
    where = opening(client.get(place).text, "另登记一件纠纷")
    page = client.get(where).text
    for told in ("王甲", "王乙", "双方系前后邻居，因翻建房屋留通道发生争执。", "引出来"):
        assert told in page
    assert "13812345678" not in page
    fresh = client.get(typed_into(client, where, DISPUTE)).text
    assert place in fresh
    assert "办这一件时引出来，另登记的。" in fresh
    assert "为了另一堵墙。" in fresh
    (link,) = db.session.query(MatterLink)
    assert {link.first_id, link.second_id} == {one.id for one in db.session.query(Case)}
    assert "跟另一件连起来" in client.get(place).text
    assert trail_fault(db.session.connection()) is None


def test_a_petition_out_of_a_petition_is_tied_and_nobody_is_said_to_have_come(client_of: ClientOf) -> None:
    way, client = Way().register(), client_of("petition")
    place = f"/petitions/{public.petition(way.petition.id)}"
    where = opening(client.get(place).text, "另登记一件信访")
    page = client.get(where).text
    assert way.petition.story in page
    (name,) = document_fromstring(page).xpath("//input[@name='petitioners-0-name']")
    assert name.get("value", "") == ""
    typed_into(client, where, PETITION)
    assert db.session.query(MatterLink).count() == 1


def test_an_accusation_that_is_typed_there_is_tied_to_nothing(client_of: ClientOf) -> None:
    way, client = Way().register(), client_of("petition")
    where = opening(client.get(f"/petitions/{public.petition(way.petition.id)}").text, "另登记一件信访")
    typed_into(client, where, PETITION | {"accusation": "yes", "accused": "某某"})
    assert db.session.query(Petition).count() == 1
    assert db.session.query(MatterLink).count() == 0


@pytest.mark.parametrize("accusation", ["no", "yes"])
def test_what_was_typed_out_of_a_petition_that_is_sealed_meanwhile_is_not_lost(
    client_of: ClientOf, accusation: str
) -> None:
    way, client = Way().register(), client_of("petition")
    where = opening(client.get(f"/petitions/{public.petition(way.petition.id)}").text, "另登记一件信访")
    key = f"petition-register-petition-{way.petition.public_id}"
    client.post(f"/drafts/{key}", data="story=写了一半")
    page = document_fromstring(client.get(where).text)
    (form,) = [one for one in page.forms if one.get("data-draft-url")]
    filled = {name: value for name, value in form.form_values() if value != "on"}
    with transaction():
        seal_claim(way.claim, accused="某某", accused_unit="", actor=way.account("petition"), now=way.now)
    assert db.session.query(Draft).count() == 0, "a draft names what was sealed"
    typed = filled | PETITION | {"accusation": accusation, "accused": "某某" if accusation == "yes" else ""}
    assert client.post("/petitions/register", data=typed).status_code == 302
    assert db.session.query(MatterLink).count() == 0
    assert db.session.query(Petition).count() == (accusation == "no")


@pytest.mark.parametrize("named", ["case-2222222222222222", "claim-{claim}", "letter-1", "nothing", "case-", "-"])
def test_what_is_not_there_or_hands_over_nothing_is_not_found(client_of: ClientOf, named: str) -> None:
    way, client = Way().register(), client_of("petition")
    named = named.format(claim=public.claim(way.claim.id))
    answer = client.get(f"/petitions/register?out_of={named}")
    assert answer.status_code == 404
    assert "没有找到这一件" in answer.text


def test_who_may_not_register_or_does_not_see_it_is_offered_nothing(client_of: ClientOf) -> None:
    story = Story().mediating_at("village")
    place = f"/cases/{public.case(story.case_id)}"
    assert "另登记一件" not in client_of("justice").get(place).text
    assert "另登记一件信访" not in client_of("mediator").get(place).text
    named = f"case-{public.case(story.case_id)}"
    assert client_of("petition").get(f"/petitions/register?out_of={named}").status_code == 404
    elsewhere = client_of("stranger").get(f"/cases/register?out_of={named}")
    assert elsewhere.status_code == 404
