"""Sealed fields: bound to their row and column, found without being read, nowhere in plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases.actions.intake import PartyIntake
from app.cases.models import Party
from app.core.crypto import keys
from app.core.db import Model, db
from app.core.identity import check_digit
from app.core.key_ring import SealBroken
from app.core.masking import mask_id_number, mask_phone
from app.core.transaction import transaction
from app.organisations.models import Person
from tests import public
from tests.story import Story

ID_NUMBER = "37030419600501003" + check_digit("37030419600501003")
PHONE = "13998765432"


def test_masks_show_enough_to_recognise_and_no_more() -> None:
    assert mask_id_number("370304196005010038") == "370304********0038"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("110") == "***"
    assert mask_id_number("3703") == "****"
    assert (mask_id_number(""), mask_phone("")) == ("", "")


def test_a_number_copied_into_another_row_or_column_does_not_open(app: Flask) -> None:
    with transaction():
        people = [Person(name=name) for name in ("王甲", "王乙")]
        for person in people:
            person.seal_identity(id_number=ID_NUMBER, phone=PHONE)
        db.session.add_all(people)
    first, second = people
    assert (first.id_number, first.phone) == (ID_NUMBER, PHONE)
    assert first.id_number_sealed != second.id_number_sealed
    assert first.id_number_index == second.id_number_index == keys().blind_index(ID_NUMBER, "id_number")
    first.id_number_sealed, second.phone_sealed = second.id_number_sealed, second.id_number_sealed
    with pytest.raises(SealBroken):
        str(first.id_number)
    with pytest.raises(SealBroken):
        str(second.phone)


def whole_database() -> str:
    """Every value of every table, and on SQLite the very bytes of the file and its log."""
    db.session.rollback()
    rows = [row for table in Model.metadata.sorted_tables for row in db.session.execute(select(table)).all()]
    text = "\n".join(map(repr, rows))
    file = db.engine.url.database or ""
    if db.engine.dialect.name == "sqlite":
        for path in Path(file).parent.glob(f"{Path(file).name}*"):
            text += path.read_bytes().decode("latin-1")
    return text


@pytest.mark.both
def test_no_number_stands_in_the_database_in_plain_text(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    parties = (
        PartyIntake(side=1, name="王甲", id_number=ID_NUMBER, phone=PHONE),
        PartyIntake(side=2, name="王乙", phone="13998765433"),
    )
    story = Story().register(parties=parties)
    client = client_of("mediator")
    draft = f"parties-0-id_number={ID_NUMBER}&parties-0-phone={PHONE}"
    assert client.post("/drafts/register", data=draft).status_code == 200
    party = story.case.parties[1]
    corrected = {"name": "王乙", "id_number": ID_NUMBER, "phone": PHONE, "side": "2", "reason": "补证件", "once": "a"}
    assert (
        client.post(
            f"/cases/{public.case(story.case_id)}/parties/{public.party(party.id)}/correct", data=corrected
        ).status_code
        == 302
    )
    shown = client.post(
        f"/cases/{public.case(story.case_id)}/parties/{public.party(party.id)}/unmask",
        data={"reason": "核对证件", "once": "b"},
    )
    assert PHONE in shown.text
    kept = whole_database()
    assert "王甲" in kept, "the search itself works"
    for number in (ID_NUMBER, PHONE, "13998765433"):
        assert number not in kept
    assert [one.phone for one in db.session.query(Party).order_by(Party.id)] == [PHONE, PHONE]
    assert client.get("/drafts/register").json["payload"] == draft


def test_pages_show_numbers_masked(client_of: Callable[[str], FlaskClient]) -> None:
    story = Story().register(
        parties=(
            PartyIntake(side=1, name="王甲", id_number=ID_NUMBER, phone=PHONE),
            PartyIntake(side=2, name="王乙"),
        )
    )
    for reader in ("mediator", "justice"):
        page = client_of(reader).get(f"/cases/{public.case(story.case_id)}").text
        assert ID_NUMBER not in page
        assert (PHONE in page) is (reader == "mediator"), "who handles the dispute calls people"
