"""A party without an identity card stands in the case, on its page and on its papers by the name of their document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.agreements.papers.frozen_text import frozen_text
from app.agreements.queries import the_agreement
from app.cases.actions.correct_party import correct_party
from app.cases.actions.intake import AgentIntake
from app.cases.models import Party
from app.cases.papers.print_papers import acceptance_register
from app.core.db import db
from app.core.errors import Invalid
from app.core.identity_documents import DocumentKind
from app.core.transaction import transaction
from app.matters.terms import AgentKind, IdentityCheck
from app.papers.rules.people import Person
from tests import public
from tests.agreements.paths import Path
from tests.story import Story, homestead

ClientOf = Callable[[str], FlaskClient]
PASSPORT, CARD = "E12345678", "11010519491231002X"


def with_passport(story: Story) -> Story:
    """The homestead's dispute, the first party with a passport and an agent from Hong Kong."""
    agent = AgentIntake(
        AgentKind.AGENT, "何丁", id_number="H12345678", document_kind=DocumentKind.MAINLAND_TRAVEL_PERMIT
    )
    first, *others = homestead(0).parties
    first = replace(first, id_number=PASSPORT, document_kind=DocumentKind.PASSPORT, agents=(agent,))
    return story.register(parties=(first, *others))


@pytest.mark.both
def test_a_passport_is_kept_shown_masked_and_printed_by_its_name(client_of: ClientOf) -> None:
    story = with_passport(Story()).start_at("village").accept()
    party = story.case.parties[0]
    assert (party.document_kind, party.id_number, party.identity_check) == (
        DocumentKind.PASSPORT,
        PASSPORT,
        IdentityCheck.CHECKED,
    )
    page = client_of("mediator").get(f"/cases/{public.case(story.case_id)}").text
    assert f"护照号 {party.masked_id_number}" in page
    assert PASSPORT not in page
    (first, *_) = acceptance_register(story.case).parties
    assert isinstance(first.who, Person)
    assert ("护照号", PASSPORT) in first.who.facts
    assert ("港澳居民来往内地通行证号", "H12345678") in first.proxies[0].facts
    reason = {"reason": "填写司法确认申请书", "once": "x"}
    address = f"/cases/{public.case(story.case_id)}/parties/{party.public_id}/unmask"
    shown = client_of("mediator").post(address, data=reason).text
    assert "护照号" in shown
    assert PASSPORT in shown
    assert "何丁的港澳居民来往内地通行证号" in shown


def test_a_number_of_another_kind_is_refused_by_name(app: Flask) -> None:
    first, *others = homestead(0).parties
    with pytest.raises(Invalid) as refused:
        Story().register(parties=(replace(first, id_number=CARD, document_kind=DocumentKind.PASSPORT), *others))
    assert "这是身份证号" in refused.value.fields["parties-0-id_number"]


def test_the_kind_is_put_right_alone_and_with_the_number(app: Flask) -> None:
    story = Story().register()
    party, actor = story.case.parties[0], story.account("mediator")

    def correct(document: DocumentKind, number: str = "") -> set[str]:
        given = {"id_number": number}
        with transaction():
            rows = correct_party(
                story.case, party, given, document=document, reason="看了证件", actor=actor, now=story.now
            )
        return {row.field.rpartition("·")[2] for row in rows}

    assert correct(DocumentKind.PASSPORT, PASSPORT) == {"document_kind", "id_number"}
    assert correct(DocumentKind.OTHER) == {"document_kind"}
    with pytest.raises(Invalid) as refused:
        correct(DocumentKind.ID_CARD)
    assert "18位" in refused.value.fields["id_number"]
    assert db.session.get_one(Party, party.id).document_kind is DocumentKind.OTHER


def test_a_party_corrected_on_the_page_keeps_the_kind_that_was_there(client_of: ClientOf) -> None:
    story = with_passport(Story())
    party = story.case.parties[0]
    address = f"/cases/{public.case(story.case_id)}/parties/{party.public_id}/correct"
    client = client_of("mediator")
    assert '<option selected value="passport">护照</option>' in client.get(address).text
    typed = {
        "name": party.name,
        "side": "1",
        "document": "passport",
        "address": "路口新房",
        "reason": "搬了",
        "once": "x",
    }
    assert client.post(address, data=typed).status_code == 302
    assert (db.session.get_one(Party, party.id).document_kind, party.id_number) == (DocumentKind.PASSPORT, PASSPORT)


def test_the_agreement_names_the_document(app: Flask) -> None:
    path = Path().frozen()
    party = path.case.parties[0]
    with transaction():
        party.seal_identity(id_number=PASSPORT, phone=None)
        party.document_kind = DocumentKind.PASSPORT
    assert f"护照号{party.masked_id_number}" in frozen_text(the_agreement(path.case_id))
