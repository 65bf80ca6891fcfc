"""The file of the calendar feed: one event for each thing ahead, in the zone of Shanghai, without names (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDuration

from app.notifications.rules import Ahead

ZONE = ZoneInfo("Asia/Shanghai")
OFFSET, SINCE = timedelta(hours=8), date(1992, 1, 1)
MORNING, LASTS = time(9), timedelta(minutes=30)
ASK_AGAIN = timedelta(hours=1)
WARNED_BEFORE = timedelta(hours=1)


def feed_of(things: Sequence[Ahead], *, title: str, now: datetime) -> bytes:
    """The calendar file.  A day's thing stands at nine in the morning of its last day, a timed one ends when due."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jieyou//Deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    calendar.add_component(_zone())
    for thing in things:
        calendar.add_component(_event(thing, now))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE.key)
    standard.add("dtstart", datetime.combine(SINCE, time()))
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(thing: Ahead, now: datetime) -> Event:
    event = Event()
    if thing.is_timed:
        ends = thing.due_at.astimezone(ZONE)
        begins, warned_before = ends - LASTS, WARNED_BEFORE
    else:
        begins = datetime.combine(thing.due_on, MORNING, ZONE)
        ends, warned_before = begins + LASTS, timedelta()
    event.add("uid", thing.uid if "@" in thing.uid else f"{thing.uid}@jieyou")
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _summary(thing, ends))
    event.add("description", _description(thing))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(_summary(thing, ends), warned_before))
    return event


def _alarm(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -before)
    return alarm


def _summary(thing: Ahead, ends: datetime) -> str:
    when = f"{ends:%H:%M}到期" if thing.is_timed else "今天到期"
    number = f" {thing.number}" if thing.number else ""
    return f"{'（暂定）' if thing.is_provisional else ''}{when}：该做 {thing.todo}{number}"


def _description(thing: Ahead) -> str:
    lines = []
    if thing.due_on != thing.unrolled_on:
        early, last = _day(thing.unrolled_on), _day(thing.due_on)
        lines.append(f"按日子数到{early}，那天休息，顺延到{last}。稳妥起见，请在{early}以前办好。")
    if thing.is_provisional:
        lines.append("那一年的放假安排还没有公布，日子可能还会变。")
    lines.append("当事人的姓名和案情特意没有写在这里，登录系统就能看到。")
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
