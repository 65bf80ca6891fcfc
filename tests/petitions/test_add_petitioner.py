"""Somebody signs a petition that is under way: shown, printed and found as the others; periods stay as they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.matters.terms import Participation
from app.petitions.actions.add_petitioner import add_petitioner
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.papers.fill_sheets import sheet_of
from app.petitions.papers.sheets import RegistrationForm
from app.petitions.terms import Channel
from tests import public
from tests.petitions.way import DESK, Way
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
TYPED = {"name": "赵后来", "document": "id_card", "address": "小海眼社区9号", "reason": "名字写在第二页。"}


def address(way: Way) -> str:
    return f"/petitions/{public.petition(way.petition.id)}/petitioners/add"


def sign(way: Way, given: PetitionerIntake, by: str = DESK) -> None:
    with transaction():
        add_petitioner(way.petition, given, reason="名字写在第二页。", actor=way.account(by), now=way.now)


@pytest.mark.both
def test_a_name_found_later_is_counted_shown_printed_and_found(client_of: ClientOf) -> None:
    way, client = Way().register(), client_of(DESK)
    periods = [(one.code, one.due_on) for one in (way.period(code) for code in way.periods)]
    assert client.post(address(way), data=TYPED).status_code == 302
    petition = way.petition
    assert [(one.name, one.position) for one in petition.petitioners] == [("王乙", 1), ("赵后来", 2)]
    assert petition.petitioners[1].participation is Participation.WILLING
    assert petition.signatures == 2
    page = client.get(f"/petitions/{petition.public_id}").text
    assert "赵后来" in page
    assert "名字写在第二页" in page
    sheet = sheet_of(petition, "registration", row_id=0, actor=way.account(DESK), now=way.now)
    assert isinstance(sheet, RegistrationForm)
    assert [one.name for one in sheet.people] == ["王乙", "赵后来"]
    assert petition.public_id in client.get("/search?words=赵后来").text
    assert [(one.code, one.due_on) for one in (way.period(code) for code in way.periods)] == periods
    assert trail_fault(db.session.connection()) is None


def test_a_joint_letter_keeps_its_count_while_names_come_in(app: Flask) -> None:
    way = Way().register(signatures=40)
    sign(way, PetitionerIntake(name="赵后来"))
    assert way.petition.signatures == 40


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "王乙"}, "name"),
        ({"name": "赵后来", "id_number": "123"}, "id_number"),
    ],
)
def test_a_wrong_one_is_refused_at_its_field(app: Flask, given: dict[str, Any], field: str) -> None:
    way = Way().register()
    with pytest.raises(Invalid) as refused:
        sign(way, PetitionerIntake(**given))
    assert field in refused.value.fields
    assert len(way.petition.petitioners) == 1


def test_a_visit_has_five_representatives_and_no_sixth(app: Flask) -> None:
    people = tuple(PetitionerIntake(name=f"代表{word}", is_representative=True) for word in "一二三四五")
    way = Way().register(channel=Channel.VISIT, petitioners=people)
    with pytest.raises(Invalid) as refused:
        sign(way, PetitionerIntake(name="代表六", is_representative=True))
    assert "is_representative" in refused.value.fields
    sign(way, PetitionerIntake(name="跟来的"))
    assert len(way.petition.petitioners) == 6


def test_an_office_writes_nobody_in(client_of: ClientOf) -> None:
    way = Way().register()
    for who in ("handler", "leader", "mediator", "discipline"):
        assert client_of(who).post(address(way), data=TYPED).status_code in (403, 404)
    assert len(way.petition.petitioners) == 1
