"""The head's page: what waits stands there with its light and its way, what is done does not."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.core import clock
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from app.desk.pages.head import SHOWN, Waits, head_page
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Letter, Supervision
from app.petitions.terms import LetterKind, Origin, Urgency
from app.processes.registry import Submission
from tests.letters.letter_way import LetterWay
from tests.petitions.way import Way
from tests.statistics.test_counts import words

ClientOf = Callable[[str], FlaskClient]
AccountOf = Callable[[str], Account]
At = Callable[[datetime], None]
REPORT = {"text": "已经办结。"}


def lists(app: Flask, account: AccountOf) -> dict[str, tuple[Waits, ...]]:
    """Every list of the page as the leader sees it now."""
    with app.test_request_context():
        return {one.key: one.rows for one in head_page(account("leader"), now=clock.now())}


def filled(app: Flask, account: AccountOf) -> dict[str, list[str]]:
    """What waits, by list; lists without anything are left out."""
    return {key: [row.what for row in rows] for key, rows in lists(app, account).items() if rows}


def supervise(way: Way) -> Supervision:
    given = {
        "from_body": "博山区信访局",
        "number": "督〔2026〕7号",
        "received_on": way.today,
        "text": "请抓紧。",
    }
    with transaction():
        return register_supervision(Submission(given, way.now, "", way.account("petition"), way.now))


def reply(way: Way, supervision: Supervision) -> int:
    told = Submission({"text": "已经办好。"}, way.now, "", way.account("petition"), way.now)
    with transaction():
        return answer_supervision(db.session.merge(supervision), told).id


def out(way: Way, letter_id: int) -> None:
    """A letter is signed off, sealed and served."""
    LetterWay(way.now, letter_id).out()


def newest_letter() -> int:
    return max(letter.id for letter in db.session.query(Letter))


def test_an_empty_town_has_eight_empty_lists(app: Flask, client_of: ClientOf, account: AccountOf) -> None:
    assert filled(app, account) == {}
    said = words(client_of("leader").get("/head"))
    for sentence in ("没有等着签发的文书。", "没有超期的。", "没有等着批的延期。", "没有还没回复的督办。"):
        assert sentence in said


def test_a_letter_waits_until_it_is_signed_off(app: Flask, account: AccountOf) -> None:
    way = Way().register().sort().decide("accepted")
    rows = lists(app, account)["letters"]
    assert [(row.number, row.what) for row in rows] == [(way.claim.number, "《信访事项受理告知书》等签发")]
    assert rows[0].link == f"/tasks/{way.task('sign_off').public_id}"
    assert rows[0].title.startswith("王乙：")
    way.signed_off()
    assert filled(app, account) == {"unsent": ["《信访事项受理告知书》签发了，等编号、盖章"]}
    way.sealed().delivered()
    assert filled(app, account) == {}


def test_every_letter_of_a_claim_is_a_step_of_its_own(app: Flask, account: AccountOf) -> None:
    way = Way().register().sort()
    with transaction():
        draft_letter(LetterKind.CLOSING_REPORT, REPORT, about=way.claim, actor=way.account("petition"), now=way.now)
    way.decide("accepted")
    assert filled(app, account) == {"letters": ["《信访事项办结报告》等签发", "《信访事项受理告知书》等签发"]}


def test_a_returned_letter_says_what_is_to_change(app: Flask, account: AccountOf) -> None:
    way = Way().register().sort().decide("accepted")
    way.answer("sign_off", "leader", outcome="back", reason="写清哪天办完。")
    assert filled(app, account) == {"letters": ["《信访事项受理告知书》退回去改了：写清哪天办完。"]}
    assert lists(app, account)["letters"][0].link == f"/tasks/{way.task('redraft').public_id}"


def noticed(way: Way) -> LetterWay:
    """The notice of a hearing is drafted."""
    way.action("hearing_notice", held_at="12月1日", place="镇政府", host="镇镇长", present="双方", contact="访专干")
    return LetterWay(way.now, newest_letter())


def test_a_letter_no_work_waits_for_waits_too(app: Flask, account: AccountOf) -> None:
    notice = noticed(Way().investigating())
    rows = lists(app, account)["letters"]
    assert [(row.what, row.link) for row in rows] == [
        ("《信访事项听证通知书》等签发", f"/tasks/{notice.task('sign_off').public_id}")
    ]
    assert rows[0].light.state == "ok", "it bears the light of the claim's own clock"
    notice.signed_off()
    assert filled(app, account) == {"unsent": ["《信访事项听证通知书》签发了，等编号、盖章"]}
    notice.sealed()
    assert filled(app, account) == {"unsent": ["《信访事项听证通知书》盖了章，等送达"]}
    notice.delivered()
    assert filled(app, account) == {}


def test_a_returned_letter_stands_after_those_to_sign(app: Flask, account: AccountOf) -> None:
    way = Way().investigating()
    noticed(way).returned("换个日子。")
    way.investigate().opinion()
    expected = ["《信访事项处理意见书》等签发", "《信访事项听证通知书》退回去改了：换个日子。"]
    assert filled(app, account)["letters"] == expected


def test_letters_of_a_claim_that_was_withdrawn_wait_for_nobody(app: Flask, account: AccountOf) -> None:
    way = Way().investigating()
    way.action("hearing_notice", held_at="12月1日", place="镇政府", host="镇镇长", present="双方", contact="访专干")
    way.withdraw()
    assert filled(app, account) == {}


def test_a_period_is_soon_then_overdue_then_gone(app: Flask, account: AccountOf, at: At) -> None:
    way = Way().register().sort()
    period = way.period("D2")
    way.on(period.unrolled_on - timedelta(days=4))
    at(way.now)
    assert filled(app, account) == {}
    at(way.later(days=1).now)
    row = lists(app, account)["soon"][0]
    assert (row.light.state, row.light.due, row.number) == ("soon", "临期　还有3天", way.claim.number)
    assert row.link == f"/petitions/{way.petition.public_id}#claim-1"
    assert row.light.why == f"/deadlines/{period.public_id}"
    at(way.on(period.unrolled_on).now)
    assert "soon" in filled(app, account)
    at(way.on(period.due_on + timedelta(days=1)).now)
    found = lists(app, account)
    assert (found["soon"], found["overdue"][0].light.due) == ((), "超期1天")
    way.decide("accepted").letter_out()
    assert "overdue" not in filled(app, account)


def test_red_is_by_the_unrolled_end(app: Flask, account: AccountOf, at: At) -> None:
    way = Way().on(date(2026, 8, 3)).investigating()
    period = way.period("D5")
    assert (period.unrolled_on, period.due_on) == (date(2026, 10, 2), date(2026, 10, 8))
    at(way.on(date(2026, 10, 5)).now)
    found = [row for row in lists(app, account)["overdue"] if row.light.why]
    assert [row.light.due for row in found] == ["10月2日已到，顺延到10月8日"]


def test_an_office_past_the_desks_own_date_stands_there_until_it_answers(
    app: Flask, account: AccountOf, at: At
) -> None:
    way = Way().investigating()
    at(way.on(local(way.now).date() + timedelta(days=20)).now)
    assert "overdue" not in filled(app, account)
    at(way.later(days=1).now)
    row = lists(app, account)["overdue"][0]
    assert "白塔镇规划建设办公室还没有回" in row.what
    assert (row.light.state, row.light.due) == ("overdue", "超期1天")
    way.investigate().opinion()
    assert "overdue" not in filled(app, account)


@pytest.mark.both
def test_a_supervision_waits_with_its_thirty_days_until_the_answer_is_out(app: Flask, account: AccountOf) -> None:
    way = Way()
    supervision = supervise(way)
    row = lists(app, account)["supervisions"][0]
    assert (row.number, row.title) == ("督〔2026〕7号", "博山区信访局督办")
    assert (row.light.state, row.light.due) == ("ok", "正常　还有30天")
    assert row.link == f"/petitions/supervisions/{supervision.public_id}"
    letter_id = reply(way, supervision)
    assert filled(app, account)["letters"] == ["《关于督办事项办理情况的报告》等签发"]
    assert lists(app, account)["letters"][0].light.due == "正常　还有30天"
    out(way, letter_id)
    assert filled(app, account) == {}


def test_an_assignment_waits_until_its_result_is_reported(app: Flask, account: AccountOf) -> None:
    way = Way().transferred(origin=Origin.ASSIGNED, reply_due_on=date(2026, 11, 24), claims=("修路。", "清沟。"))
    assert filled(app, account)["assigned"] == ["博山区信访局交办，要求2026年11月24日以前报结果"]
    assert lists(app, account)["assigned"][0].light.due == "临期　还有1天"
    way.action("closing_report", text="路修好了。", contact="访专干")
    out(way, newest_letter())
    assert "assigned" in filled(app, account), "the other claim is not reported"
    other = way.second_claim()
    other.action("closing_report", text="沟清好了。", contact="访专干")
    out(way, newest_letter())
    assert "assigned" not in filled(app, account)


def test_one_report_after_every_claim_is_over_reports_them_all(app: Flask, account: AccountOf) -> None:
    way = Way().transferred(origin=Origin.ASSIGNED, reply_due_on=date(2026, 11, 24), claims=("修路。", "清沟。"))
    for one in (way, way.second_claim()):
        one.withdraw()
    way.later(days=4).action("closing_report", text="都解决了，本人撤回。", contact="访专干")
    assert "assigned" in filled(app, account)
    out(way, newest_letter())
    assert "assigned" not in filled(app, account)


def test_what_is_major_stands_there_until_it_is_reported(app: Flask, account: AccountOf, at: At) -> None:
    way = Way().register(urgency=Urgency.MAJOR)
    row = lists(app, account)["major"][0]
    assert (row.number, row.light.due) == (way.petition.number, "临期　今天到期")
    at(way.later(days=1).now)
    assert lists(app, account)["major"][0].light.due == "超期1天"
    way.action("major_report", reported_to="区信访局", method="phone", text="已经劝住。")
    assert "major" not in filled(app, account)


def test_an_extension_waits_for_its_decision(app: Flask, account: AccountOf) -> None:
    way = Way().investigating().investigate("extension", days=20, reason="要等鉴定。")
    assert filled(app, account) == {"extensions": ["报延期20日：要等鉴定。"]}
    assert lists(app, account)["extensions"][0].link == f"/tasks/{way.task('approve_extension').public_id}"
    way.answer("approve_extension", "leader", outcome="denied", reason="抓紧办。")
    assert filled(app, account) == {}
    way.investigate("extension", days=5, reason="鉴定就快好了。")
    assert filled(app, account) == {"extensions": ["报延期5日：鉴定就快好了。"]}


def test_another_class_waits_for_its_decision(app: Flask, account: AccountOf) -> None:
    way = Way().investigating().investigate("reroute")
    assert filled(app, account) == {"reroutes": ["承办单位查到：手续齐全，现场核对无误。"]}
    row = lists(app, account)["reroutes"][0]
    assert (row.link, row.light.state) == (f"/tasks/{way.task('approve_reroute').public_id}", "ok")
    way.answer("approve_reroute", "leader", outcome="denied", reason="没有错。")
    assert filled(app, account) == {}
    way.answer("investigate", "handler", outcome="reroute", findings="查" * 5000)
    assert filled(app, account) == {"reroutes": [f"承办单位查到：{'查' * 119}…"]}


def test_rows_stand_by_their_days_alone(app: Flask, account: AccountOf, at: At) -> None:
    late = Way().on(date(2026, 3, 9)).register(village="赵庄")
    later = Way().on(date(2026, 3, 2)).register()
    assert [row.number for row in lists(app, account)["overdue"]] == [later.claim.number, late.claim.number]


def test_a_long_list_is_cut_and_says_so(app: Flask, client_of: ClientOf, account: AccountOf) -> None:
    for _ in range(3):
        Way().on(date(2026, 3, 2)).register(claims=tuple(f"第{place}项。" for place in range(1, 19)))
    assert len(lists(app, account)["overdue"]) == SHOWN
    assert f"{SHOWN}件以上，先列最急的{SHOWN}件" in words(client_of("leader").get("/head"))


def test_every_row_leads_somewhere(app: Flask, client_of: ClientOf, at: At) -> None:
    Way().on(date(2026, 3, 2)).register(urgency=Urgency.MAJOR)
    way = Way().investigating()
    way.action("hearing_notice", held_at="12月1日", place="镇政府", host="镇镇长", present="双方", contact="访专干")
    way.investigate("extension", days=20, reason="要等鉴定。")
    Way().transferred(origin=Origin.ASSIGNED, reply_due_on=date(2026, 12, 1)).sort().decide("accepted")
    supervise(way)
    client = client_of("leader")
    page = client.get("/head").get_data(as_text=True)
    links = [html.unescape(one) for one in re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', page)]
    assert len(links) >= 6
    assert {client.get(link.partition("#")[0], follow_redirects=True).status_code for link in links} == {200}
