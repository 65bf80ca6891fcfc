"""The calendar and the rules of this town: the files, with the town's own rows laid over them."""

from __future__ import annotations

import secrets
from datetime import date
from functools import cache, lru_cache

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid
from app.deadlines.models import TownDay, TownLength, TownYear
from app.organisations.models import TownFact
from app.organisations.queries import fact
from app.settings import PROJECT_FOLDER
from workflows.errors import PeriodRefused
from workflows.periods.holidays import Calendar, DayMark, HolidayYear, read_calendar, read_year
from workflows.periods.rules import PeriodRule, Rules, read_rules, rule_named

BPMN_FOLDER = PROJECT_FOLDER / "bpmn"
VERSION = "calendar_version"


@cache
def base_calendar() -> Calendar:
    """The calendar of the files; read once per running program."""
    return read_calendar(BPMN_FOLDER / "holidays")


@cache
def period_rules() -> Rules:
    """Every period by code; read once per running program."""
    return read_rules(BPMN_FOLDER)


def period_rule(code: str) -> PeriodRule:
    """The rule of a code.  Raises `Invalid` for one that is unknown."""
    try:
        return rule_named(period_rules(), code)
    except PeriodRefused as refused:
        raise Invalid(str(refused)) from refused


def town_calendar() -> Calendar:
    """The files, over them the notices the town brought in, over both its single days.

    One statement while nothing has changed: every change of the rows gives the calendar a new version.
    """
    version = fact(VERSION)
    return base_calendar() if version is None else _of_version(version)


@lru_cache(maxsize=8)
def _of_version(version: str) -> Calendar:
    """The laid calendar of a version; the rows are read when the version is first met."""
    return base_calendar().over(town_years(), town_days())


def town_years() -> list[HolidayYear]:
    """The notices the town brought in."""
    rows = db.session.scalars(select(TownYear).order_by(TownYear.year))
    return [read_year(row.content.encode(), str(row.year)) for row in rows]


def town_days() -> dict[date, DayMark]:
    """The single days the town changed."""
    return {row.day: DayMark(row.kind, row.name) for row in db.session.scalars(select(TownDay))}


def new_version() -> None:
    """The rows have changed: whoever asks from now on reads them anew."""
    db.session.merge(TownFact(name=VERSION, value=secrets.token_hex(8)))
    db.session.flush()


def inner_reminders() -> list[str]:
    """The periods that only remind the office, by lengths that are its own settings."""
    return [code for code, rule in period_rules().items() if rule.effect == "remind" and rule.is_setting]


def length_of(code: str, on: date) -> int:
    """How long a period is for a start on a day: the town's setting where it may have one, else the rule's own."""
    rule = period_rule(code)
    if not rule.is_setting:
        return rule.length
    found = select(TownLength.length).where(TownLength.code == code, TownLength.from_on <= on)
    return db.session.scalar(found.order_by(TownLength.from_on.desc()).limit(1)) or rule.length
