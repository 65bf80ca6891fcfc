"""The calendar as people read it, and its changes as the administrator makes them: seen first, then confirmed."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.clock import SHANGHAI
from app.core.db import db
from app.deadlines.models import TownDay, TownYear
from tests import public
from tests.deadlines.things import MALFORMED, again, all_rows, begin, deeds, notice_2027
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
EVE = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
OTHERS = ("mediator", "head", "town-head", "clerk", "adviser", "justice", "stranger")
DAY = {"once": "d", "day": "2026-12-23", "kind": "holiday", "name": "大雪停工", "reason": "市政府通知"}


@pytest.fixture(autouse=True)
def eve(app: Flask, at: At) -> None:
    """It is Sunday, 20 December 2026."""
    at(EVE)


def words(answer: TestResponse) -> str:
    """The page's text as people read it."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True))))


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden fields of the page's last form: what a browser sends back."""
    form = answer.get_data(as_text=True).split("<form")[-1]
    tags = [tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in tag]
    found = {}
    for tag in tags:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is not None:
            found[name.group(1)] = html.unescape(value.group(1)) if value else ""
    return found


def send(client: FlaskClient, content: bytes, **more: str) -> TestResponse:
    """Choose a file and press 先看会变什么."""
    data = {"once": "y", **more, "file": (io.BytesIO(content), "2027.json")}
    return client.post("/deadlines/calendar/year", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("name", [*OTHERS, "admin"])
def test_everybody_reads_the_calendar_and_only_the_administrator_sees_how_to_change_it(
    app: Flask, client_of: ClientOf, name: str
) -> None:
    page = client_of(name).get("/deadlines/calendar")
    text = words(page)
    for said in (
        "节假日表：2026年",
        "国务院办公厅关于2026年部分节假日安排的通知",
        "国庆节10月1日（周四）到10月7日（周三），共7天",
        "10月10日（周六）国庆节调休",
        "1月4日（周日）元旦调休",
    ):
        assert said in text
    assert "暂定" not in text
    assert ("导入一年的放假安排" in text) == ("改一天" in text) == (name == "admin")


def test_a_year_without_its_notice_is_provisional(app: Flask, client_of: ClientOf) -> None:
    text = words(client_of("mediator").get("/deadlines/calendar?year=2027"))
    assert "节假日表：2027年（暂定）" in text
    assert "还没有公布" in text
    assert "春节2月5日（周五）到2月8日（周一），共4天" in text
    assert "没有调休上班的日子" in text


@pytest.mark.parametrize(("asked", "shown"), [("1999", 2004), ("2500", 2100), ("nie", 2026), ("2004", 2004)])
def test_a_year_that_is_not_known_shows_the_nearest(app: Flask, client_of: ClientOf, asked: str, shown: int) -> None:
    page = client_of("mediator").get(f"/deadlines/calendar?year={asked}")
    assert page.status_code == 200
    assert f"节假日表：{shown}年" in words(page)


def test_a_notice_is_seen_first_and_brought_in_when_confirmed(app: Flask, client_of: ClientOf) -> None:
    period = Story(EVE).mediating_at("village").period("M2").id
    with_month = Story(datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)).mediating_at("village")
    number, other = with_month.case.number, with_month.period("M2").id
    client = client_of("admin")
    seen = send(client, notice_2027())
    assert seen.status_code == 200
    text = words(seen)
    assert "放假27天，调休上班5天。还没有存" in text
    assert f"{number}调解2027年2月1日2027年1月31日" in text
    assert "2027年1月20日日子不变，不再是暂定" in text
    assert db.session.query(TownYear).count() == 0
    assert again(other).due_on == date(2027, 2, 1)
    done = client.post("/deadlines/calendar/year", data=hidden(seen), follow_redirects=True)
    assert done.status_code == 200
    assert "2027年的放假安排导入好了，有1个期限变了日子" in words(done)
    assert "节假日表：2027年" in words(done)
    assert "暂定" not in words(done)
    assert "2月14日（周日）春节调休" in words(done)
    assert again(other).due_on == date(2027, 1, 31)
    assert not again(period).is_provisional
    moved = client_of("head").get(f"/deadlines/{public.deadline(other)}")
    assert "节假日表改了，重新算，到2027年1月31日" in words(moved)


def test_whoever_may_see_no_case_reads_no_names_in_what_a_change_moves(app: Flask, client_of: ClientOf) -> None:
    """The administrator sees the numbers of the cases, not whose they are."""
    story = Story(EVE).mediating_at("village")
    client = client_of("admin")
    pages = [send(client, notice_2027()), client.post("/deadlines/calendar/day", data={**DAY, "day": "2027-01-20"})]
    for page in pages:
        assert page.status_code == 200
        assert str(story.case.number) in words(page)
        assert "王甲" not in words(page)
        assert "（名字不显示）" in words(page)


def test_two_taps_on_confirm_bring_a_notice_in_once(app: Flask, client_of: ClientOf) -> None:
    begin("M2", date(2026, 12, 31), kind="case", number=Story(EVE).register().case_id, now=EVE)
    client = client_of("admin")
    confirmed = hidden(send(client, notice_2027()))
    answers = [client.post("/deadlines/calendar/year", data=confirmed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(deeds("calendar:imported")) == len(deeds("deadline:recomputed")) == 1


def test_a_notice_that_is_there_already_is_a_sentence(app: Flask, client_of: ClientOf) -> None:
    client = client_of("admin")
    client.post("/deadlines/calendar/year", data=hidden(send(client, notice_2027())))
    for content, sentence in ((notice_2027(), "内容一样，没有改动"), (notice_2027(workdays={}), "不一样，没有改动")):
        again_sent = send(client, content, once="z")
        assert again_sent.status_code == 409
        assert sentence in words(again_sent)
    assert db.session.query(TownYear).count() == 1
    assert len(deeds("calendar:imported")) == 1


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_notice_is_said_at_its_field_and_changes_nothing(
    app: Flask, client_of: ClientOf, fault: str
) -> None:
    before = all_rows()
    page = send(client_of("admin"), MALFORMED[fault]())
    assert page.status_code == 422
    assert "还要改一改" in words(page)
    assert 'class="error-text"' in page.get_data(as_text=True)
    assert db.session.query(TownYear).count() == 0
    assert all_rows() == before


def test_without_a_file_one_is_asked_for(app: Flask, client_of: ClientOf) -> None:
    page = client_of("admin").post("/deadlines/calendar/year", data={"once": "y"})
    assert page.status_code == 422
    assert "请先选一个文件" in words(page)


def test_after_a_refused_confirmation_the_next_file_is_seen_first_again(app: Flask, client_of: ClientOf) -> None:
    """Somebody else was first: what stays in the form must not confirm another file unseen."""
    client = client_of("admin")
    confirmed = hidden(send(client, notice_2027(workdays={})))
    other = hidden(send(client, notice_2027(), once="other"))
    assert client.post("/deadlines/calendar/year", data=other).status_code == 302
    refused = client.post("/deadlines/calendar/year", data=confirmed)
    assert refused.status_code == 409
    form = refused.get_data(as_text=True).split("/deadlines/calendar/year")[1].split("</form>")[0]
    assert [_value(form, name) for name in ("confirmed", "content")] == ["", ""]


def _value(form: str, name: str) -> str:
    tag = next((tag for tag in re.findall(r"<input[^>]*>", form) if f'name="{name}"' in tag), "")
    found = re.search(r'value="([^"]*)"', tag)
    return found.group(1) if found else ""


def test_a_day_is_seen_first_and_changed_when_confirmed(app: Flask, client_of: ClientOf) -> None:
    story = Story(datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)).mediating_at("village")
    period = story.period("M2").id
    client = client_of("admin")
    seen = client.post("/deadlines/calendar/day", data=DAY)
    assert seen.status_code == 200
    assert "原来是工作日，改成大雪停工假期" in words(seen)
    assert "2026年12月23日2026年12月24日" in words(seen)
    assert again(period).due_on == date(2026, 12, 23)
    typed = {**DAY, **hidden(seen)}
    assert typed["confirmed"] == "yes"
    for _ in range(2):
        done = client.post("/deadlines/calendar/day", data=typed, follow_redirects=True)
        assert done.status_code == 200
    assert again(period).due_on == date(2026, 12, 24)
    assert len(deeds("calendar:day_changed")) == len(deeds("deadline:recomputed")) == 1
    assert "12月23日（周三）大雪停工假期市政府通知" in words(client.get("/deadlines/calendar?year=2026"))


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"kind": "make_up"}, 422, "这一天不是周末"),
        ({"name": ""}, 422, "请写是什么节"),
        ({"reason": ""}, 422, "要填"),
        ({"reason": "   "}, 422, "写"),
        ({"day": ""}, 422, "要填"),
        ({"day": "2026-02-30"}, 422, "日"),
        ({"day": "1999-01-01"}, 422, "2004年到2100年"),
        ({"kind": ""}, 422, "选"),
        ({"kind": "feast"}, 422, "选"),
        ({"kind": "workday", "name": ""}, 409, "本来就是这样"),
    ],
)
@pytest.mark.parametrize("confirmed", ["", "yes"])
def test_a_day_that_cannot_be_is_said_and_changes_nothing(
    app: Flask, client_of: ClientOf, typed: dict[str, str], status: int, sentence: str, confirmed: str
) -> None:
    page = client_of("admin").post("/deadlines/calendar/day", data={**DAY, **typed, "confirmed": confirmed})
    assert page.status_code == status
    assert sentence in words(page)
    assert 'name="confirmed" type="hidden" value="yes"' not in page.get_data(as_text=True)
    assert db.session.query(TownDay).count() == 0


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_changes_the_calendar(app: Flask, client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    assert send(client, notice_2027()).status_code == 403
    assert send(client, notice_2027(), confirmed="yes").status_code == 403
    assert client.post("/deadlines/calendar/day", data={**DAY, "confirmed": "yes"}).status_code == 403
    assert db.session.query(TownYear).count() == db.session.query(TownDay).count() == 0


def test_a_look_by_get_changes_nothing(app: Flask, client_of: ClientOf) -> None:
    client = client_of("admin")
    assert client.get("/deadlines/calendar/year").status_code == 405
    assert client.get("/deadlines/calendar/day").status_code == 405
