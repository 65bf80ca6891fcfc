"""What an officer of the closed domain reads and types."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accusations.actions.intake import Accuser
from app.accusations.models import Accusation, AccusationStatus, HandOver
from app.accusations.pages.register import FORM_KEY
from app.accusations.papers.hand_over_paper import hand_over_paper
from app.core.access_log import AccessLog
from app.core.db import db
from app.core.transaction import transaction
from tests import public
from tests.accusations.sealing import (
    ACCUSED,
    ACCUSER,
    ADDRESS,
    ID_NUMBER,
    MARK,
    PHONE,
    TEXT,
    UNIT,
    account,
    officer,
    sealed,
    sealed_by_the_desk,
    typed_as_a_petition,
)
from tests.accusations.test_hand_over import handed, received, told
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
TYPED = {
    "channel": "走访",
    "received_on": "2026-11-20",
    "accusers-0-name": ACCUSER,
    "accusers-0-phone": PHONE,
    "accusers-0-address": ADDRESS,
    "accusers-0-id_number": ID_NUMBER,
    "accused": ACCUSED,
    "accused_unit": UNIT,
    "text": TEXT,
    "once": "a-key-of-this-very-form",
}
ENVELOPE = {
    "receiver": "博山区纪委监委",
    "handed_on": "2026-11-23",
    "pages": "5",
    "carrier": "纪干事",
    "once": "another-key",
}


def words(answer: TestResponse) -> str:
    """The page's text as people read it."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.text))


def main_actions(answer: TestResponse) -> list[str]:
    return re.findall(r'class="button button-main"[^>]*>\s*([^<]+?)\s*<', answer.text)


def looks() -> list[tuple[str, int, str]]:
    return [(row.subject_kind, row.subject_id, row.deed) for row in db.session.query(AccessLog).order_by(AccessLog.id)]


def newest() -> Accusation:
    return db.session.query(Accusation).order_by(Accusation.id.desc()).first()


@pytest.mark.both
def test_the_menu_of_an_officer_has_the_room_and_their_front_page_nothing_of_petitions(
    app: Flask, client_of: ClientOf
) -> None:
    typed_as_a_petition()
    page = client_of("discipline").get("/").text
    menu = re.findall(r'<nav class="menu".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r">([^<>\s]+)</a>", menu) == ["今天", "检举控告", "更多"]
    assert "今天要办的事" in page
    assert "信访" not in page


def test_the_list_shows_number_day_state_and_light_and_no_name(app: Flask, client_of: ClientOf) -> None:
    row = sealed()
    answer = client_of("discipline").get("/accusations/")
    for text in (row.number, "2026年11月20日", "已密封，等移交", "期限说明", "共1件"):
        assert text in words(answer)
    assert [word for word in (ACCUSER, ACCUSED, MARK) if word in answer.text] == []


def test_the_list_without_a_slash_is_the_same_list(app: Flask, client_of: ClientOf) -> None:
    assert client_of("discipline").get("/accusations", follow_redirects=True).status_code == 200


def test_a_long_list_has_pages(app: Flask, client_of: ClientOf) -> None:
    for _ in range(21):
        sealed(accusers=(Accuser(name="匿名"),))
    client = client_of("discipline")
    assert "第1页，共2页" in words(client.get("/accusations/"))
    assert client.get("/accusations/?page=2").text.count('scope="row"') == 1


def test_an_officer_takes_one_down_and_reads_it(app: Flask, client_of: ClientOf) -> None:
    client = client_of("discipline")
    assert client.get("/accusations/register").status_code == 200
    client.post(f"/drafts/{FORM_KEY}", data="text=begun", headers={"X-Draft-Writer": "here"})
    answer = client.post("/accusations/register", data={**TYPED, "draft-key": FORM_KEY, "draft-writer": "here"})
    assert answer.location == f"/accusations/{newest().public_id}"
    page = client.get(answer.location)
    for text in ("已密封，存好了。", ACCUSER, ACCUSED, TEXT, "走访", "139****4321", "370304********1238"):
        assert text in words(page)
    assert PHONE not in page.text
    assert client.get(f"/drafts/{FORM_KEY}").json["payload"] == ""


def test_a_double_tap_seals_one(app: Flask, client_of: ClientOf) -> None:
    client = client_of("discipline")
    first = client.post("/accusations/register", data=TYPED)
    assert client.post("/accusations/register", data=TYPED).location == first.location
    assert db.session.query(Accusation).count() == 1


def test_whoever_leaves_no_name_is_anonymous(app: Flask, client_of: ClientOf) -> None:
    client = client_of("discipline")
    data = {**TYPED, "accusers-0-name": "", "accusers-0-phone": "", "accusers-0-address": ""}
    page = client.get(client.post("/accusations/register", data=data).location)
    assert "匿名" in page.text
    assert "不用告知" in page.text
    assert "告知检举人的" not in page.text
    assert client.get(f"/accusations/{newest().public_id}/tell").status_code == 409


def test_people_are_added_and_taken_away_without_script(app: Flask, client_of: ClientOf) -> None:
    client = client_of("discipline")
    more = client.post("/accusations/register", data={**TYPED, "add_row": "accusers"})
    assert more.status_code == 200
    assert 'name="accusers-1-name"' in more.text
    assert TEXT in more.text
    two = {**TYPED, "accusers-1-name": "第二个人"}
    less = client.post("/accusations/register", data={**two, "remove_row": "accusers-0"})
    assert "第二个人" in less.text
    assert ACCUSER not in less.text
    assert db.session.query(Accusation).count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "这一项要填。"),
        ({"accused": " "}, "这一项要填。"),
        ({"channel": ""}, "请选一项。"),
        ({"received_on": "2026-11-24"}, "还没有到"),
        ({"received_on": "昨天"}, "看不出是哪一天"),
        ({"received_on": "1990-01-01"}, "请核对收到的日子"),
        ({"accusers-0-id_number": "370304196503121239"}, "身份证号的最后一位"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    answer = client_of("discipline").post("/accusations/register", data={**TYPED, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert ADDRESS in answer.text
    assert db.session.query(Accusation).count() == 0


@pytest.mark.both
def test_an_officer_who_takes_down_their_own_accusation_does_not_see_it(app: Flask, client_of: ClientOf) -> None:
    officer("second", "纪小二")
    client = client_of("second")
    data = {**TYPED, "accused": "纪小二", "accused_unit": "赵庄村"}
    answer = client.post("/accusations/register", data=data, follow_redirects=True)
    assert "已密封，存好了。" in words(answer)
    assert "请把原件密封" not in words(answer)
    assert "共0件" in words(answer)
    row = newest()
    assert client.get(f"/accusations/{row.public_id}").status_code == 404
    assert client_of("discipline").get(f"/accusations/{row.public_id}").status_code == 200


@pytest.mark.both
def test_when_nobody_is_left_the_page_says_where_the_paper_goes(app: Flask, client_of: ClientOf) -> None:
    data = {**TYPED, "accused": "纪书记"}
    answer = client_of("discipline").post("/accusations/register", data=data, follow_redirects=True)
    assert "请把原件密封，直接送博山区纪委监委。" in words(answer)


def test_what_the_desk_sealed_reads_like_what_came_directly(app: Flask, client_of: ClientOf) -> None:
    row = sealed_by_the_desk(typed_as_a_petition())
    page = client_of("discipline").get(f"/accusations/{row.public_id}")
    for text in (ACCUSER, ACCUSED, TEXT, "鱼塘一年少收三万元", "书信"):
        assert text in words(page)
    assert "孙被告把集体的鱼塘" not in client_of("discipline").get("/accusations/").text


def test_the_next_thing_is_the_one_main_button(app: Flask, client_of: ClientOf) -> None:
    client, row = client_of("discipline"), sealed()
    address = f"/accusations/{row.public_id}"
    assert main_actions(client.get(address)) == ["密封移交"]
    done = handed(row)
    assert main_actions(client.get(address)) == ["记对方回执"]
    received(done)
    assert main_actions(client.get(address)) == ["告知检举人"]
    told(row)
    page = client.get(address)
    assert main_actions(page) == []
    assert "2026年11月23日书面送达" in words(page)
    assert "区纪委收发室，2026年11月23日" in words(page)


def test_the_hand_over_page_proposes_the_discipline_body_and_keeps_the_envelope(
    app: Flask, client_of: ClientOf
) -> None:
    client, row = client_of("discipline"), sealed()
    address = f"/accusations/{row.public_id}/hand-over"
    page = client.get(address)
    assert 'value="博山区纪委监委"' in page.text
    assert 'value="2026-11-23"' in page.text
    answer = client.post(address, data=ENVELOPE)
    assert answer.location == f"/accusations/{row.public_id}"
    assert client.post(address, data=ENVELOPE).location == answer.location
    shown = words(client.get(answer.location))
    for text in ("白信检〔2026〕1号", "博山区纪委监委", "5页", "纪干事", "纪书记"):
        assert text in shown
    assert db.session.query(HandOver).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"receiver": "小海眼社区居委会"}, "不能移交给被检举的单位"),
        ({"receiver": "赵庄村村民委员会"}, "不能移交给村、社区（《信访工作条例》第三十条）"),
        ({"pages": "很多"}, "请写整数"),
        ({"carrier": ""}, "这一项要填。"),
    ],
)
def test_a_wrong_envelope_stays_on_the_page(
    app: Flask, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    row = sealed()
    answer = client_of("discipline").post(f"/accusations/{row.public_id}/hand-over", data={**ENVELOPE, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{changes.get("receiver", "博山区纪委监委")}"' in answer.text
    assert db.session.query(HandOver).count() == 0


def test_a_second_envelope_before_the_receipt_is_refused(app: Flask, client_of: ClientOf) -> None:
    row = sealed()
    handed(row)
    answer = client_of("discipline").post(f"/accusations/{row.public_id}/hand-over", data=ENVELOPE)
    assert answer.status_code == 409
    assert "还没有回执" in words(answer)


def test_the_receipt_is_typed_from_the_slip(app: Flask, client_of: ClientOf) -> None:
    client, row = client_of("discipline"), sealed()
    address = f"/accusations/{row.public_id}/hand-over/{handed(row).public_id}/receipt"
    assert "2026年11月23日移交给博山区纪委监委，共5页。" in words(client.get(address))
    wrong = client.post(address, data={"received_by": "老李", "receipt_on": "2026-11-22"})
    assert wrong.status_code == 422
    assert "不能早于移交的日子" in words(wrong)
    assert 'value="老李"' in wrong.text
    data = {"received_by": "老李", "receipt_on": "2026-11-23", "once": "slip"}
    assert client.post(address, data=data).status_code == 302
    assert client.post(address, data=data).status_code == 302
    assert client.post(address, data={**data, "once": "again"}).status_code == 409
    db.session.rollback()
    assert newest().status is AccusationStatus.ANSWERED


def test_the_accuser_is_told_with_the_numbers_in_full(app: Flask, client_of: ClientOf) -> None:
    client, row = client_of("discipline"), sealed()
    address = f"/accusations/{row.public_id}/tell"
    page = client.get(address)
    assert PHONE in page.text
    assert ADDRESS in page.text
    missing = client.post(address, data={"told_on": "2026-11-23"})
    assert missing.status_code == 422
    assert client.post(address, data={"told_how": "phone", "told_on": "2026-11-23"}).status_code == 302
    assert "2026年11月23日打电话告知" in words(client.get(f"/accusations/{row.public_id}"))
    assert client.get(address).status_code == 409


def test_every_look_and_print_is_kept(app: Flask, client_of: ClientOf) -> None:
    client, row = client_of("discipline"), sealed()
    done = handed(row)
    client.get("/accusations/")
    client.get(f"/accusations/{row.public_id}")
    client.get(f"/accusations/{row.public_id}/tell")
    answer = client.get(f"/accusations/{row.public_id}/hand-over/{done.public_id}.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert looks() == [("accusation", row.id, deed) for deed in ("looked", "numbers_seen", "printed:full")]


def test_what_is_not_there_is_not_found(app: Flask, client_of: ClientOf) -> None:
    client, row, other = client_of("discipline"), sealed(), sealed()
    done = handed(other)
    for address in (
        "/accusations/999",
        f"/accusations/{public.NOBODY}",
        f"/accusations/{public.NOBODY}/tell",
        f"/accusations/{row.public_id}/hand-over/{done.public_id}/receipt",
        f"/accusations/{row.public_id}/hand-over/{done.public_id}.pdf",
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.both
def test_the_period_is_explained_to_the_officer(app: Flask, client_of: ClientOf) -> None:
    client, row = client_of("discipline"), sealed()
    link = re.search(r'href="(/deadlines/\w{12})"', client.get(f"/accusations/{row.public_id}").text)
    assert link is not None
    explained = client.get(link[1])
    assert row.number in explained.text
    assert f"/accusations/{row.public_id}" in explained.text
    assert ACCUSER not in explained.text
    assert row.number in client.get("/deadlines/").text
    assert row.number in client.get(f"/deadlines/of/accusation/{row.public_id}").text


def test_the_officer_is_led_from_the_notice_to_the_accusation(app: Flask, client_of: ClientOf) -> None:
    row = sealed()
    page = client_of("discipline").get("/notices")
    assert f'href="/accusations/{row.public_id}"' in page.text
    assert ACCUSER not in page.text


def test_a_late_notice_shows_red_and_can_still_be_given(
    app: Flask, client_of: ClientOf, at: Callable[[object], None]
) -> None:
    row = sealed()
    at(NOW + timedelta(days=16))
    client = client_of("discipline")
    assert "light-overdue" in client.get("/accusations/").text
    data = {"told_how": "written", "told_on": "2026-12-09"}
    assert client.post(f"/accusations/{row.public_id}/tell", data=data).status_code == 302
    assert "没有在算的期限" in words(client.get("/accusations/"))


def test_the_trail_knows_the_officer(app: Flask, client_of: ClientOf) -> None:
    client_of("discipline").post("/accusations/register", data=TYPED)
    assert newest().sealed_by_id == account("discipline").id


def test_an_accuser_with_a_passport_is_shown_and_handed_over_by_its_name(client_of: ClientOf) -> None:
    data = {**TYPED, "accusers-0-document": "passport", "accusers-0-id_number": "E12345678"}
    page = words(client_of("discipline").post("/accusations/register", data=data, follow_redirects=True))
    assert "护照号*********" in page
    assert newest().content["accusers"][0]["document_kind"] == "passport"
    row = handed(newest())
    assert ("护照号", "E12345678") in hand_over_paper(newest(), row).sheet.accusers[0]


def test_an_accuser_sealed_before_there_were_kinds_has_an_identity_card(client_of: ClientOf) -> None:
    row = sealed()
    old = {**row.content, "accusers": [{name: text for name, text in one.items() if name != "document_kind"}
                                       for one in row.content["accusers"]]}  # fmt: skip
    with transaction():
        row.seal(old)
    assert "身份证号" in words(client_of("discipline").get(f"/accusations/{row.public_id}"))
