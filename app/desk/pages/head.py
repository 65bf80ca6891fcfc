"""The head's page: letters to sign, days that come or have passed, what came from above.  By date; nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.clock import end_of_day, local
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Actor, Permission
from app.core.shortening import shortened
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.reckoned import thresholds
from app.deadlines.queries.shown import ShownLight, shown_light, soon_until
from app.deadlines.rules import LIGHT_NAMES, Ends, Light, light_of, light_words
from app.desk.pages import blueprint
from app.desk.queries import waiting
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter
from app.processes.models import Task

SHOWN = 50
LONGEST_FOUND = 120
LETTER_STANDS = {
    "sign_off": "等签发",
    "redraft": "退回去改了",
    "seal_letter": "签发了，等编号、盖章",
    "deliver": "盖了章，等送达",
}
"""What a letter waits for, by the step it stands at."""


@dataclass(frozen=True)
class Waits:
    """One row: whose matter, what waits, how long still, and where it is dealt with."""

    number: str
    title: str
    what: str
    light: ShownLight
    link: str


@dataclass(frozen=True)
class WaitingList:
    """One list of the page: its first rows, and whether there are more."""

    key: str
    title: str
    rows: tuple[Waits, ...]
    empty: str
    has_more: bool

    @property
    def note(self) -> str:
        """How many there are."""
        return f"{len(self.rows)}件以上，先列最急的{len(self.rows)}件" if self.has_more else f"{len(self.rows)}件"


def head_page(actor: Actor, *, now: datetime) -> list[WaitingList]:
    """Every list of the page, those without anything too."""
    soon = f"今天和{thresholds().days}天内到期的"
    return [
        _list("letters", "要签发的文书", _letters(actor, now), "没有等着签发的文书。"),
        _list("unsent", "签发了、还没有送出去的", _unsent(actor, now), "没有签发了还没送的。"),
        _list("soon", soon, _periods(actor, Light.SOON, now), "这几天没有到期的。"),
        _list("overdue", "已经超期的", _overdue(actor, now), "没有超期的。"),
        _list("supervisions", "收到的督办", _supervisions(actor, now), "没有还没回复的督办。"),
        _list("assigned", "上级交办、要报结果的", _assigned(actor, now), "没有等着报结果的交办。"),
        _list("major", "重大紧急、还没有报告的", _unreported(actor, now), "没有还没报告的重大紧急信访。"),
        _list("extensions", "等着批的延期", _extensions(actor, now), "没有等着批的延期。"),
        _list("reroutes", "等着批改性质、途径的", _reroutes(actor, now), "没有等着批改性质、途径的。"),
    ]


def _list(key: str, title: str, rows: Sequence[Waits], empty: str) -> WaitingList:
    return WaitingList(key, title, tuple(rows[:SHOWN]), empty, has_more=len(rows) > SHOWN)


def _day_light(day: date, now: datetime) -> ShownLight:
    """The light of a plain day, which has no 期限说明."""
    end = end_of_day(day)
    ends = Ends(day, day, end, end)
    light = light_of(ends, now=now, thresholds=thresholds())
    word = "" if light is Light.OVERDUE else f"{LIGHT_NAMES[light]}　"
    return ShownLight(light.value, word + light_words(ends, now=now))


def _of_claim(claim: Claim) -> str:
    return pages.address("petitions.detail", petition_id=claim.petition_id, _anchor=f"claim-{claim.position}")


def _of_petition(petition: Petition) -> str:
    return pages.address("petitions.detail", petition_id=petition.id)


def _of_task(task: Task) -> str:
    return pages.address("processes.step", task_id=task.id)


def _letters(actor: Actor, now: datetime) -> list[Waits]:
    return [_letter(*row, now=now) for row in waiting.letters(actor, limit=SHOWN + 1)]


def _unsent(actor: Actor, now: datetime) -> list[Waits]:
    return [_letter(*row, now=now) for row in waiting.unsent(actor, limit=SHOWN + 1)]


def _letter(task: Task, letter: Letter | None, *, now: datetime) -> Waits:
    """A step of a letter; its row names the letter first, then what it is about."""
    name, _, title = task.title.partition("　")
    what = f"{name}{LETTER_STANDS[task.name]}"
    if letter is not None and letter.returned_reason:
        what = f"{what}：{letter.returned_reason}"
    return Waits(task.number, title, what, shown_light(task.deadline, now=now), _of_task(task))


def _periods(actor: Actor, light: Light, now: datetime) -> list[Waits]:
    found = waiting.periods(actor, light, now=now, soon_at=soon_until(now), limit=SHOWN + 1)
    return [_period(*row, now=now) for row in found]


def _period(period: Deadline, claim: Claim, *, now: datetime) -> Waits:
    what = f"{period_rule(period.code).title}，最后一天{chinese_date(period.due_on)}"
    return Waits(claim.number, claim.title, what, shown_light(period, now=now), _of_claim(claim))


def _overdue(actor: Actor, now: datetime) -> list[Waits]:
    """Periods past their unrolled end and offices past the desk's own date, the earliest first."""
    found = waiting.periods(actor, Light.OVERDUE, now=now, soon_at=soon_until(now), limit=SHOWN + 1)
    dated = [(period.unrolled_on, _period(period, claim, now=now)) for period, claim in found]
    for claim in waiting.late_offices(actor, today=local(now).date(), limit=SHOWN + 1):
        if claim.inner_due_on and claim.handling_office:
            what = f"{claim.handling_office.name}还没有回，分办单要求{chinese_date(claim.inner_due_on)}以前"
            row = Waits(claim.number, claim.title, what, _day_light(claim.inner_due_on, now), _of_claim(claim))
            dated.append((claim.inner_due_on, row))
    return [row for _, row in sorted(dated, key=lambda one: one[0])]


def _supervisions(actor: Actor, now: datetime) -> list[Waits]:
    return [
        Waits(
            row.number,
            f"{row.from_body}督办",
            f"{chinese_date(row.received_on)}收到，还没有回复",
            shown_light(period, now=now),
            pages.address("petitions.supervision", supervision_id=row.id),
        )
        for row, period in waiting.supervisions(actor, limit=SHOWN + 1)
    ]


def _assigned(actor: Actor, now: datetime) -> list[Waits]:
    return [
        Waits(
            petition.number,
            petition.title,
            f"{petition.transferred_by}交办，要求{chinese_date(petition.reply_due_on)}以前报结果",
            _day_light(petition.reply_due_on, now),
            _of_petition(petition),
        )
        for petition in waiting.assigned(actor, limit=SHOWN + 1)
        if petition.reply_due_on
    ]


def _unreported(actor: Actor, now: datetime) -> list[Waits]:
    return [
        Waits(
            petition.number,
            petition.title,
            f"{chinese_date(local(petition.registered_at).date())}登记，当天要报告",
            _day_light(local(petition.registered_at).date(), now),
            _of_petition(petition),
        )
        for petition in waiting.unreported(actor, limit=SHOWN + 1)
    ]


def _extensions(actor: Actor, now: datetime) -> list[Waits]:
    found = waiting.extensions(actor, limit=SHOWN + 1)
    return [_asked(task, claim, f"报延期{row.days}日：{row.reason}", now=now) for task, row, claim in found]


def _reroutes(actor: Actor, now: datetime) -> list[Waits]:
    found = waiting.reroutes(actor, limit=SHOWN + 1)
    return [
        _asked(task, claim, f"承办单位查到：{shortened(claim.findings, LONGEST_FOUND)}", now=now)
        for task, claim in found
    ]


def _asked(task: Task, claim: Claim, what: str, *, now: datetime) -> Waits:
    """An office asks for something, and the step waits for the head's word."""
    return Waits(claim.number, claim.title, what, shown_light(task.deadline, now=now), _of_task(task))


@blueprint.get("/head")
@requires(Permission.PETITION_COUNT)
def head() -> ResponseReturnValue:
    """What waits for the head: to sign, running out, overdue, asked for from above."""
    return render("desk/head.html", lists=head_page(signed_in(), now=clock.now()))
