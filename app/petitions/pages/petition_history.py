"""Everything that happened to a petition and its claims, newest first: who said it, who typed it, when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.queries import names_of
from app.audit.models import AuditEntry
from app.audit.queries import entries_of
from app.core.clock import end_of_day
from app.core.pages import chinese_date, chinese_moment
from app.core.timeline import TimelineEntry
from app.matters.models.corrections import Correction
from app.matters.queries.corrections import corrections_of
from app.petitions.actions.correct_petition import FACT_NAMES
from app.petitions.models import Claim, Petition
from app.petitions.models.records import (
    Assignment,
    Entry,
    ExtensionRequest,
    Hearing,
    Letter,
    MajorReport,
    ReviewRequestHere,
    Settlement,
    UpperOpinion,
    Urging,
    Withdrawal,
)
from app.petitions.papers.letter_words import title_of
from app.petitions.queries import letters_of, major_reports_of, rows_of
from app.petitions.terms import SERVICE_NAMES, TOLD_NAMES, UPPER_NAMES
from app.processes.actions.standing import properties_of
from app.processes.models import Task
from app.processes.pages.told import told_of
from app.processes.queries import tasks_of

SAID = ("reason", "reply", "findings", "opinion", "material", "note")
"""Of a step's answers, the first of these is told."""
LETTER_ACTIONS = {
    "letter:drafted": "拟好",
    "letter:redrafted": "改好",
    "letter:signed_off": "签发",
    "letter:returned": "退回修改",
    "letter:sealed": "编号、盖章",
    "letter:served": "送达",
}


@dataclass(frozen=True)
class Happening:
    """One line; ``day`` stands for ``occurred`` where only a day is known."""

    occurred: datetime
    entered: datetime
    title: str
    text: str
    spoken_by: str
    typed_by: int | None
    day: date | None = None


def history(petition: Petition, claims: Sequence[Claim], *, sees_all: bool) -> list[TimelineEntry]:
    """The lines of the timeline for the claims that may be seen; reports to bodies above are no office's business."""
    happened = list(_of_petition(petition))
    if sees_all:
        happened += [(_report(row), "") for row in major_reports_of(petition.id)]
        happened += [(_correction(row), "") for row in corrections_of(petition.subject_kind, petition.id)]
    for claim in claims:
        mark = f"第{claim.position}项：" if len(petition.claims) > 1 else ""
        happened += [(one, mark) for one in _of_claim(claim)]
    names = names_of({one.typed_by for one, _ in happened if one.typed_by})
    ordered = [pair for _, pair in sorted(enumerate(happened), key=_newest_first, reverse=True)]
    return [_shown(one, mark, names) for one, mark in ordered]


def _newest_first(numbered: tuple[int, tuple[Happening, str]]) -> tuple[datetime, datetime, int]:
    """People tell the minute, the machine its second: within a minute what was entered first comes first."""
    place, (one, _) = numbered
    return one.occurred.replace(second=0, microsecond=0), one.entered, place


def _shown(one: Happening, mark: str, names: Mapping[int, str]) -> TimelineEntry:
    return TimelineEntry(
        occurred=chinese_date(one.day) if one.day else chinese_moment(one.occurred),
        entered=chinese_moment(one.entered),
        title=mark + one.title,
        text=one.text,
        spoken_by=one.spoken_by,
        typed_by=names.get(one.typed_by or 0, ""),
    )


def _correction(row: Correction) -> Happening:
    whose, _, name = row.field.rpartition("·")
    title, text = f"更正{whose}{FACT_NAMES.get(name, name)}", f"原来：{row.old[:60] or '空着'}；原因：{row.reason}"
    return Happening(row.occurred_at, row.entered_at, title, text, row.spoken_by, row.typed_by_id)


def _of_petition(petition: Petition) -> Iterator[tuple[Happening, str]]:
    registered, day = petition.registered_at, petition.received_on
    received = min(end_of_day(day), registered)
    yield Happening(received, registered, "收到，登记", "", petition.spoken_by, petition.typed_by_id, day=day), ""
    for entry in entries_of("petition", petition.id, since=registered):
        if entry.deed == "petition:national_entered":
            yield (
                Happening(
                    entry.occurred_at,
                    entry.entered_at,
                    "录进全国系统",
                    f"信访件编号 {petition.national_number}",
                    entry.spoken_by,
                    entry.account_id,
                ),
                "",
            )


def _report(row: MajorReport) -> Happening:
    return _row(row, "报告重大紧急情况", f"报给{row.reported_to}：{row.text}")


def _row(row: Entry, title: str, text: str = "") -> Happening:
    return Happening(row.occurred_at, row.entered_at, title, text, row.spoken_by, row.typed_by_id)


def _of_claim(claim: Claim) -> Iterator[Happening]:
    people = {one.id: one.name for one in claim.petition.petitioners}
    for task in tasks_of("claim", claim.id):
        if task.closed_at and task.closed_by_id and properties_of(task).get("entry") != "own_row":
            yield _step(task, task.closed_at, people)
    yield from _of_office(claim)
    yield from _of_handling(claim)
    yield from _of_review(claim)
    for letter in letters_of(claim.id):
        yield from letter_history(letter)


def _step(task: Task, closed_at: datetime, people: Mapping[int, str]) -> Happening:
    text = told_of(task, SAID, people)
    return Happening(task.occurred_at or closed_at, closed_at, task.label, text, task.spoken_by, task.closed_by_id)


def _of_office(claim: Claim) -> Iterator[Happening]:
    for slip in rows_of(Assignment, claim.id):
        text = f"{chinese_date(slip.inner_due_on)}以前回。{slip.note}"
        yield _row(slip, f"分给{slip.office.name}", text)
    for urging in rows_of(Urging, claim.id):
        yield _row(urging, f"催办{urging.office.name}", urging.text)


def _of_handling(claim: Claim) -> Iterator[Happening]:
    for request in rows_of(ExtensionRequest, claim.id):
        yield _row(request, f"报延期{request.days}日", request.reason)
    for hearing in rows_of(Hearing, claim.id):
        text = f"{chinese_date(hearing.held_on)}，{hearing.place}，{hearing.host}主持。{hearing.report}"
        yield _row(hearing, "听证", text)
    for settled in rows_of(Settlement, claim.id):
        left = f"还剩：{settled.rest}" if settled.rest else ""
        text = f"{chinese_date(settled.agreed_on)}跟{settled.other_party}签了协议书。{settled.text}　{left}".strip()
        yield _row(settled, "调解" if settled.is_mediated else "和解", text)
    for withdrawal in rows_of(Withdrawal, claim.id):
        yield _row(withdrawal, "信访人书面撤回", f"{withdrawal.reason}（{withdrawal.asked_how}）")


def _of_review(claim: Claim) -> Iterator[Happening]:
    for handed in rows_of(ReviewRequestHere, claim.id):
        kind, told = "复核" if handed.is_final else "复查", TOLD_NAMES.get(handed.told_how, "")
        yield _row(handed, f"{kind}请求交到了镇里", f"{told}告诉他交到哪里。")
    for upper in rows_of(UpperOpinion, claim.id):
        kind = "复核" if upper.is_final else "复查"
        late = "" if upper.was_in_time else "，已经过了三十日"
        yield _row(upper, f"上级收到{kind}请求", f"{chinese_date(upper.requested_on)}收到{late}。")
        if upper.result is not None and upper.decided_on is not None:
            yield from _opinion(claim, upper, kind)


def _opinion(claim: Claim, upper: UpperOpinion, kind: str) -> Iterator[Happening]:
    """The answered step that recorded this opinion tells when it was typed, and by whom."""
    opinions = [one for one in rows_of(UpperOpinion, claim.id) if one.result is not None]
    steps = [task for task in tasks_of("claim", claim.id) if task.name == "record_upper" and task.closed_by_id]
    task = dict(zip([one.id for one in opinions], steps, strict=False)).get(upper.id)
    if task is not None and task.closed_at is not None and upper.result is not None:
        text = f"{upper.number}。{upper.summary}"
        title = f"上级{kind}意见：{UPPER_NAMES[upper.result]}"
        at = task.occurred_at or task.closed_at
        yield Happening(at, task.closed_at, title, text, task.spoken_by, task.closed_by_id, day=upper.decided_on)


def letter_history(letter: Letter) -> Iterator[Happening]:
    """Drafted, signed off, sealed, served: as the trail has it."""
    for entry in _told(entries_of("letter", letter.id, since=letter.drafted_at)):
        day, text = None, ""
        if entry.deed == "letter:sealed":
            day, text = letter.sealed_on, f"{letter.number}，盖了{letter.copies}份。"
        if entry.deed == "letter:served":
            day, text = letter.served_on, _service(letter)
        if entry.deed == "letter:returned":
            text = str(json.loads(entry.detail).get("reason", ""))
        occurred = entry.occurred_at if day is None else min(end_of_day(day), entry.entered_at)
        title = f"《{title_of(letter)}》{LETTER_ACTIONS[entry.deed]}"
        yield Happening(occurred, entry.entered_at, title, text, entry.spoken_by, entry.account_id, day=day)


def _told(entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
    return (entry for entry in entries if entry.deed in LETTER_ACTIONS)


def _service(letter: Letter) -> str:
    how = SERVICE_NAMES[letter.method] if letter.method else ""
    refused = f"拒收理由：{letter.refusal.rstrip('。')}，见证人{letter.witness}" if letter.refusal else ""
    return "，".join(part for part in (how, letter.receiver, letter.place, refused) if part) + "。"
