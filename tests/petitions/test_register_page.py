"""What the desk reads and types when something comes in."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.queries import find_draft
from app.accusations.models import Accusation
from app.core.access_log import AccessLog
from app.core.db import db
from app.core.identity_documents import DocumentKind
from app.organisations.models import Village
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.pages.register_form import FORM_KEY
from app.processes.models import Task
from tests import public
from tests.petitions.screen import ClientOf, chosen, fault_at, hidden, value_of, words
from tests.petitions.way import Way

PAGE = "/petitions/register"
SEALED = "已密封，交给有权的人办理。这里不再显示。"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("petition")


def person(place: int = 0, **typed: str) -> dict[str, str]:
    """One petitioner as the browser sends it."""
    fresh = {"name": "赵丙", "id_number": "", "phone": "13900001111", "address": "赵庄3号", **typed}
    return {f"petitioners-{place}-{name}": value for name, value in fresh.items()}


def letter(client: FlaskClient, **changes: str) -> dict[str, str]:
    """A letter as the browser sends it, from a fresh page."""
    village = db.session.query(Village).filter_by(name="赵庄").one()
    return {
        **hidden(client.get(PAGE), "once"),
        "channel": "letter",
        "origin": "direct",
        "transferred_by": "博山区信访局",
        "received_on": "2026-11-23",
        "village_id": village.public_id,
        **person(),
        "signatures": "1",
        "story": "村里的路修了一半停了。",
        "claims-0-request": "请镇里说明什么时候接着修。",
        "accusation": "no",
        "urgency": "ordinary",
        **changes,
    }


def registered() -> Petition:
    return db.session.query(Petition).one()


def nothing_is_kept(text: str) -> bool:
    """Whether a text stands in no column of the petition room's tables, nor among steps."""
    tables = [model.__table__ for model in (Petition, Petitioner, Claim, Task)]
    return not any(text in str(row) for table in tables for row in db.session.execute(table.select()).all())


def test_the_page_begins_with_today_the_bureau_and_nothing_chosen(app: Flask, desk: FlaskClient) -> None:
    page = desk.get(PAGE)
    assert page.status_code == 200
    assert value_of(page, "received_on") == "2026-11-23"
    assert value_of(page, "transferred_by") == "博山区信访局"
    assert chosen(page, "origin") == "direct"
    assert chosen(page, "accusation") == "no"
    assert chosen(page, "channel") == ""
    assert "镇外或说不清" in words(page)


def test_a_letter_is_registered_and_its_page_says_where_it_stands(app: Flask, desk: FlaskClient) -> None:
    page = desk.post(PAGE, data=letter(desk), follow_redirects=True)
    assert "登记好了，已存好。" in words(page)
    assert "请镇里说明什么时候接着修。" in words(page)
    assert "现在在白塔镇信访工作办公室：定性质、定途径" in words(page)
    petition = registered()
    assert (petition.transferred_by, petition.signatures, petition.repeats_id) == ("", 1, None)
    assert petition.village.name == "赵庄"


def test_a_transfer_keeps_who_sent_it_and_when(app: Flask, desk: FlaskClient) -> None:
    transfer = {"origin": "assigned", "transferred_on": "2026-11-20", "transfer_number": "博信交〔2026〕9号"}
    typed = letter(desk, **transfer, upper_received_on="2026-11-18", reply_due_on="2027-01-10", village_id="0")
    page = desk.post(PAGE, data=typed, follow_redirects=True)
    assert "博山区信访局，博信交〔2026〕9号，2026年11月20日收到" in words(page)
    petition = registered()
    assert (petition.village, petition.reply_due_on) == (None, date(2027, 1, 10))
    assert petition.upper_received_on == date(2026, 11, 18)


def test_a_transfer_without_its_day_is_asked_for_it(app: Flask, desk: FlaskClient) -> None:
    page = desk.post(PAGE, data=letter(desk, origin="transferred"))
    assert page.status_code == 422
    assert "请填收到转送、交办的那一天" in fault_at(page, "transferred_on")
    assert db.session.query(Petition).count() == 0


def test_a_double_tap_registers_once(app: Flask, desk: FlaskClient) -> None:
    typed = letter(desk)
    first = desk.post(PAGE, data=typed)
    second = desk.post(PAGE, data=typed)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert "没有办第二遍" in words(desk.get(second.location))
    assert db.session.query(Petition).count() == 1


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(app: Flask, desk: FlaskClient) -> None:
    typed = letter(desk, story="", **person(2, name="钱丁", id_number="370304199001010000"))
    typed["claims-1-request"] = ""
    page = desk.post(PAGE, data=typed)
    assert page.status_code == 422
    second = next(n for n in (1, 2) if f'name="petitioners-{n}-name"' in page.get_data(as_text=True))
    assert "对不上" in fault_at(page, f"petitioners-{second}-id_number")
    assert not fault_at(page, "petitioners-0-id_number")
    assert "请写明诉求" in fault_at(page, "claims-1-request")
    assert "请写事实和理由" in fault_at(page, "story")
    assert value_of(page, f"petitioners-{second}-name") == "钱丁"
    assert value_of(page, f"petitioners-{second}-id_number") == "370304199001010000"
    assert "以前来过" not in words(page)
    assert "请镇里说明什么时候接着修。" in words(page)


def test_a_page_without_channel_and_village_is_refused(app: Flask, desk: FlaskClient) -> None:
    typed = letter(desk)
    del typed["channel"], typed["village_id"]
    page = desk.post(PAGE, data=typed)
    assert page.status_code == 422
    assert "请选一项" in fault_at(page, "channel")
    assert "请选一项" in fault_at(page, "village_id")


def test_rows_come_and_go_without_script(app: Flask, desk: FlaskClient) -> None:
    typed = letter(desk)
    more = desk.post(PAGE, data={**typed, "add_row": "petitioners"})
    assert 'name="petitioners-1-name"' in more.get_data(as_text=True)
    assert 'name="claims-1-request"' not in more.get_data(as_text=True)
    claims = desk.post(PAGE, data={**typed, "add_row": "claims"})
    assert 'name="claims-1-request"' in claims.get_data(as_text=True)
    two = {**typed, **person(1, name="钱丁")}
    fewer = desk.post(PAGE, data={**two, "remove_row": "petitioners-0"})
    assert "赵丙" not in words(fewer)
    assert value_of(fewer, "petitioners-1-name") == "钱丁"
    last = desk.post(PAGE, data={**typed, "remove_row": "petitioners-0"})
    assert value_of(last, "petitioners-0-name") == "赵丙"
    assert db.session.query(Petition).count() == 0


def test_more_than_five_representatives_at_a_visit_are_refused(app: Flask, desk: FlaskClient) -> None:
    six = {name: value for n in range(6) for name, value in person(n, name=f"来人{n}", is_representative="y").items()}
    page = desk.post(PAGE, data=letter(desk, channel="visit", **six))
    assert page.status_code == 422
    assert "代表不超过五人" in fault_at(page, "petitioners")
    by_letter = desk.post(PAGE, data=letter(desk, signatures="300", **six))
    assert by_letter.status_code == 302
    assert registered().signatures == 300


def test_somebody_who_came_before_is_asked_about_first(app: Flask, desk: FlaskClient) -> None:
    earlier = Way().register().petition
    typed = letter(desk, **person(name="王乙", phone="13812345678"))
    asked = desk.post(PAGE, data=typed)
    assert asked.status_code == 422
    assert f"重复反映同一件：{earlier.number}（2026年11月23日" in words(asked)
    assert "另一件事" in words(asked)
    assert db.session.query(Petition).count() == 1
    again = desk.post(PAGE, data={**typed, "repeats": earlier.public_id})
    assert again.status_code == 302
    newest = db.session.query(Petition).order_by(Petition.id.desc()).first()
    assert newest is not None
    assert newest.repeats_id == earlier.id
    assert "这次是重复反映这一件" in words(desk.get(again.location))


def test_another_matter_of_the_same_person_is_no_repeat(app: Flask, desk: FlaskClient) -> None:
    Way().register()
    typed = letter(desk, **person(name="王乙"))
    assert desk.post(PAGE, data={**typed, "repeats": "other"}).status_code == 302
    newest = db.session.query(Petition).order_by(Petition.id.desc()).first()
    assert newest is not None
    assert newest.repeats_id is None


def test_a_petition_that_was_not_offered_cannot_be_named(app: Flask, desk: FlaskClient) -> None:
    Way().register()
    typed = letter(desk, **person(name="王乙"), repeats=public.NOBODY)
    page = desk.post(PAGE, data=typed)
    assert page.status_code == 422
    assert "请看看是不是同一件事" in fault_at(page, "repeats")


def test_whoever_never_came_repeats_nothing_even_when_the_page_says_so(app: Flask, desk: FlaskClient) -> None:
    other = Way().register().petition.public_id
    assert desk.post(PAGE, data=letter(desk, repeats=other)).status_code == 302
    newest = db.session.query(Petition).order_by(Petition.id.desc()).first()
    assert newest is not None
    assert newest.repeats_id is None


def test_nobody_is_asked_about_an_anonymous_letter(app: Flask, desk: FlaskClient) -> None:
    nameless = person(name="匿名", phone="", address="")
    assert desk.post(PAGE, data=letter(desk, **nameless)).status_code == 302
    assert desk.post(PAGE, data=letter(desk, **nameless)).status_code == 302
    assert db.session.query(Petition).count() == 2


def accusing(client: FlaskClient) -> dict[str, str]:
    return letter(
        client, accusation="yes", accused="钱四", accused_unit="赵庄村民委员会", story="钱四把修路的钱拿走了。"
    )


def draft(client: FlaskClient) -> None:
    client.post(f"/drafts/{FORM_KEY}", data="story=钱四把修路的钱拿走了", content_type="text/plain")


def test_an_accusation_leaves_nothing_in_this_room(app: Flask, desk: FlaskClient) -> None:
    draft(desk)
    page = desk.post(PAGE, data=accusing(desk), follow_redirects=True)
    assert page.status_code == 200
    assert SEALED in words(page)
    for text in ("钱四", "赵丙", "修路"):
        assert text not in words(desk.get("/petitions/"))
        assert text not in words(desk.get(f"/petitions/?words={text}")).replace(f"找信访件{text}", "")
        assert nothing_is_kept(text)
    assert db.session.query(Accusation).count() == 1
    assert db.session.query(AccessLog).count() == 0
    clerk = Way().account("petition")
    assert find_draft(clerk.id, FORM_KEY) is None


def test_an_accusation_asks_whom_it_is_about_and_keeps_the_draft(app: Flask, desk: FlaskClient) -> None:
    draft(desk)
    page = desk.post(PAGE, data={**accusing(desk), "accused": "", "story": "", "claims-0-request": ""})
    assert page.status_code == 422
    assert "请写检举的是谁" in fault_at(page, "accused")
    assert "请写检举控告的内容" in fault_at(page, "story")
    assert find_draft(Way().account("petition").id, FORM_KEY) is not None
    assert db.session.query(Accusation).count() == 0


def test_a_double_tap_seals_an_accusation_once(app: Flask, desk: FlaskClient) -> None:
    typed = accusing(desk)
    answers: list[TestResponse] = [desk.post(PAGE, data=typed) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/petitions/", "/petitions/"]
    assert db.session.query(Accusation).count() == 1


def test_everything_that_is_missing_is_said_in_one_round(app: Flask, desk: FlaskClient) -> None:
    empty = letter(desk, channel="", signatures="三个", story=" ", **{"claims-0-request": "", "petitioners-0-name": ""})
    refused = desk.post(PAGE, data=empty)
    assert refused.status_code == 422
    assert fault_at(refused, "petitioners-0-name") == "请填姓名；匿名的写“匿名”。"
    assert fault_at(refused, "claims-0-request") == "请写明诉求。"
    assert fault_at(refused, "story").startswith("请写事实和理由")
    assert fault_at(refused, "signatures") == "请写整数，例如3。"
    assert "请选一项" in fault_at(refused, "channel")


def test_the_receipt_is_at_hand_until_the_matter_is_sorted(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way = Way().register()
    page = f"/petitions/{way.petition.public_id}"
    assert "打印信访回执，交给信访人" in words(desk.get(page))
    assert "打印信访回执，交给信访人" not in words(client_of("leader").get(page))
    way.sort()
    assert "打印信访回执，交给信访人" not in words(desk.get(page))


def test_a_petitioner_with_a_travel_permit_is_kept_by_it_and_printed_with_its_name(desk: FlaskClient) -> None:
    typed = letter(desk, **person(document="mainland_travel_permit", id_number="h 1234 5678"))
    where = desk.post(PAGE, data=typed).location
    one = db.session.query(Petitioner).one()
    assert (one.document_kind, one.id_number) == (DocumentKind.MAINLAND_TRAVEL_PERMIT, "H12345678")
    assert "港澳居民来往内地通行证号*********" in words(desk.get(where))
    assert 'value="港澳居民来往内地通行证"' in desk.get(f"{where}/copy").text


def test_a_number_that_is_another_document_s_is_refused_at_its_field(desk: FlaskClient) -> None:
    typed = letter(desk, **person(document="passport", id_number="11010519491231002X"))
    page = desk.post(PAGE, data=typed)
    assert page.status_code == 422
    assert "这是身份证号，请把证件种类改成“身份证”" in fault_at(page, "petitioners-0-id_number")
    assert value_of(page, "petitioners-0-id_number") == "11010519491231002X"
    assert db.session.query(Petition).count() == 0
