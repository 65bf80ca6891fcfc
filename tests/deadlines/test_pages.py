"""The list of periods, the 期限说明 of one, the rules and their lengths, as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.finish_deadline import meet_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline, TownLength
from app.deadlines.queries.calendar_source import period_rules
from tests import public
from tests.deadlines.things import Thing, Things, account, again, begin, deeds, holder
from tests.story import Story
from tests.town import NOW, REGION
from workflows.periods.reckon import Extension

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
EVERYBODY = ("mediator", "head", "town-head", "clerk", "adviser", "justice", "admin")


def words(answer: TestResponse) -> str:
    """The page's text as people read it."""
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))


def rows(answer: TestResponse) -> list[str]:
    """The rows of the page's table as people read them."""
    html = answer.get_data(as_text=True)
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", row)) for row in found if "<td" in row]


def numbers(answer: TestResponse) -> list[int]:
    """The things of the list, in its order."""
    return [int(found) for row in rows(answer) for found in re.findall(r"东西(\d+?)第", row)]


@pytest.fixture
def four(app: Flask, things: Things) -> None:
    """Four periods of 小海眼: red, yellow, green, and of another code."""
    begin("D5", date(2026, 9, 23), 1)
    begin("D5", date(2026, 9, 26), 3)
    begin("D5", date(2026, 11, 20), 5)
    begin("M2", date(2026, 11, 20), 7)


def test_the_list_has_the_earliest_unrolled_end_first_and_a_light_for_each(four: None, client_of: ClientOf) -> None:
    page = client_of("head").get("/deadlines/")
    assert numbers(page) == [1, 3, 7, 5]
    assert "正在算的4个" in words(page)
    assert ["11月22日已到，顺延今天到期" in row for row in rows(page)] == [True, False, False, False]
    assert "还有2天" in rows(page)[1]
    assert "第1号" in rows(page)[0]
    html = page.get_data(as_text=True)
    assert [html.count(f"light-{light}") for light in ("overdue", "soon", "ok")] == [1, 1, 2]
    first = db.session.query(Deadline).filter_by(subject_id=1).one()
    assert f'href="/deadlines/{first.public_id}"' in html


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"light": "overdue"}, [1]),
        ({"light": "soon"}, [3]),
        ({"light": "ok"}, [7, 5]),
        ({"code": "M2"}, [7]),
        ({"before": "2026-11-25"}, [1, 3]),
        ({"before": "2026-12-21", "code": "M2"}, [7]),
        ({"light": "ok", "code": "D5"}, [5]),
        ({"light": "blue", "code": "X9", "before": "gestern", "page": "two"}, [1, 3, 7, 5]),
        ({"page": "2"}, []),
        ({"page": "-3"}, [1, 3, 7, 5]),
    ],
)
def test_the_list_is_narrowed_by_light_kind_and_last_day(
    four: None, client_of: ClientOf, asked: dict[str, str], expected: list[int]
) -> None:
    assert numbers(client_of("head").get("/deadlines/", query_string=asked)) == expected


def test_a_page_far_beyond_the_end_is_empty(four: None, client_of: ClientOf) -> None:
    assert numbers(client_of("head").get("/deadlines/?page=2147483647")) == []


def test_a_page_with_a_number_nobody_can_count_to_is_the_first(four: None, client_of: ClientOf) -> None:
    assert numbers(client_of("head").get("/deadlines/?page=99999999999999999999")) == [1, 3, 7, 5]


def test_a_list_of_many_is_read_page_by_page(things: Things, client_of: ClientOf) -> None:
    with transaction():
        actor, committee = account("mediator"), holder(1)
        for number in range(1, 66):
            day = date(2026, 6, 1) + timedelta(days=number)
            open_deadline(Thing(number), "M9b", starts=day, region=REGION, committee_id=committee, actor=actor, now=NOW)
    client = client_of("head")
    pages = [numbers(client.get(f"/deadlines/?page={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [30, 30, 5]
    assert [number for page in pages for number in page] == list(range(1, 66))


@pytest.mark.both
def test_the_light_of_the_filter_is_the_light_of_the_row_for_periods_of_hours_too(
    things: Things, client_of: ClientOf
) -> None:
    """24 hours begun this minute are 正常 until six hours are left."""
    begin("L1", NOW, 1)
    begin("L1", NOW - timedelta(hours=20), 3)
    client = client_of("head")
    by_light = {light: numbers(client.get(f"/deadlines/?light={light}")) for light in ("overdue", "soon", "ok")}
    assert by_light == {"overdue": [], "soon": [3], "ok": [1]}


def test_red_begins_with_the_unrolled_end(things: Things, client_of: ClientOf, at: At) -> None:
    begin("D5", date(2026, 8, 3))
    client = client_of("head")
    at(datetime(2026, 10, 2, 23, 0, tzinfo=SHANGHAI))
    assert "今天到期" in rows(client.get("/deadlines/?light=soon"))[0]
    at(datetime(2026, 10, 3, 0, 30, tzinfo=SHANGHAI))
    assert "10月2日已到，顺延到10月8日" in rows(client.get("/deadlines/?light=overdue"))[0]
    assert rows(client.get("/deadlines/?light=soon")) == []


@pytest.mark.both
def test_a_list_shows_only_what_one_may_see(app: Flask, things: Things, client_of: ClientOf) -> None:
    story = Story().mediating_at("village")
    begin("M2", date(2026, 11, 20), 2)
    seen = {name: words(client_of(name).get("/deadlines/")) for name in ("mediator", "stranger", "justice", "admin")}
    assert "王甲" in seen["mediator"]
    assert "东西2" not in seen["mediator"]
    assert "王甲" not in seen["stranger"]
    assert "东西2" in seen["stranger"]
    assert "王甲" in seen["justice"]
    assert "正在算的0个" in seen["admin"]
    assert story.case.number is not None


@pytest.mark.both
def test_an_outsider_finds_no_such_period(app: Flask, client_of: ClientOf) -> None:
    address = f"/deadlines/{Story().mediating_at('village').period('M2').public_id}"
    assert client_of("head").get(address).status_code == 200
    assert client_of("justice").get(address).status_code == 200
    hidden = [client_of(name).get(address) for name in ("stranger", "stranger-head", "admin")]
    none = client_of("stranger").get(f"/deadlines/{public.NOBODY}")
    assert {answer.status_code for answer in hidden} == {none.status_code} == {404}
    assert all("王甲" not in answer.get_data(as_text=True) for answer in hidden)


@pytest.mark.both
def test_a_row_of_a_kind_nobody_entered_breaks_no_list(app: Flask, things: Things, client_of: ClientOf) -> None:
    broken = begin("M2", date(2026, 11, 20), 1, kind="nobody's")
    assert rows(client_of("justice").get("/deadlines/")) == []
    assert client_of("justice").get(f"/deadlines/{broken.public_id}").status_code == 404


def test_an_explanation_says_how_the_day_came_about(things: Things, client_of: ClientOf) -> None:
    row = begin("D5", date(2026, 8, 3))
    text = words(client_of("head").get(f"/deadlines/{row.public_id}"))
    for said in (
        "期限说明：办结并出具处理意见书",
        "8月3日受理，次日起算60日，10月2日是国庆假期，顺延到10月8日。",
        "不顺延的最后一天2026年10月2日",
        "最后一天2026年10月8日",
        "《信访工作条例》第三十四条、第四十五条",
        "超期没有办结，上级督办，要依法追究责任",
        "2026年8月3日周一起受理当天不算，从第二天起算",
        "2026年10月2日周五到期60最后一天是国庆假期，往后顺延",
        "2026年10月8日周四顺延顺延到这一天，期限届满",
        "东西1",
        "第1号",
        "开始算吴桂兰",
    ):
        assert said in text, said
    assert text.index("2026年8月3日周一") < text.index("2026年10月2日周五") < text.index("2026年10月8日周四")
    assert "暂定" not in text


def test_the_strip_counts_every_day_of_the_period(things: Things, client_of: ClientOf) -> None:
    row = begin("D4", date(2026, 9, 30))
    page = client_of("head").get(f"/deadlines/{row.public_id}")
    counted = re.findall(r'class="day-word">(?:算|到期) (\d+)<', page.get_data(as_text=True))
    assert counted == ["1", "2", "3", "4", "5"]
    assert "2026年10月10日周六算3国庆调休上班，算" in words(page)


@pytest.mark.both
def test_the_history_names_who_did_what(things: Things, client_of: ClientOf) -> None:
    row = begin("D5", date(2026, 9, 26))
    with transaction():
        extension = Extension(date(2026, 11, 23), days=10)
        extend_deadline(again(row.id), extension, reason="案情复杂", actor=account("head"), now=NOW)
    with transaction():
        later = NOW + timedelta(days=1)
        meet_deadlines(Thing(), {"D5"}, on=date(2026, 11, 24), actor=account("mediator"), now=later)
    text = words(client_of("head").get(f"/deadlines/{row.public_id}"))
    history = text[text.index("谁改过") :]
    assert "：案情复杂周有福" in history
    assert "办了：2026年11月24日吴桂兰" in history
    assert history.index("开始算吴桂兰") < history.index("延长") < history.index("办了：")
    assert "经批准接着延长10日" in text


@pytest.mark.parametrize(("done_on", "said"), [(date(2026, 12, 21), "办了"), (date(2026, 12, 23), "办了，晚了2天")])
def test_what_was_done_late_is_not_called_timely(things: Things, client_of: ClientOf, done_on: date, said: str) -> None:
    row = begin("M2", date(2026, 11, 21))
    assert row.due_on == date(2026, 12, 21)
    now = end_of_day(date(2026, 12, 30))
    sweep_deadlines(now)
    with transaction():
        later = now + timedelta(hours=9)
        meet_deadlines(Thing(), {"M2"}, on=done_on, actor=account("mediator"), now=later)
    text = words(client_of("head").get(f"/deadlines/{row.public_id}"))
    assert f"{said}：2026年12月{done_on.day}日" in text
    assert ("晚了" in text) == ("晚了" in said)


def test_a_lapse_and_a_closed_window_stand_in_the_history_once(things: Things, client_of: ClientOf) -> None:
    row = begin("M5", date(2026, 10, 1))
    sweep_deadlines(NOW)
    text = words(client_of("head").get(f"/deadlines/{row.public_id}"))
    assert text.count("到期没有办") == 1
    assert "已经过期" in text


def test_hours_are_explained_by_the_minute(things: Things, client_of: ClientOf) -> None:
    row = begin("L1", NOW)
    text = words(client_of("head").get(f"/deadlines/{row.public_id}"))
    assert "11月23日09:00送审，24小时，11月24日09:00到期。" in text
    assert "09:00到24:00" in text


@pytest.mark.both
def test_a_provisional_date_says_so_wherever_it_stands(app: Flask, client_of: ClientOf, at: At) -> None:
    eve = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
    story = Story(eve).mediating_at("village")
    at(eve)
    client = client_of("head")
    period = story.period("M2").id
    for address in (
        "/deadlines/",
        f"/deadlines/{public.deadline(period)}",
        f"/cases/{public.case(story.case_id)}",
        "/cases/",
        "/",
    ):
        page = client.get(address)
        text = words(page)
        assert "还有31天（暂定）" in text, address
    assert "国务院办公厅还没有公布" in words(client.get(f"/deadlines/{public.deadline(period)}"))


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_reads_every_rule_and_its_article(app: Flask, client_of: ClientOf, name: str) -> None:
    page = client_of(name).get("/deadlines/rules")
    assert len(rows(page)) == len(period_rules()) == 33
    text = words(page)
    assert "《人民调解法》" in text
    assert "本地自己定" in text
    may_set = "/deadlines/rules/R1" in page.get_data(as_text=True)
    assert may_set == (name == "admin")
    assert "/deadlines/rules/D5" not in page.get_data(as_text=True)


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "admin"])
def test_only_the_administrator_sets_a_length(app: Flask, client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    typed = {"once": "k", "length": "5", "from_on": "2026-12-01", "reason": "会议定的"}
    assert client.get("/deadlines/rules/R1").status_code == 403
    assert client.post("/deadlines/rules/R1", data=typed).status_code == 403
    assert db.session.query(TownLength).count() == 0


@pytest.mark.both
def test_a_length_is_set_on_its_page_and_a_double_tap_sets_it_once(app: Flask, client_of: ClientOf) -> None:
    client = client_of("admin")
    assert "现在是3个工作日" in words(client.get("/deadlines/rules/R1"))
    typed = {"once": "k", "length": "5", "from_on": "2026-11-23", "reason": "会议定的"}
    for _ in range(2):
        page = client.post("/deadlines/rules/R1", data=typed, follow_redirects=True)
        assert page.status_code == 200
    assert any("答复移交函" in row and "5个工作日" in row for row in rows(page))
    assert len(deeds("deadline:length_set")) == 1
    assert "2026年11月23日起5个工作日：会议定的" in words(client.get("/deadlines/rules/R1"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"length": "0"}, "1到1000之间"),
        ({"length": "viel"}, "整数"),
        ({"length": ""}, "要填"),
        ({"length": "9" * 30}, "太大了"),
        ({"from_on": "2026-11-22"}, "请选今天或以后"),
        ({"from_on": "2026-02-30"}, "日"),
        ({"reason": ""}, "要填"),
        ({"reason": "长" * 201}, "最多写200个字"),
    ],
)
def test_a_length_that_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    app: Flask, client_of: ClientOf, typed: dict[str, str], sentence: str
) -> None:
    plain = {"once": "k", "length": "5", "from_on": "2026-12-01", "reason": "会议定的"}
    page = client_of("admin").post("/deadlines/rules/R1", data={**plain, **typed})
    assert page.status_code == 422
    html = page.get_data(as_text=True)
    assert sentence in html
    assert typed.get("reason", "会议定的") in html
    assert db.session.query(TownLength).count() == 0


def test_what_a_statute_fixes_has_no_page_to_set_it(app: Flask, client_of: ClientOf) -> None:
    client = client_of("admin")
    assert "不能改" in words(client.get("/deadlines/rules/D5", follow_redirects=True))
    typed = {"once": "k", "length": "5", "from_on": "2026-12-01", "reason": "会议定的"}
    assert client.post("/deadlines/rules/D5", data=typed).status_code == 422
    assert db.session.query(TownLength).count() == 0


def test_a_rule_nobody_knows_is_a_sentence(app: Flask, client_of: ClientOf) -> None:
    for answer in (client_of("admin").get("/deadlines/rules/X9"), client_of("admin").post("/deadlines/rules/X9")):
        assert answer.status_code in (404, 422)
        assert "没有" in answer.get_data(as_text=True)


def test_nobody_reads_periods_without_signing_in(app: Flask) -> None:
    period = Story().register().period("M1").public_id
    for address in ("", period, "rules", "calendar", "rules/R1"):
        answer = app.test_client().get(f"/deadlines/{address}")
        assert answer.status_code == 302
        assert "王甲" not in answer.get_data(as_text=True)
    assert db.session.query(Deadline).count() == 1
