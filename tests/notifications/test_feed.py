"""The calendar feed: opens in a parser, stands in the zone of Shanghai, names nobody, and can be revoked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from app.core.db import db
from app.core.transaction import transaction
from app.notifications.models import FeedLink
from app.notifications.pages.feed_file import feed_of
from app.notifications.queries import hash_of
from tests.notifications.outside import NUMBER, TODAY, Things, account_named, ahead, shanghai
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
OFFSET = timedelta(hours=8)


def link_from(client: FlaskClient, once: str = "first") -> str:
    """Open the feed and read its link off the next page."""
    assert client.post("/notices/feed", data={"once": once}).status_code == 302
    page = client.get("/notices/reach").text
    return page.partition("https://jieyou.example.cn")[2].partition(" ")[0]


def events(content: bytes) -> list[Event]:
    return [found for found in Calendar.from_ical(content).walk("VEVENT") if isinstance(found, Event)]


def test_the_feed_opens_in_a_parser_with_the_right_zone(app: Flask, client_of: ClientOf, things: Things) -> None:
    due_at = shanghai(TODAY, 16, 30)
    things["mediator"] = [ahead(2), ahead(0, is_timed=True, due_at=due_at, todo="答复移交", uid="timer-4")]
    link = link_from(client_of("mediator"))
    answer = app.test_client().get(link)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Cache-Control"] == "no-store"
    calendar = Calendar.from_ical(answer.data)
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "解忧·要办的事（白塔镇）")
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert {part["TZOFFSETTO"].td for part in zone.walk("STANDARD")} == {OFFSET}
    day, timed = events(answer.data)
    last = TODAY + timedelta(days=2)
    assert (day.start, day.end) == (shanghai(last, 9), shanghai(last, 9, 30))
    assert (timed.start, timed.end) == (due_at - timedelta(minutes=30), due_at)
    for event in (day, timed):
        assert event.start.utcoffset() == event.end.utcoffset() == OFFSET
        assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
        assert event["DTSTAMP"].dt == NOW
        assert len(event.walk("VALARM")) == 1
    assert day["SUMMARY"] == f"今天到期：该做 写调解结果 {NUMBER}"
    assert timed["SUMMARY"] == f"16:30到期：该做 答复移交 {NUMBER}"
    assert timed["UID"] == "timer-4@jieyou"


def test_an_event_keeps_its_number_and_says_the_earlier_day() -> None:
    rolled = ahead(6, unrolled_on=date(2026, 11, 28), is_provisional=True, number="")
    made = [feed_of([rolled], title="解忧", now=moment) for moment in (NOW, NOW + timedelta(days=1))]
    (first,), (second,) = map(events, made)
    assert first["UID"] == second["UID"]
    assert second["DTSTAMP"].dt - first["DTSTAMP"].dt == timedelta(days=1)
    assert first["SUMMARY"] == "（暂定）今天到期：该做 写调解结果"
    assert "按日子数到11月28日，那天休息，顺延到11月29日" in first["DESCRIPTION"]
    assert "放假安排还没有公布" in first["DESCRIPTION"]


def test_long_chinese_lines_are_folded_between_characters() -> None:
    content = feed_of([ahead(0, todo="请双方当事人约定履行的日期和方式" * 8)], title="解忧", now=NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert events(content)[0]["SUMMARY"].endswith(NUMBER)


def test_without_anything_ahead_the_calendar_is_empty_and_still_one() -> None:
    content = feed_of([], title="解忧", now=NOW.astimezone(UTC))
    assert events(content) == []
    assert content.startswith(b"BEGIN:VCALENDAR")


def test_a_link_leads_nowhere_once_it_is_revoked(app: Flask, client_of: ClientOf, things: Things) -> None:
    things["mediator"] = [ahead(0)]
    client, reader = client_of("mediator"), app.test_client()
    first = link_from(client)
    token = first.removeprefix("/feed/").removesuffix(".ics")
    assert token not in client.get("/notices/reach").text, "shown once"
    assert reader.get(first).status_code == 200
    assert link_from(client) == "", "a second tap opens nothing"
    assert reader.get(first).status_code == 200
    second = link_from(client, once="second")
    assert (reader.get(first).status_code, reader.get(second).status_code) == (404, 200)
    assert client.post("/notices/feed/revoke").status_code == 302
    assert reader.get(second).status_code == 404
    assert "停用" in client.get("/notices/reach").text
    assert client.post("/notices/feed/revoke").status_code == 409


@pytest.mark.both
@pytest.mark.usefixtures("things")
def test_only_the_hash_of_the_secret_is_kept(app: Flask, client_of: ClientOf) -> None:
    token = link_from(client_of("mediator")).removeprefix("/feed/").removesuffix(".ics")
    link = db.session.query(FeedLink).one()
    assert link.token_hash == hash_of(token) == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43


@pytest.mark.usefixtures("things")
def test_an_unknown_link_and_a_closed_account_lead_nowhere(app: Flask, client_of: ClientOf) -> None:
    reader = app.test_client()
    assert reader.get("/feed/unknown.ics").status_code == 404
    link = link_from(client_of("mediator"))
    with transaction():
        account_named("mediator").disabled_at = NOW
    assert reader.get(link).status_code == 404
