"""What people read and type on the pages of the petition desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.queries import find_draft
from app.audit.queries import entries_of
from app.core.access_log import PHONES, AccessLog
from app.core.db import db
from app.petitions.models.records import Letter, Supervision
from app.petitions.pages.petition_history import history_of
from app.petitions.queries import claims_of
from tests import public
from tests.petitions.screen import ClientOf, fault_at, hidden, value_of, words
from tests.petitions.way import DESK, HANDLER, Way

SEALED = "已密封，交给有权的人办理。这里不再显示。"
NOW_TYPED = "2026-11-23T09:00"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("petition")


def at(way: Way) -> str:
    """The address of the way's petition."""
    return f"/petitions/{way.petition.public_id}"


def test_the_list_shows_a_claim_with_its_light_and_where_it_stands(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    page = desk.get("/petitions/")
    for shown in ("王乙：请镇里核实翻建手续", way.claim.number, "书信", "小海眼社区", "已登记，等定性质", "期限说明"):
        assert shown in words(page)
    assert "登记一件信访" in words(page)


@pytest.mark.both
def test_the_list_is_narrowed_by_what_is_asked(app: Flask, desk: FlaskClient) -> None:
    Way().register()
    Way().register(village="赵庄", claims=("请修路。",)).sort("suggestion")
    assert "请修路。" in words(desk.get("/petitions/?class=suggestion"))
    assert "核实翻建手续" not in words(desk.get("/petitions/?class=suggestion"))
    assert "没有找到" in words(desk.get("/petitions/?channel=visit"))
    assert "请修路。" not in words(desk.get("/petitions/?status=sorting"))
    assert "共0项" in words(desk.get("/petitions/?words=没有的字"))
    assert "共2项" in words(desk.get("/petitions/?village=x&light=?&before=y"))


@pytest.mark.both
def test_an_office_lists_only_what_it_handles(app: Flask, client_of: ClientOf) -> None:
    Way().register(claims=("请修路。",))
    Way().investigating()
    page = client_of("handler").get("/petitions/")
    assert "核实翻建手续" in words(page)
    assert "请修路。" not in words(page)
    assert "登记一件信访" not in words(page)
    assert "共0项" in words(client_of("village-handler").get("/petitions/"))


def test_the_petition_says_where_it_stands_and_what_i_must_do(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    page = desk.get(at(way))
    assert page.status_code == 200
    assert "现在在白塔镇信访工作办公室：定性质、定途径，2026年12月8日前。" in words(page)
    assert f'href="/tasks/{way.task("sort_claim").public_id}"' in page.get_data(as_text=True)
    assert 'id="claim-1"' in page.get_data(as_text=True)
    assert way.petition.query_code not in words(page)
    assert "还没录入" in words(page)
    looks = db.session.query(AccessLog).all()
    assert {(one.subject_kind, one.deed) for one in looks} == {("petition", "looked"), ("petition", PHONES)}


def test_whoever_handles_it_calls_the_petitioner_and_nobody_else_sees_the_number(client_of: ClientOf) -> None:
    way = Way().investigating()
    for login_name, sees in (("petition", True), ("handler", True), ("leader", False)):
        page = client_of(login_name).get(at(way))
        assert ('href="tel:13812345678">13812345678</a>' in page.text) is sees, login_name
        assert ("13812345678" in page.text) is sees
        assert "138****5678" in page.text
        assert db.session.query(AccessLog).filter_by(deed=PHONES).count() == (2 if login_name != "petition" else 1)


def test_everything_that_happened_is_told_with_who_spoke_and_who_typed(app: Flask, desk: FlaskClient) -> None:
    way = Way().investigating().extension(10).letter_out().hearing().opinion_out()
    way.action("review_request", handed_on=way.today, stage="review", told_how="phone")
    way.asked().upper("upheld")
    page = words(desk.get(at(way))) + words(desk.get(f"{at(way)}?history=2"))
    for told in (
        "收到，登记",
        "定性质、定途径",
        "《信访事项受理告知书》签发",
        "镇镇长录的",
        "分给白塔镇规划建设办公室",
        "报延期10日",
        "批不批延期",
        "听证",
        "《信访事项处理意见书》编号、盖章",
        "《信访事项处理意见书》送达",
        "复查请求交到了镇里",
        "上级收到复查请求",
        "上级复查意见：维持",
        "规站长录的",
    ):
        assert told in page, told


def test_urging_settling_and_withdrawing_stand_in_the_history(app: Flask, desk: FlaskClient) -> None:
    settled = Way().investigating()
    settled.action("urge", text="请这周报情况。").settlement("settled")
    assert "催办白塔镇规划建设办公室请这周报情况。" in words(desk.get(at(settled)))
    assert "已办结：和解、调解结案。" in words(desk.get(at(settled)))
    withdrawn = Way().register().withdraw()
    page = words(desk.get(at(withdrawn)))
    assert "信访人书面撤回已经说开了。（访专干当面问了王乙。）" in page


def test_an_office_with_the_second_claim_does_not_read_the_first_in_the_heading(
    app: Flask, client_of: ClientOf
) -> None:
    way = Way().register(claims=("请镇里核实翻建手续。", "请把路灯修好。"))
    way.second_claim().sort().decide("accepted").letter_out().assigned()
    page = words(client_of("handler").get(at(way)))
    assert "王乙：请把路灯修好。" in page
    assert "请镇里核实翻建手续。" not in page
    assert "王乙：请镇里核实翻建手续。" in words(client_of("leader").get(at(way)))


def test_an_office_sees_its_claim_and_not_the_others(app: Flask, client_of: ClientOf) -> None:
    way = Way().register(claims=("请镇里核实翻建手续。", "请把路灯修好。"))
    way.sort().decide("accepted").letter_out().assigned()
    page = client_of("handler").get(at(way))
    assert page.status_code == 200
    assert "请镇里核实翻建手续。" in words(page)
    assert "请把路灯修好。" not in words(page)
    assert "看王乙的全号" not in words(page)
    assert "照次序抄过去" not in words(page)
    whole = words(client_of("leader").get(at(way)))
    assert "请把路灯修好。" in whole


@pytest.mark.usefixtures("app")
def test_an_office_does_not_read_what_was_reported_to_bodies_above() -> None:
    way = Way().investigating().action("major_report", reported_to="区委", method="phone", text="可能集体去省里。")

    def read(by: str) -> str:
        lines = history_of(way.petition, claims_of(way.petition, way.account(by)), sees_all=by != HANDLER).lines(1)
        return "".join(str(line) for line in lines)

    assert "可能集体去省里" in read(DESK)
    assert "可能集体去省里" not in read(HANDLER)


def test_what_is_out_of_sight_does_not_exist(app: Flask, client_of: ClientOf) -> None:
    way = Way().register()
    task, claim = way.task("sort_claim").public_id, way.claim.public_id
    stranger = client_of("village-handler")
    for address in (
        at(way),
        f"/petitions/claims/{claim}/letter/{task}",
        f"{at(way)}/sheets/registration.pdf",
    ):
        assert stranger.get(address).status_code == 404, address
    assert stranger.get(f"/petitions/{public.NOBODY}").status_code == 404
    assert client_of("petition").get(f"/petitions/{public.NOBODY}").status_code == 404
    assert client_of("mediator").get(at(way)).status_code == 403
    assert client_of("discipline").get(at(way)).status_code == 403


@pytest.mark.parametrize("address", ["/petitions/{}", "/petitions/letters/{}", "/cases/{}", "/tasks/{}"])
def test_a_number_no_table_holds_is_not_there(client_of: ClientOf, address: str) -> None:
    client = client_of("petition")
    assert client.get(address.format(10**19)).status_code == 404
    assert client.get(address.format(10**11)).status_code == 404


def test_a_number_is_seen_in_full_for_a_reason_that_is_kept(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way = Way().register()
    person = way.petition.petitioners[0].public_id
    address = f"{at(way)}/petitioners/{person}/unmask"
    assert "13812345678" not in words(desk.get(address))
    assert desk.post(address, data={"reason": ""}).status_code == 422
    page = desk.post(address, data={"reason": "往全国系统里录"})
    assert "13812345678" in words(page)
    assert "身份证号没有登记" in words(page)
    assert "petition:unmasked" in [entry.deed for entry in entries_of("petition", way.petition.id)]
    assert client_of("leader").get(address).status_code == 403
    other = Way().register().petition.petitioners[0].public_id
    assert desk.get(f"{at(way)}/petitioners/{other}/unmask").status_code == 404


def deed_address(way: Way, name: str) -> str:
    return f"/petitions/claims/{way.claim.public_id}/deeds/{name}"


def test_a_withdrawal_is_asked_for_once_and_waits_for_a_call(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    key = f"petition-{way.claim.public_id}-withdraw"
    desk.post(f"/drafts/{key}", data="reason=说开了", content_type="text/plain")
    page = desk.get(deed_address(way, "withdraw"))
    assert f'data-draft-url="/drafts/{key}"' in page.get_data(as_text=True)
    assert "有没有人劝、逼他撤回" in words(page)
    said = {"applied_on": "2026-11-23", "pressure": "no", "asked_how": "当面问的。", "reason": "说开了。"}
    typed = {**hidden(page), "occurred_at": NOW_TYPED, "draft-key": key, **said}
    pressed = desk.post(deed_address(way, "withdraw"), data={**typed, "pressure": "yes"})
    assert pressed.status_code == 422
    assert "不能撤回" in fault_at(pressed, "pressure")
    assert "说开了。" in words(pressed)
    assert [desk.post(deed_address(way, "withdraw"), data=typed).status_code for _ in range(2)] == [302, 302]
    assert (way.claim.ending, way.open) == (None, ["sort_claim"])
    shown = words(desk.get(f"/petitions/{way.petition.public_id}"))
    assert "已经收到，过了2026年11月26日打电话问本人；核实以前照常办。" in shown
    assert "看撤回怎么核实" in shown
    assert "信访人书面撤回" not in shown.partition("经过")[0]
    assert find_draft(way.account("petition").id, key) is None
    late = desk.get(deed_address(way, "withdraw"))
    assert late.status_code == 409
    assert "现在办不了" in words(late)


def test_deeds_are_offered_where_they_fit_and_to_whom_they_belong(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    fresh, handled = Way().register(), Way().investigating()
    assert "催办" not in words(desk.get(at(fresh)))
    assert "催办" in words(desk.get(at(handled)))
    assert desk.get(deed_address(fresh, "urge")).status_code == 409
    assert desk.get(deed_address(fresh, "nothing")).status_code == 404
    assert client_of("handler").get(deed_address(handled, "urge")).status_code == 403
    assert "催办" not in words(client_of("handler").get(at(handled)))


def test_an_urging_without_words_is_asked_for_them(app: Flask, desk: FlaskClient) -> None:
    way = Way().investigating()
    page = desk.post(deed_address(way, "urge"), data={"occurred_at": NOW_TYPED, "text": ""})
    assert page.status_code == 422
    assert "这一项要填" in fault_at(page, "text")


def test_a_dispute_that_was_opened_is_linked(app: Flask, desk: FlaskClient) -> None:
    way = Way().investigating()
    page = desk.get(deed_address(way, "open_dispute"))
    said = {
        "consent": "both",
        "other_party": "王甲",
        "dispute_type": "neighbours",
        "facts": "滴水。",
        "claims": "留滴水。",
    }
    answer = desk.post(deed_address(way, "open_dispute"), data={**hidden(page), "occurred_at": NOW_TYPED, **said})
    assert answer.status_code == 302
    assert f'href="/cases/{public.case(way.claim.dispute_id)}"' in desk.get(at(way)).get_data(as_text=True)
    assert desk.get(f"/cases/{public.case(way.claim.dispute_id)}").status_code == 200


def test_the_copy_page_and_the_number_turn_the_lamp(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    text = desk.get(f"{at(way)}/copy").get_data(as_text=True)
    asked_for = re.findall(r'<label class="field-label"[^>]*>(.*?)</label>', text)
    assert asked_for[:3] == ["信访件编号", "登记日期", "信访形式"]
    assert asked_for[-5:] == ["问题属地", "主要诉求", "事实理由", "是否重复", "紧急程度"]
    assert {"信访人", "证件号", "电话", "住址", "人数"} < set(asked_for)
    assert 'value="138****5678"' in text
    assert "13812345678" not in text
    page = desk.get(f"{at(way)}/national")
    typed = {**hidden(page), "occurred_at": NOW_TYPED, "national_number": "SD2026112300018"}
    assert desk.post(f"{at(way)}/national", data={**typed, "national_number": ""}).status_code == 422
    assert desk.post(f"{at(way)}/national", data=typed).status_code == 302
    shown = words(desk.get(at(way)))
    assert "已录入信访件编号SD2026112300018" in shown
    assert "还没录入" not in shown
    assert value_of(desk.get(f"{at(way)}/national"), "national_number") == "SD2026112300018"


@pytest.mark.both
def test_a_supervision_is_registered_and_answered_by_a_letter(
    app: Flask, desk: FlaskClient, client_of: ClientOf
) -> None:
    way = Way().investigating()
    page = desk.get("/petitions/supervisions/register")
    said = {
        "from_body": "博山区信访局",
        "number": "博信督〔2026〕2号",
        "received_on": "2026-11-23",
        "text": "请加快办理。",
    }
    typed = {**hidden(page), "occurred_at": NOW_TYPED, **said, "claim": way.claim.number}
    wrong = desk.post("/petitions/supervisions/register", data={**typed, "claim": "2026-1-1"})
    assert "没有这个编号" in fault_at(wrong, "claim")
    answers = [desk.post("/petitions/supervisions/register", data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    row = db.session.query(Supervision).one()
    address = f"/petitions/supervisions/{row.public_id}"
    assert answers[0].location == address
    assert "博信督〔2026〕2号" in words(desk.get("/petitions/"))
    shown = desk.get(address)
    assert "请加快办理。" in words(shown)
    assert "2026年12月23日" in words(shown)
    reply = {**hidden(shown), "occurred_at": NOW_TYPED, "text": "已经调查完，正在出意见书。"}
    assert client_of("leader").post(address, data=reply).status_code == 403
    drafted = desk.post(address, data=reply)
    assert drafted.status_code == 302
    letter = db.session.query(Letter).filter_by(supervision_id=row.id).one()
    assert drafted.location == f"/petitions/letters/{letter.public_id}"
    assert "关于督办事项办理情况的报告等签发" in words(desk.get(address))
    assert "拟回复" not in words(desk.get(address))
    assert client_of("handler").get(address).status_code == 404
    assert client_of("handler").get(drafted.location).status_code == 404


def test_tomorrow_is_no_day_on_which_a_supervision_came(app: Flask, desk: FlaskClient) -> None:
    tomorrow = str(Way().today + timedelta(days=1))
    said = {"from_body": "博山区信访局", "received_on": tomorrow, "text": "请加快办理。", "occurred_at": NOW_TYPED}
    page = desk.post("/petitions/supervisions/register", data=said)
    assert page.status_code == 422
    assert "这一天还没有到" in fault_at(page, "received_on")
    assert db.session.query(Supervision).count() == 0
