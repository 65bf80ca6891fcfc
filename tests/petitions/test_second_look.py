"""What a second look asked for: nobody to tell, nothing agreed to that never went out, nothing joined too late."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.terms import DeadlineState
from app.notifications.models import Notice
from app.petitions.actions.letters import redraft_letter, return_letter
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.queries import letters_of
from app.petitions.terms import Ending
from tests.petitions.refusing import refused
from tests.petitions.way import Way

pytestmark = pytest.mark.usefixtures("app")
BODY = {"competent_body": "博山区水利局"}


@pytest.mark.both
def test_whose_name_and_address_are_unclear_is_not_told_and_the_notice_loses_its_object() -> None:
    way = Way().register().sort().decide("refused", ground="no_content").signed_off().sealed()
    way.delivered(method="nowhere", refusal="电话打不通，信上没有住址。", receiver="")
    assert way.claim.ending is Ending.TOLD
    assert way.ended("D2").state is DeadlineState.CLOSED


def test_an_opinion_has_to_be_served() -> None:
    way = Way().investigating().investigate().opinion().signed_off().sealed()
    with refused(Invalid, "只有告知书可以不送", field="method"):
        way.delivered(method="nowhere", refusal="找不到人。", receiver="")


def test_who_is_not_told_must_have_been_looked_for() -> None:
    way = Way().register().sort().decide("refused", ground="no_content").signed_off().sealed()
    with refused(Invalid, "怎么找过他", field="method"):
        way.delivered(method="nowhere", refusal=" ", receiver="")


def test_nobody_agrees_to_an_objection_that_never_went_out() -> None:
    way = Way().transferred().sort().decide("objection", **BODY)
    with refused(NotNow, "异议函还没有送出去"):
        way.answer("await_agreement", outcome="agreed", answered_by="区信访局")


def test_a_matter_whose_opinion_is_out_takes_no_other_in() -> None:
    first = Way().investigating().opinion_out()
    again = Way(first.now).register()
    with refused(Invalid, "处理意见书已经送达", field="joined_to"):
        again.answer("sort_claim", outcome="joined", joined_to=first.claim.number, reason="同一件。")


def test_a_matter_of_no_village_does_not_become_the_dispute_of_some_village() -> None:
    way = Way().register(village=None).sort().decide("accepted").letter_out().assigned()
    with refused(NotNow, "没有登记在哪个村"):
        way.dispute()


@pytest.mark.parametrize("address", ["/petitions/{}", "/petitions/letters/{}", "/cases/{}", "/tasks/{}"])
def test_a_number_no_table_holds_is_not_there(client_of: Callable[[str], FlaskClient], address: str) -> None:
    client = client_of("petition")
    assert client.get(address.format(10**19)).status_code == 404
    assert client.get(address.format(10**11)).status_code == 404


def test_a_letter_beside_the_flow_tells_whose_turn_it_is() -> None:
    way = Way().transferred().sort().decide("objection", **BODY)
    assert texts_of(way.account("leader").id) == ["《信访事项异议（退件）函》拟好了，等您签发。"]
    letter = letters_of(way.claim_id)[0]
    with transaction():
        return_letter(letter, reason="写全名。", actor=way.account("leader"), now=way.now)
    assert texts_of(way.account("petition").id) == ["《信访事项异议（退件）函》退回来了，请照意见改。"]
    with transaction():
        redraft_letter(letter, {"competent_body": "博山区水利局"}, actor=way.account("petition"), now=way.now)
    assert texts_of(way.account("leader").id)[-1] == "《信访事项异议（退件）函》改好了，等您签发。"
    way.objection_out()
    assert texts_of(way.account("petition").id)[-1] == "《信访事项异议（退件）函》签发了，请编号、盖章、送达。"


def texts_of(account_id: int) -> list[str]:
    return [one.text for one in db.session.query(Notice).filter_by(account_id=account_id)]


def test_a_number_that_stands_on_a_sealed_letter_stays_when_another_claim_leaves() -> None:
    way = Way().register(claims=("某人收礼。", "修路灯。"))
    other = way.second_claim()
    other.sort().decide("accepted").letter_out()
    number = other.claim.number
    with transaction():
        seal_claim(way.claim, accused="某人", accused_unit="", actor=way.account("petition"), now=way.now)
    assert other.claim.number == number == f"{other.petition.number}-2"
