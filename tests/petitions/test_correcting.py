"""What was registered of a petition can be put right with a trace, by the desk, until everything is over (P1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.audit.queries import entries_of
from app.core.db import db
from app.core.identity_documents import DocumentKind
from app.matters.actions.rebuild import differences
from app.matters.queries.corrections import corrections_of
from app.organisations.models import Village
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.models import Petition, Petitioner
from app.petitions.queries import letters_of
from app.petitions.terms import Channel
from tests.petitions.screen import ClientOf, chosen, fault_at, value_of, words
from tests.petitions.way import DESK, Way

WHY = "信上的字认错了"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of(DESK)


def place(way: Way) -> str:
    return f"/petitions/{way.petition.public_id}"


def facts(way: Way, **changes: str) -> dict[str, str]:
    """The page of the facts as the browser sends it, with changes."""
    petition = way.petition
    asked = {f"request_{claim.public_id}": claim.request for claim in petition.claims}
    village = petition.village.public_id if petition.village else "0"
    typed = {"channel": petition.channel.value, "village_id": village, "signatures": str(petition.signatures)}
    return {**typed, "story": petition.story, **asked, "reason": WHY, **changes}


def particulars(person: Petitioner, **changes: str) -> dict[str, str]:
    typed = {"name": person.name, "document": person.document_kind.value, "address": person.address, "reason": WHY}
    return {**typed, **changes}


@pytest.mark.both
def test_every_fact_is_put_right_with_a_trace_and_lists_follow(desk: FlaskClient) -> None:
    way = Way().register()
    request = f"request_{way.claim.public_id}"
    other = db.session.query(Village).filter_by(name="赵庄").one()
    page = desk.get(f"{place(way)}/correct")
    assert chosen(page, "channel") == way.petition.channel.value
    typed = facts(
        way,
        channel="visit",
        village_id=other.public_id,
        signatures="3",
        story="写对了的事实。",
        **{request: "请修桥。"},
    )
    was = way.petition.story, way.claim.request
    assert desk.post(f"{place(way)}/correct", data=typed).status_code == 302
    petition = db.session.get_one(Petition, way.petition.id)
    assert (petition.channel, petition.village_id, petition.signatures) == (Channel.VISIT, other.id, 3)
    assert (petition.story, way.claim.request, petition.title) == ("写对了的事实。", "请修桥。", "王乙：请修桥。")
    assert way.task("sort_claim").title == way.claim.title
    kept = {row.field: (row.old, row.new, row.reason) for row in corrections_of("petition", petition.id)}
    assert kept["story"] == (was[0], "写对了的事实。", WHY)
    assert kept["第1项·request"] == (was[1], "请修桥。", WHY)
    assert set(kept) == {"channel", "village", "signatures", "story", "第1项·request"}
    told = words(desk.get(place(way)))
    assert "更正事情在哪个村" in told
    assert f"原因：{WHY}" in told
    assert "修桥" in words(desk.get("/petitions/?words=修桥"))
    assert list(differences()) == []


@pytest.mark.both
def test_a_petitioner_is_put_right_and_found_by_both_names(desk: FlaskClient) -> None:
    way = Way().register(petitioners=(PetitionerIntake("王乙", phone="13812345678", address="小海眼社区2号"),))
    person = way.petition.petitioners[0]
    address = f"{place(way)}/petitioners/{person.public_id}/correct"
    assert value_of(desk.get(address), "phone") == ""
    typed = particulars(person, name="王义", id_number="11010519491231002x", phone="13900001111", address="2号楼")
    assert desk.post(address, data=typed).status_code == 302
    again = db.session.get_one(Petitioner, person.id)
    assert (again.name, again.id_number, again.phone, again.address) == (
        "王义",
        "11010519491231002X",
        "13900001111",
        "2号楼",
    )
    assert (again.born_on is not None and again.born_on.year, again.gender and again.gender.value) == (1949, "female")
    kept = {row.field: (row.old, row.new) for row in corrections_of("petition", way.petition.id)}
    assert kept["王乙·phone"] == ("138****5678", "139****1111")
    assert "11010519491231002X" not in str(kept)
    (entry,) = [one for one in entries_of("petition", way.petition.id) if one.deed == "petition:corrected"]
    assert "王义" not in str(entry.detail)
    for name in ("王义", "王乙"):
        assert way.petition.number in words(desk.get(f"/petitions/?words={name}"))
    assert "更正王乙姓名" in words(desk.get(place(way)))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"story": " "}, "story", "这一项要填"),
        ({"signatures": "0"}, "signatures", "至少1人"),
        ({"reason": ""}, "reason", "这一项要填"),
        ({"village_id": "zzzzzzzzzzzz"}, "village_id", ""),
    ],
)
def test_wrong_facts_are_refused_at_their_field_and_lose_nothing(
    desk: FlaskClient, changes: dict[str, str], field: str, said: str
) -> None:
    way = Way().register()
    page = desk.post(f"{place(way)}/correct", data=facts(way, **{"reason": WHY, **changes}))
    assert page.status_code == 422
    assert said in fault_at(page, field)
    assert corrections_of("petition", way.petition.id) == []


def test_what_is_the_same_is_no_correction_and_fewer_people_than_are_written_are_refused(desk: FlaskClient) -> None:
    people = (PetitionerIntake("王乙"), PetitionerIntake("王丙"))
    way = Way().register(petitioners=people, signatures=2)
    assert "跟原来一样" in words(desk.post(f"{place(way)}/correct", data=facts(way)))
    assert "人数不能比这个少" in words(desk.post(f"{place(way)}/correct", data=facts(way, signatures="1")))
    person = way.petition.petitioners[0]
    address = f"{place(way)}/petitioners/{person.public_id}/correct"
    assert "跟原来一样" in words(desk.post(address, data=particulars(person)))
    wrong = desk.post(address, data=particulars(person, id_number="110105194912310021"))
    assert "最后一位跟前面对不上" in fault_at(wrong, "id_number")
    passport = desk.post(address, data=particulars(person, document="passport", id_number="11010519491231002X"))
    assert "这是身份证号" in fault_at(passport, "id_number")
    assert corrections_of("petition", way.petition.id) == []


def test_a_sealed_letter_keeps_what_it_said(desk: FlaskClient) -> None:
    way = Way().investigating()
    letter = next(one for one in letters_of(way.claim_id) if one.sealed_on)
    address = f"/petitions/letters/{letter.public_id}"
    before, person = words(desk.get(address)).partition("文书全文")[2], way.petition.petitioners[0]
    assert "王乙" in before
    typed = particulars(person, name="王义")
    assert desk.post(f"{place(way)}/petitioners/{person.public_id}/correct", data=typed).status_code == 302
    assert words(desk.get(address)).partition("文书全文")[2] == before


def test_only_the_desk_and_only_while_something_is_open(client_of: Callable[[str], FlaskClient]) -> None:
    way = Way().investigating()
    for name, status in (("leader", 403), ("handler", 403), ("mediator", 403)):
        assert client_of(name).get(f"{place(way)}/correct").status_code == status
    over = Way().register().withdraw()
    assert client_of(DESK).get(f"{place(over)}/correct").status_code == 409
    assert "更正登记内容" not in words(client_of(DESK).get(place(over)))


def test_a_kind_of_document_alone_is_put_right(desk: FlaskClient) -> None:
    way = Way().register()
    person = way.petition.petitioners[0]
    address = f"{place(way)}/petitioners/{person.public_id}/correct"
    typed = particulars(person, document="passport", id_number="E12345678")
    assert desk.post(address, data=typed).status_code == 302
    assert db.session.get_one(Petitioner, person.id).document_kind is DocumentKind.PASSPORT
    assert "更正王乙证件种类" in words(desk.get(place(way)))


@pytest.mark.both
def test_a_visit_of_many_has_five_who_were_elected_also_after_a_correction(desk: FlaskClient) -> None:
    """信访工作条例 第20条."""
    way = Way().register(petitioners=tuple(PetitionerIntake(f"联名{sign}") for sign in "甲乙丙丁戊己"), signatures=6)
    by_visit = facts(way, channel="visit")
    assert "先到每个人的“更正”里" in fault_at(desk.post(f"{place(way)}/correct", data=by_visit), "channel")

    def elect(person: Petitioner) -> TestResponse:
        typed = particulars(person, is_representative="y")
        return desk.post(f"{place(way)}/petitioners/{person.public_id}/correct", data=typed)

    *five, sixth = [db.session.get_one(Petitioner, one.id) for one in way.petition.petitioners]
    assert [elect(person).status_code for person in five] == [302] * 5
    assert desk.post(f"{place(way)}/correct", data=facts(way, channel="visit")).status_code == 302
    assert "已经有五位了" in fault_at(elect(sixth), "is_representative")
    assert desk.post(f"{place(way)}/correct", data=facts(way, story="又写对了。")).status_code == 302
