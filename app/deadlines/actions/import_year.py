"""Bring in a year's notice: read, listed with all it moves, confirmed by a person, audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.foreign import reading_foreign_file
from app.core.permissions import Actor
from app.deadlines.actions.calendar_changes import Change, carry_out, changes_by
from app.deadlines.actions.calendar_lock import change_calendar
from app.deadlines.models import TownYear
from app.deadlines.queries.calendar_source import new_version, town_calendar
from workflows.errors import HolidaysRefused
from workflows.periods.holidays import HolidayYear, read_year

LARGEST = 100_000
UNREADABLE = "这个文件打不开，请核对是不是一年的放假安排（.json）。"


class CalendarTrail:
    """A year of the calendar as the audit trail names it."""

    subject_kind = "calendar"

    def __init__(self, year: int) -> None:
        self.id = year


@dataclass(frozen=True)
class Preview:
    """A notice that was read, and what it would move."""

    year: HolidayYear
    changes: list[Change]


def read_notice(content: bytes, file: str) -> HolidayYear:
    """The year in a file somebody sent: read before the writing transaction begins.  Raises `Invalid`."""
    if len(content) > LARGEST:
        raise Invalid("文件太大，不像一年的放假安排；请核对。", {"file": "文件太大，请核对。"})
    with reading_foreign_file(UNREADABLE):
        try:
            return read_year(content, file)
        except HolidaysRefused as refused:
            raise Invalid(str(refused), {"file": str(refused)}) from refused


def preview_year(read: HolidayYear, *, lock: bool = False) -> Preview:
    """List what a notice moves; changes nothing.

    Raises `NotNow` for a year that is there already (with the same or other content).
    """
    there = town_calendar().published.get(read.year)
    if there is not None and there.marks == read.marks:
        raise NotNow(f"{read.year}年的放假安排已经有了，内容一样，没有改动。")
    if there is not None:
        raise NotNow(
            f"{read.year}年的放假安排已经有了，跟这份内容不一样，没有改动。要改哪一天，请在节假日表里一天一天改。"
        )
    return Preview(read, changes_by(town_calendar().over([read]), *reach_of(read.year), lock=lock))


def reach_of(year: int) -> tuple[date, date]:
    """The days a notice may name: its year, the December before and the January after."""
    return date(year - 1, 12, 1), date(year + 1, 1, 31)


def import_year(year: HolidayYear, *, actor: Actor | None, now: datetime) -> Preview:
    """Bring a notice in and move what it moves.  Raises what `preview_year` raises."""
    change_calendar()
    previewed = preview_year(year, lock=True)
    row = TownYear(
        year=year.year,
        notice=year.notice[:200],
        content=year.to_json(),
        imported_at=now,
        imported_by_id=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    new_version()
    carry_out(previewed.changes, why=year.notice, actor=actor, now=now)
    detail = {"notice": year.notice, "moved": sum(one.is_moved for one in previewed.changes)}
    record("calendar:imported", CalendarTrail(year.year), actor, now=now, detail=detail)
    return previewed
