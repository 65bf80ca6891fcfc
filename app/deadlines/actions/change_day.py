"""Change a single day of the calendar: listed with all it moves, confirmed by a person, audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.calendar_changes import Change, carry_out, changes_by
from app.deadlines.actions.calendar_lock import change_calendar
from app.deadlines.actions.import_year import CalendarTrail
from app.deadlines.models import TownDay
from app.deadlines.queries.calendar_source import new_version, town_calendar
from workflows.errors import HolidaysRefused
from workflows.periods.holidays import SATURDAY, DayKind, DayMark


@dataclass(frozen=True)
class DayPreview:
    """A day as it is and as it would be, and what that would move."""

    day: date
    before: DayMark
    after: DayMark
    changes: list[Change]


def preview_day(day: date, kind: DayKind, name: str, *, lock: bool = False) -> DayPreview:
    """List what a changed day moves; changes nothing.

    Raises `Invalid` before 2004, for a holiday without a name or a make-up workday in the week, `NotNow` when the day
    is so already.
    """
    calendar, name = town_calendar(), name.strip()
    try:
        before = calendar.mark(day)
    except HolidaysRefused as refused:
        raise Invalid(str(refused), {"day": str(refused)}) from refused
    if kind in (DayKind.HOLIDAY, DayKind.MAKE_UP) and not name:
        raise Invalid("请写是什么节。", {"name": "请写是什么节，例如：春节。"})
    is_weekend = day.weekday() >= SATURDAY
    if (kind is DayKind.MAKE_UP and not is_weekend) or (kind is DayKind.WEEKEND and not is_weekend):
        raise Invalid("这一天是星期一到星期五，请选“放假”或者“上班”。", {"kind": "这一天不是周末。"})
    if kind is DayKind.WORKDAY and is_weekend:
        raise Invalid("周末上班请选“调休上班”。", {"kind": "周末上班请选“调休上班”。"})
    after = DayMark(kind, name if kind in (DayKind.HOLIDAY, DayKind.MAKE_UP) else "")
    if after == before and not calendar.is_provisional(day):
        raise NotNow("这一天本来就是这样，没有改动。")
    return DayPreview(day, before, after, changes_by(calendar.over(edits={day: after}), day, day, lock=lock))


def change_day(day: date, kind: DayKind, name: str, *, reason: str, actor: Actor | None, now: datetime) -> DayPreview:
    """Change the day and move what it moves.  Raises what `preview_day` raises, and `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid("请写为什么改。", {"reason": "请写为什么改，例如：市政府通知。"})
    change_calendar()
    previewed = preview_day(day, kind, name, lock=True)
    row = db.session.get(TownDay, day) or TownDay(day=day)
    row.kind, row.name, row.reason = kind, previewed.after.name[:20], reason.strip()[:200]
    row.changed_at, row.changed_by_id = now, actor.id if actor else None
    db.session.add(row)
    db.session.flush()
    new_version()
    carry_out(previewed.changes, why=reason.strip(), actor=actor, now=now)
    detail = {"day": day, "before": previewed.before.kind, "after": kind, "name": row.name, "reason": row.reason}
    record("calendar:day_changed", CalendarTrail(day.year), actor, now=now, detail=detail)
    return previewed
