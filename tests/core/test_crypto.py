"""Sealed fields: bound to their row and column, found without being read, nowhere in plain text."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases.intake import PartyIntake
from app.cases.models import Party
from app.core.crypto import KeyRing, SealBroken, keys, mask_id_number, mask_phone
from app.core.db import Model, db
from app.core.identity import check_digit
from app.core.transaction import transaction
from app.organisations.models import Person
from tests.story import Story

ID_NUMBER = "37030419600501003" + check_digit("37030419600501003")
PHONE = "13998765432"


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.load_or_create(tmp_path / "keys.json")


def test_what_is_sealed_opens_again(ring: KeyRing) -> None:
    token = ring.seal("王甲", "party.phone:1")
    assert ring.open(token, "party.phone:1") == "王甲"
    assert token.startswith("v1.1.A256GCM.")
    assert token != ring.seal("王甲", "party.phone:1"), "the same value twice looks different"


@pytest.mark.parametrize("place", ["party.phone:2", "party.id_number:1", "person.phone:1", ""])
def test_a_token_opens_only_in_its_place(ring: KeyRing, place: str) -> None:
    with pytest.raises(SealBroken):
        ring.open(ring.seal("13812345678", "party.phone:1"), place)


@pytest.mark.parametrize("token", ["", "v1", "v2.1.A256GCM.AAAA", "v1.9.A256GCM.AAAA", "v1.1.OTHER.AAAA"])
def test_what_is_no_token_does_not_open(ring: KeyRing, token: str) -> None:
    with pytest.raises(SealBroken):
        ring.open(token, "party.phone:1")


def test_a_changed_byte_or_another_key_does_not_open(ring: KeyRing, tmp_path: Path) -> None:
    token = ring.seal("13812345678", "a")
    swapped = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    with pytest.raises(SealBroken):
        ring.open(swapped, "a")
    with pytest.raises(SealBroken):
        KeyRing.load_or_create(tmp_path / "other.json").open(token, "a")


def test_a_new_key_seals_and_the_old_one_still_opens(ring: KeyRing) -> None:
    old = ring.seal("13812345678", "a")
    newer = replace(ring, fields={**ring.fields, "2": b"2" * 32, "10": b"3" * 32})
    assert newer.open(old, "a") == "13812345678"
    assert newer.seal("x", "a").split(".")[1] == "10"


def test_the_key_file_is_for_its_owner_alone_and_drawn_once(tmp_path: Path) -> None:
    place = tmp_path / "keys.json"
    first = KeyRing.load_or_create(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert KeyRing.load_or_create(place) == first
    assert set(json.loads(place.read_text())) == {"fields", "index", "cookie_secret"}


def test_a_blind_index_finds_the_same_value_of_the_same_column(ring: KeyRing) -> None:
    index = ring.blind_index("37030419600501003x", "id_number")
    assert index == ring.blind_index(" 37030419600501003X ", "id_number")
    assert index != ring.blind_index("37030419600501003x", "phone")
    assert index != ring.blind_index("370304196005010038", "id_number")


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
    corrected = {"name": "王乙", "id_number": ID_NUMBER, "phone": PHONE, "reason": "补证件", "once": "a"}
    assert client.post(f"/cases/{story.case_id}/parties/{party.id}/correct", data=corrected).status_code == 302
    shown = client.post(f"/cases/{story.case_id}/parties/{party.id}/unmask", data={"reason": "核对证件", "once": "b"})
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
    page = client_of("mediator").get(f"/cases/{story.case_id}").text
    assert ID_NUMBER not in page
    assert PHONE not in page
