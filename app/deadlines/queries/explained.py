"""The 期限说明 of one period: the strip of days, the sentence, the article, who changed it, what its lapse does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.queries import names_of
from app.audit.queries import entries_of
from app.core.pages import chinese_date, chinese_moment
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import town_calendar
from app.deadlines.queries.reckoned import reckoning_of
from app.deadlines.queries.shown import ShownLight, shown_light
from app.deadlines.terms import STATE_NAMES
from workflows.periods.explain import Stretch, sentence, stretches
from workflows.periods.holidays import WEEKDAYS, Calendar, DayKind
from workflows.periods.reckon import DayNote, Part, Reckoning
from workflows.periods.rules import PeriodRule, Unit

PART_NAMES = {
    Part.START: "起",
    Part.COUNTED: "算",
    Part.REST: "不算",
    Part.SUSPENDED: "中止",
    Part.ROLLED: "顺延",
    Part.END: "到期",
}
KIND_WORDS = {DayKind.WEEKEND: "周末", DayKind.MAKE_UP: "调休上班"}
MOST_CELLS = 130
CHANGES = {
    "deadline:extended": "延长",
    "deadline:suspended": "中止",
    "deadline:recomputed": "节假日表改了，重新算",
    "deadline:lapsed": "到期没有办",
    "deadline:reopened": "办了的又没有成，接着算",
}


@dataclass(frozen=True)
class DayShown:
    """One entry of the strip: dates, number, what it is (also in one word), why."""

    dates: str
    number: str
    part: str
    word: str
    why: str
    is_provisional: bool


@dataclass(frozen=True)
class DayCell:
    """One day of the strip at a glance: date, weekday, its number or one word, what kind of day it is."""

    day: str
    weekday: str
    word: str
    part: str
    kind: str


@dataclass(frozen=True)
class Explained:
    """Everything a 期限说明 shows."""

    deadline: Deadline
    rule: PeriodRule
    light: ShownLight
    state: str
    length: str
    last: str
    sentence: str
    days: list[DayShown]
    cells: list[DayCell]
    ends: list[tuple[str, str]]
    history: list[tuple[str, str, str]]
    notes: tuple[str, ...]
    share: int = 0
    """How much of a running period has passed, in hundredths."""


def explain(deadline: Deadline, *, now: datetime, calendar: Calendar | None = None) -> Explained:
    """The explanation, computed anew from the row's start on the town's calendar."""
    reckoning = reckoning_of(deadline, calendar or town_calendar())
    if not deadline.is_running and (deadline.unrolled_on, deadline.due_on) != (reckoning.unrolled_on, reckoning.due_on):
        return _as_kept(deadline, reckoning)
    return Explained(
        deadline=deadline,
        rule=reckoning.rule,
        light=shown_light(deadline if deadline.is_running else None, now=now),
        state=state_words(deadline),
        length=_length_words(reckoning),
        last=_last_words(reckoning),
        sentence=sentence(reckoning),
        days=strip(reckoning),
        cells=cells(reckoning),
        ends=ends_shown(reckoning),
        history=_history(deadline),
        notes=reckoning.notes,
        share=_share(deadline, now),
    )


def _share(deadline: Deadline, now: datetime) -> int:
    whole = deadline.unrolled_at - deadline.starts_at
    if not deadline.is_running or not whole:
        return 0
    return max(1, min(100, round(100 * ((now - deadline.starts_at) / whole))))


def _as_kept(deadline: Deadline, reckoning: Reckoning) -> Explained:
    """A period that was over before the calendar changed: what was true for it then, without days that are not."""
    ends = [("不顺延的最后一天", chinese_date(deadline.unrolled_on)), ("最后一天", chinese_date(deadline.due_on))]
    return Explained(
        deadline=deadline,
        rule=reckoning.rule,
        light=shown_light(None, now=deadline.due_at),
        state=state_words(deadline),
        length=_length_words(reckoning),
        last=chinese_date(deadline.due_on),
        sentence=deadline.explanation,
        days=[],
        cells=[],
        ends=ends[deadline.unrolled_on == deadline.due_on :],
        history=_history(deadline),
        notes=("这个期限办完以后节假日表改过，上面写的是当时的算法，所以不再一天一天列出来。",),
    )


def strip(reckoning: Reckoning) -> list[DayShown]:
    """Every day from the start to the end, long runs of like days folded."""
    return [_shown(stretch) for stretch in stretches(reckoning)]


def state_words(deadline: Deadline) -> str:
    """``正在算`` / ``办了`` / ``办了，晚了3天`` / ``已经过期`` / ``不用再算``."""
    words = STATE_NAMES[deadline.state]
    late = (deadline.done_on - deadline.due_on).days if deadline.done_on else 0
    return f"{words}，晚了{late}天" if late > 0 else words


def _last_words(reckoning: Reckoning) -> str:
    """The last day alone, or the last minute of a period of hours."""
    is_timed = reckoning.rule.unit is Unit.HOUR
    return chinese_moment(reckoning.due_at) if is_timed else chinese_date(reckoning.due_on)


def _length_words(reckoning: Reckoning) -> str:
    words, extension = reckoning.rule.length_words(reckoning.length), reckoning.extension
    if extension is None:
        return words
    more = f"{extension.days}日" if extension.days else f"到{chinese_date(extension.until)}"
    return f"{words}，{'批准' if extension.days else '各方同意'}延长{more}"


def cells(reckoning: Reckoning) -> list[DayCell]:
    """Every single day of a period of days, when there are not too many to look at; none for hours and years."""
    if reckoning.rule.unit is Unit.HOUR or len(reckoning.days) > MOST_CELLS:
        return []
    return [_cell(note) for note in reckoning.days]


def _cell(note: DayNote) -> DayCell:
    kind = KIND_WORDS.get(note.mark.kind, "") if note.mark.kind is not DayKind.HOLIDAY else note.mark.name
    word = str(note.number) if note.number is not None else PART_NAMES[note.part]
    return DayCell(f"{note.on.month}月{note.on.day}日", WEEKDAYS[note.on.weekday()], word, note.part.value, kind)


def _shown(stretch: Stretch) -> DayShown:
    first, last = stretch.first, stretch.last
    numbers = [str(note.number) for note in (first, last) if note.number is not None]
    return DayShown(
        dates=_day(first.on) if first is last else f"{_day(first.on)}—{_day(last.on)}",
        number="—".join(dict.fromkeys(numbers)),
        part=first.part.value,
        word=PART_NAMES[first.part],
        why=stretch.words,
        is_provisional=any(note.is_provisional for note in stretch.notes),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def ends_shown(reckoning: Reckoning) -> list[tuple[str, str]]:
    """Both ends in words; hours by the minute."""
    if reckoning.rule.unit is Unit.HOUR:
        return [("到期", chinese_moment(reckoning.due_at))]
    doubt = "（暂定）" if reckoning.is_provisional else ""
    if not reckoning.is_rolled:
        return [("最后一天", chinese_date(reckoning.due_on) + doubt)]
    return [
        ("不顺延的最后一天", f"{chinese_date(reckoning.unrolled_on)}，内部按这一天提醒"),
        ("最后一天", f"{chinese_date(reckoning.due_on)}{doubt}，遇休息日顺延（《民法典》第二百零三条）"),
    ]


def _history(deadline: Deadline) -> list[tuple[str, str, str]]:
    """When, what and who, oldest first: the beginning, every change, the end."""
    entries = [entry for entry in entries_of("deadline", deadline.id) if entry.deed in CHANGES]
    names = names_of(
        {
            account
            for account in (deadline.opened_by_id, deadline.closed_by_id, *(e.account_id for e in entries))
            if account
        }
    )
    rows = [(chinese_moment(deadline.opened_at), "开始算", names.get(deadline.opened_by_id or 0, ""))]
    rows += [
        (
            chinese_moment(entry.entered_at),
            _change_words(entry.deed, entry.detail),
            names.get(entry.account_id or 0, ""),
        )
        for entry in entries
    ]
    if deadline.closed_at is not None and deadline.lapsed_at != deadline.closed_at:
        word = f"{state_words(deadline)}{'：' + chinese_date(deadline.done_on) if deadline.done_on else ''}"
        rows.append((chinese_moment(deadline.closed_at), word, names.get(deadline.closed_by_id or 0, "")))
    return rows


def _change_words(deed: str, detail: str) -> str:
    said = json.loads(detail)
    reason = said.get("reason") or said.get("why") or ""
    is_end = deed != "deadline:lapsed" and "due_on" in said
    end = f"，到{chinese_date(date.fromisoformat(said['due_on']))}" if is_end else ""
    return f"{CHANGES[deed]}{end}{'：' + reason if reason else ''}"


def rows_of(deadlines: Sequence[Deadline], *, now: datetime) -> list[Explained]:
    """Several periods explained, the calendar read once."""
    calendar = town_calendar() if deadlines else None
    return [explain(deadline, now=now, calendar=calendar) for deadline in deadlines]
