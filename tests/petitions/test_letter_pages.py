"""Letters as people read, sign off, seal and serve them: in their step, or beside the flow on their own page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.access_log import AccessLog
from app.core.db import db
from app.petitions.models.records import Hearing, Letter
from app.petitions.queries import letters_of
from app.petitions.terms import LetterKind
from tests import public
from tests.petitions.screen import ClientOf, fault_at, hidden, value_of, words
from tests.petitions.way import Way

NOW_TYPED = "2026-11-23T09:00"
ACCEPTANCE = "《信访事项受理告知书》"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("petition")


def letter_of(way: Way, kind: LetterKind = LetterKind.ACCEPTANCE) -> Letter:
    """The way's letter of this kind."""
    return next(one for one in letters_of(way.claim_id) if one.kind is kind)


def page_of(letter: Letter) -> str:
    return f"/petitions/letters/{letter.public_id}"


def step(client: FlaskClient, way: Way, name: str) -> TestResponse:
    """The page to which the big row of 今天要办的事 leads."""
    return client.get(f"/tasks/{way.task(name).public_id}", follow_redirects=True)


def answer(client: FlaskClient, way: Way, name: str, **typed: str) -> TestResponse:
    """The step's page is filled in and sent to where its form says."""
    page = step(client, way, name)
    address = f"/tasks/{way.task(name).public_id}"
    assert f'action="{address}"' in page.get_data(as_text=True)
    return client.post(address, data={**hidden(page), "occurred_at": NOW_TYPED, **typed})


SERVED = {"outcome": "delivered", "method": "direct", "delivered_on": "2026-11-23", "receiver": "王乙"}


@pytest.mark.both
def test_a_letter_is_read_signed_off_sealed_and_served_step_by_step(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().register().sort().decide("accepted"), client_of("leader")
    assert "签发" in words(leader.get("/"))
    page = step(leader, way, "sign_off")
    assert ACCEPTANCE in words(page)
    assert "拟好了，等镇政府负责人签发。" in words(page)
    assert "请镇里核实翻建手续" in words(page)
    assert answer(leader, way, "sign_off", outcome="approved").status_code == 302
    assert "镇镇长2026年11月23日09:00签发，还没有编号、盖章。" in words(step(desk, way, "seal_letter"))
    assert value_of(step(desk, way, "seal_letter"), "copies") == "2"
    assert answer(desk, way, "seal_letter", copies="3").status_code == 302
    assert "白信访〔2026〕1号" in words(step(desk, way, "deliver"))
    assert answer(desk, way, "deliver", **SERVED).status_code == 302
    assert way.open == ["assign_unit"]
    shown = words(desk.get(page_of(letter_of(way))))
    assert "白信访〔2026〕1号，2026年11月23日送达（直接送达）。" in shown


def test_a_returned_letter_is_changed_in_the_fields_it_has(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way, leader = Way().register().sort().decide("accepted"), client_of("leader")
    assert answer(leader, way, "sign_off", outcome="back").status_code == 422
    assert answer(leader, way, "sign_off", outcome="back", reason="写明承办单位。").status_code == 302
    page = step(desk, way, "redraft")
    text = page.get_data(as_text=True)
    assert "退回要改：写明承办单位。" in words(page)
    assert "照规定。" in words(page)
    assert 'name="reason"' in text
    assert 'name="opinion"' not in text
    assert answer(desk, way, "redraft", reason="照第三十一条第六项受理。").status_code == 302
    assert "照第三十一条第六项受理" in words(step(leader, way, "sign_off"))


def test_whoever_may_not_answer_reads_the_letter_and_who_does(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way = Way().register().sort().decide("accepted")
    page = step(desk, way, "sign_off")
    assert page.status_code == 200
    assert "签发：等白塔镇人民政府办。" in words(page)
    assert "同意签发" not in words(page)


def test_a_step_that_is_over_leads_to_the_petition(app: Flask, desk: FlaskClient) -> None:
    way = Way().register().sort().decide("accepted")
    task = way.task("sign_off").public_id
    way.signed_off()
    page = desk.get(f"/petitions/claims/{way.claim.public_id}/letter/{task}", follow_redirects=True)
    assert "这一步已经办过了" in words(page)
    other = Way().register()
    foreign = desk.get(f"/petitions/claims/{way.claim.public_id}/letter/{other.task('sort_claim').public_id}")
    assert foreign.status_code == 302
    assert desk.get(f"/petitions/claims/{way.claim.public_id}/letter/{public.NOBODY}").status_code == 404


def test_an_objection_is_issued_step_by_step_on_its_own_page(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().transferred().sort(), client_of("leader")
    way.decide("objection", competent_body="博山区自然资源局", material="信访件一份")
    letter = letter_of(way, LetterKind.OBJECTION)
    assert "异议" in words(desk.get(f"/petitions/{way.petition.public_id}"))
    assert "签发吗" not in words(desk.get(page_of(letter)))
    assert answer(leader, way, "sign_off", outcome="back", reason="写明第几条。").status_code == 302
    assert "退回要改：写明第几条。" in words(desk.get(page_of(letter)))
    kept = {"competent_body": "博山区自然资源局", "material": "信访件一份"}
    assert answer(desk, way, "redraft", reason="照第二十三条，不属于镇里的职权。", **kept).status_code == 302
    approved = answer(leader, way, "sign_off", outcome="approved")
    assert approved.location == page_of(letter)
    assert answer(desk, way, "seal_letter", copies="2").status_code == 302
    assert "白信访〔2026〕1号" in words(desk.get(page_of(letter)))
    assert answer(desk, way, "deliver", **SERVED).status_code == 302
    shown = words(desk.get(page_of(letter)))
    assert "送达（直接送达）" in shown
    assert "送到了吗" not in shown


def test_a_notice_that_was_returned_is_changed_by_the_form_it_was_drafted_with(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way = Way().investigating()
    way.action("hearing_notice", held_at="12月1日", place="镇政府", host="镇镇长", present="双方", contact="访专干")
    answer(client_of("leader"), way, "sign_off", outcome="back", reason="换个地方。")
    page = step(desk, way, "redraft")
    assert (value_of(page, "place"), 'name="opinion"' in page.text) == ("镇政府", False)
    kept = {"held_at": "12月1日", "host": "镇镇长", "present": "双方", "contact": "访专干"}
    missing = answer(desk, way, "redraft", place="", **kept)
    assert (missing.status_code, fault_at(missing, "place")) == (422, "这一项要填。")
    assert value_of(missing, "host") == "镇镇长"
    assert answer(desk, way, "redraft", place="二楼会议室", **kept).status_code == 302
    assert letter_of(way, LetterKind.HEARING_NOTICE).content["place"] == "二楼会议室"


def test_a_step_of_a_letter_is_done_once_and_keeps_what_was_typed(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().transferred().sort(), client_of("leader")
    way.decide("objection", competent_body="博山区自然资源局")
    letter = letter_of(way, LetterKind.OBJECTION)
    address = f"/tasks/{way.task('sign_off').public_id}"
    approve = {**hidden(leader.get(page_of(letter))), "occurred_at": NOW_TYPED, "outcome": "approved"}
    assert [leader.post(address, data=approve).status_code for _ in range(2)] == [302, 302]
    way.sealed()
    served = f"/tasks/{way.task('deliver').public_id}"
    early = {**SERVED, "delivered_on": "2026-11-20", "place": "信访局"}
    refused = desk.post(served, data={**hidden(desk.get(page_of(letter))), "occurred_at": NOW_TYPED, **early})
    assert refused.status_code == 422
    assert fault_at(refused, "delivered_on") == "要在盖章那天以后、今天或者今天以前。"
    assert value_of(refused, "place") == "信访局"


def test_a_refused_letter_needs_reason_and_witness(app: Flask, desk: FlaskClient) -> None:
    way = Way().transferred().sort().decide("objection", competent_body="博山区自然资源局").signed_off().sealed()
    page = answer(desk, way, "deliver", outcome="delivered", method="left", delivered_on="2026-11-23")
    assert page.status_code == 422
    assert "这一项要填" in fault_at(page, "witness")


def test_a_letter_that_came_back_says_when_and_why(app: Flask, desk: FlaskClient) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    page = answer(desk, way, "deliver", outcome="returned", method="mail")
    assert page.status_code == 422
    assert "这一项要填" in fault_at(page, "tried_on")
    assert "这一项要填" in fault_at(page, "returned_why")
    left = {"method": "left", "refusal": "不收。", "witness": "李四"}
    again = {"outcome": "returned", "tried_on": "2026-11-23", "returned_why": "不收。"}
    refused = answer(desk, way, "deliver", **again, **left)
    assert "拒收、留置的算送到了" in fault_at(refused, "method")


def test_rights_on_a_letter_are_divided(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way, leader = Way().transferred().sort(), client_of("leader")
    way.decide("objection", competent_body="博山区自然资源局")
    letter, typed = (
        letter_of(way, LetterKind.OBJECTION),
        {"occurred_at": NOW_TYPED, "outcome": "approved", "copies": "2"},
    )
    assert desk.post(f"/tasks/{way.task('sign_off').public_id}", data=typed).status_code == 403
    way.signed_off()
    assert leader.post(f"/tasks/{way.task('seal_letter').public_id}", data=typed).status_code == 403
    assert client_of("handler").post(f"/tasks/{way.task('seal_letter').public_id}", data=typed).status_code == 404
    assert client_of("handler").get(page_of(letter)).status_code == 404
    assert desk.get(f"/petitions/letters/{public.NOBODY}").status_code == 404


def test_letters_and_sheets_are_printed_and_looking_is_kept(app: Flask, desk: FlaskClient) -> None:
    way = Way().accepted()
    shown = desk.get(f"/petitions/{way.petition.public_id}").get_data(as_text=True)
    for address in (
        f"{page_of(letter_of(way))}.pdf",
        f"/petitions/{way.petition.public_id}/sheets/receipt.pdf",
        f"/petitions/{way.petition.public_id}/sheets/service.pdf?row={letter_of(way).public_id}",
    ):
        paper = desk.get(address)
        assert paper.data.startswith(b"%PDF-"), address
        assert paper.mimetype == "application/pdf"
    assert f'href="/petitions/{way.petition.public_id}/sheets/receipt.pdf"' in shown
    assert f'href="{page_of(letter_of(way))}.pdf"' in shown
    printed = db.session.query(AccessLog).filter_by(deed="printed:full", subject_kind="petition").all()
    assert [one.subject_id for one in printed] == [way.petition.id] * 3


@pytest.mark.both
def test_sheets_that_are_not_there_or_not_yours_do_not_exist(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way = Way().investigating().hearing()
    place = f"/petitions/{way.petition.public_id}/sheets"
    hearing = db.session.query(Hearing).one().public_id
    assert desk.get(f"{place}/nothing.pdf").status_code == 404
    assert desk.get(f"{place}/hearing_minutes.pdf?row={public.NOBODY}").status_code == 404
    assert client_of("village-handler").get(f"{place}/hearing_minutes.pdf?row={hearing}").status_code == 404
    assert client_of("handler").get(f"{place}/receipt.pdf").status_code == 404


def test_a_refused_step_shows_the_letter_again_with_what_was_typed(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().register().sort().decide("accepted"), client_of("leader")
    refused = answer(leader, way, "sign_off", outcome="back", spoken_by="王镇长")
    assert refused.status_code == 422
    assert "签发" + ACCEPTANCE in words(refused)
    assert "请镇里核实翻建手续" in words(refused)
    assert fault_at(refused, "reason") == "这一项要填。"
    assert value_of(refused, "spoken_by") == "王镇长"


def test_a_step_that_was_answered_meanwhile_says_who_was_first(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().register().sort().decide("accepted"), client_of("leader")
    task, page = way.task("sign_off").public_id, step(leader, way, "sign_off")
    typed = {**hidden(page), "occurred_at": NOW_TYPED, "outcome": "approved"}
    way.signed_off()
    again = desk.post(f"/tasks/{task}", data=typed)
    assert again.status_code == 409
    assert "镇镇长" in words(again)


def test_a_letter_is_offered_at_the_top_to_whoever_has_it_next(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way, leader = Way().transferred().sort(), client_of("leader")
    way.decide("objection", competent_body="博山区自然资源局")
    letter, page = letter_of(way, LetterKind.OBJECTION), f"/petitions/{way.petition.public_id}"
    assert "签发《信访事项异议（退件）函》" in words(leader.get(page))
    assert "签发《信访事项异议（退件）函》：等白塔镇人民政府办。" in words(desk.get(page))
    task = way.signed_off().task("seal_letter").public_id
    assert "编号、盖章《信访事项异议（退件）函》" in words(desk.get(page))
    assert f'href="/tasks/{task}"' in desk.get(page).text.split("<section")[0]
    way.sealed().delivered()
    assert f'/petitions/letters/{letter.public_id}"' not in desk.get(page).get_data(as_text=True).split("<section")[0]
