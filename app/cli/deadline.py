"""`flask deadline`: how a date comes about, and what is due; by the same functions as the pages."""

from __future__ import annotations

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.deadlines.queries import Wanted, running
from app.deadlines.queries.calendar_source import length_of, period_rule, town_calendar
from app.deadlines.queries.explained import ends_shown, strip
from app.deadlines.queries.reckoned import ends_of
from app.deadlines.registry import registry
from app.deadlines.rules import light_words
from workflows.errors import EngineError
from workflows.periods.explain import sentence
from workflows.periods.reckon import Extension, Reckoning, Span, reckon
from workflows.periods.rules import Unit

deadline = AppGroup("deadline", help="期限：算给人看；列出快到期的。")
MOST_LISTED = 1_000


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}”不是日期，请写成 2026-08-03 这样。") from None


def _start(code: str, text: str) -> date | datetime:
    """A day, or for periods of hours a moment (local time of Shanghai unless it names its own)."""
    if period_rule(code).unit is not Unit.HOUR:
        return _day(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}”不是时间，请写成 2026-08-03T14:30 这样。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI)


def _span(text: str) -> Span:
    first, dots, last = text.partition("..")
    if not dots:
        raise Refused(f"中止要写成 2026-07-01..2026-07-03 这样，现在是“{text}”。")
    return Span(_day(first), _day(last))


@deadline.command("explain")
@click.argument("code")
@click.argument("start")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出。")
@click.option("--suspend", multiple=True, metavar="A..B", help="中止的日子，可以写几段。")
@click.option("--extend", type=int, metavar="N", help="批准延长的天数。")
@click.option("--until", metavar="DATE", help="各方同意延长到的日子。")
@click.option("--decided", metavar="DATE", help="哪天批准或者商定延长的；不写就当是开始那天。")
@on_current_tables
def explain_command(
    code: str,
    start: str,
    as_json: bool,
    suspend: tuple[str, ...],
    extend: int | None,
    until: str | None,
    decided: str | None,
) -> None:
    """Compute the period CODE from START (YYYY-MM-DD) and explain every day."""
    with in_sentences():
        try:
            begins = _start(code, start)
            day = begins if not isinstance(begins, datetime) else clock.local(begins).date()
            extension = None
            if extend is not None or until is not None:
                decided_on = _day(decided) if decided else day
                extension = Extension(decided_on, extend, _day(until) if until else None)
            found = reckon(
                period_rule(code),
                begins,
                town_calendar(),
                length=length_of(code, day),
                suspensions=tuple(_span(one) for one in suspend),
                extension=extension,
            )
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
        except EngineError as refused:
            raise Refused(str(refused)) from refused
    click.echo(json.dumps(as_values(found), ensure_ascii=False, indent=2) if as_json else "\n".join(as_lines(found)))


def as_lines(found: Reckoning) -> list[str]:
    """The explanation to read: the sentence, both ends, the article, the strip of days."""
    lines = [sentence(found), ""]
    lines += [f"{what}　{value}" for what, value in ends_shown(found)]
    lines += [f"依据　{found.rule.source}", f"过了怎么办　{found.rule.on_lapse}", *found.notes, ""]
    for day in strip(found):
        doubt = "（暂定）" if day.is_provisional else ""
        lines.append("　".join(part for part in (day.dates + doubt, day.word, day.number, day.why) if part))
    return lines


def as_values(found: Reckoning) -> dict[str, object]:
    """The explanation as plain values: dates in ISO form, moments with their offset, every day by itself."""
    return {
        "code": found.rule.code,
        "title": found.rule.title,
        "starts_on": found.starts_on.isoformat(),
        "length": found.length,
        "unit": found.rule.unit.value,
        "unrolled_on": found.unrolled_on.isoformat(),
        "due_on": found.due_on.isoformat(),
        "due_at": clock.local(found.due_at).isoformat(),
        "provisional": found.is_provisional,
        "counted": found.counted,
        "sentence": sentence(found),
        "source": found.rule.source,
        "on_lapse": found.rule.on_lapse,
        "notes": list(found.notes),
        "days": [
            {
                "on": note.on.isoformat(),
                "part": note.part.value,
                "number": note.number,
                "kind": note.mark.kind.value,
                "name": note.mark.name,
                "why": note.why,
                "provisional": note.is_provisional,
            }
            for note in found.days
        ],
    }


@deadline.command("list")
@click.option("--due-before", metavar="DATE", help="最后一天在这一天或以前的。")
@click.option("--code", default="", help="只看这种期限。")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出。")
@on_current_tables
def list_command(due_before: str | None, code: str, as_json: bool) -> None:
    """List the periods that run, the earliest unrolled end first; without names."""
    now = clock.now()
    with in_sentences():
        try:
            if code:
                period_rule(code)
            wanted = Wanted(code=code, due_before=_day(due_before) if due_before else None)
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
        rows, total = running(None, wanted, now=now, soon_at=now, size=MOST_LISTED)
        named = registry.named_all(rows)
    listed = [
        {
            "id": row.public_id,
            "code": row.code,
            "title": period_rule(row.code).title,
            "number": named[row.subject_kind, row.subject_id].number,
            "unrolled_on": row.unrolled_on.isoformat(),
            "due_on": row.due_on.isoformat(),
            "provisional": row.is_provisional,
            "light": light_words(ends_of(row), now=now),
            "explanation": row.explanation,
        }
        for row in rows
    ]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for one in listed:
        doubt = "（暂定）" if one["provisional"] else ""
        click.echo(
            f"{one['due_on']}{doubt}\t{one['light']}\t{one['code']}\t{one['title']}\t{one['number'] or '还没编号'}"
        )
    left = f"，只列出前{MOST_LISTED}个" if total > MOST_LISTED else ""
    click.echo(f"一共{total}个{left}。" if total else "没有正在算的期限。")


commands = (deadline,)
