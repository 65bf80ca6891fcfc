"""How petitions, claims and supervisions are told: what each of their rows says in 经过."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from app.audit.models import AuditEntry
from app.core.clock import end_of_day
from app.core.db import Model, db
from app.core.pages import chinese_date
from app.letters.actions.told import letters_told
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.models.voided import VoidedMatter
from app.matters.queries.attachments import begins_a_sending
from app.matters.registry.telling import (
    BY_PAPER,
    Teller,
    deeds_of_links,
    say_link,
    say_row,
    told_by,
    told_of_deeds,
    told_of_kind,
)
from app.matters.rules.told import Audience, Told
from app.petitions.actions.correct_petition import FACT_NAMES
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.models import Claim, Petition
from app.petitions.models.records import (
    Assignment,
    ExtensionRequest,
    Hearing,
    Letter,
    MajorReport,
    ObjectionAnswer,
    ReviewRequestHere,
    Settlement,
    Supervision,
    UpperOpinion,
    Urging,
    Withdrawal,
)
from app.petitions.queries import rows_of
from app.petitions.terms import PETITION_MATERIALS, TOLD_NAMES, UPPER_NAMES
from app.processes.actions.standing import properties_of
from app.processes.models import Task
from app.processes.queries import tasks_of
from app.processes.queries.told import told_of

SAID = ("reason", "reply", "findings", "opinion", "material", "note")
"""Of a step's answers, the first of these is told."""
NATIONAL = "petition:national_entered"


def at_end_of(day: date, entered_at: datetime) -> datetime:
    """Where a day stands of which the hour is not known: at its end, but not after it was entered."""
    return min(end_of_day(day), entered_at)


def _petition(petition: Petition) -> Iterator[Told]:
    yield Told(
        word="registered",
        title="收到，登记",
        occurred_at=at_end_of(petition.received_on, petition.registered_at),
        only_day=True,
        entered_at=petition.registered_at,
        spoken_by=petition.spoken_by,
        typed_by_id=petition.typed_by_id,
    )


def _deed(deed: AuditEntry) -> Iterable[Told]:
    return _national(deed) if deed.deed == NATIONAL else say_link(deed)


def _national(deed: AuditEntry) -> Iterator[Told]:
    petition = db.session.get(Petition, deed.subject_id)
    if petition is None or deed.entered_at < petition.registered_at:  # of another one that had this key before
        return
    number = json.loads(deed.detail).get("number") or petition.national_number
    yield Told(
        word="national",
        title="录进全国系统",
        text=f"信访件编号 {number}",
        occurred_at=deed.occurred_at,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _report(row: MajorReport) -> Iterator[Told]:
    text = f"报给{row.reported_to}：{row.text}"
    yield say_row(row, "reported", "报告重大紧急情况", text=text, audience=Audience.DESK)


def _filed(row: Attachment) -> Iterator[Told]:
    if begins_a_sending(row):
        yield say_row(row, "filed", "存入材料", text=PETITION_MATERIALS.get(row.kind, "其他"))


def _correction(row: Correction) -> Iterator[Told]:
    whose, _, name = row.field.rpartition("·")
    title, text = f"更正{whose}{FACT_NAMES.get(name, name)}", f"原来：{row.old[:60] or '空着'}；原因：{row.reason}"
    outcome = BY_PAPER if row.attachment_id else ""
    yield say_row(row, "corrected", title, text=text, outcome=outcome, audience=Audience.DESK)


def _step(task: Task) -> Iterator[Told]:
    """What an answered step says; where its row tells it, the row does."""
    if task.closed_at is None or task.closed_by_id is None:
        return
    if properties_of(task).get("entry") == "own_row":
        yield from _opinion(task, task.closed_at) if task.name == "record_upper" else ()
        return
    told = told_of(task, SAID)
    yield Told(
        word=f"step:{task.name}",
        title=task.label,
        outcome=told.outcome,
        text=told.text,
        occurred_at=task.occurred_at or task.closed_at,
        entered_at=task.closed_at,
        spoken_by=task.spoken_by,
        typed_by_id=task.closed_by_id,
    )


def _opinion(task: Task, closed_at: datetime) -> Iterator[Told]:
    """The opinion from above that an answered step recorded: the first such step recorded the first, and so on."""
    steps = [one for one in tasks_of("claim", task.subject_id) if one.name == "record_upper" and one.closed_by_id]
    opinions = [one for one in rows_of(UpperOpinion, task.subject_id) if one.result is not None]
    upper = dict(zip([one.id for one in steps], opinions, strict=False)).get(task.id)
    if upper is None or upper.result is None or upper.decided_on is None:
        return
    yield Told(
        word=f"step:{task.name}",
        title=f"上级{_kind(upper)}意见：{UPPER_NAMES[upper.result]}",
        text=f"{upper.number}。{upper.summary}",
        occurred_at=at_end_of(upper.decided_on, closed_at),
        only_day=True,
        entered_at=closed_at,
        spoken_by=task.spoken_by,
        typed_by_id=task.closed_by_id,
    )


def _kind(row: UpperOpinion | ReviewRequestHere) -> str:
    return "复核" if row.is_final else "复查"


def _slip(row: Assignment) -> Iterator[Told]:
    text = f"{chinese_date(row.inner_due_on)}以前回。{row.note}"
    yield say_row(row, "assigned", f"分给{row.office.name}", text=text)


def _urging(row: Urging) -> Iterator[Told]:
    yield say_row(row, "urged", f"催办{row.office.name}", text=row.text)


def _extension(row: ExtensionRequest) -> Iterator[Told]:
    yield say_row(row, "extension", f"报延期{row.days}日", text=row.reason)


def _hearing(row: Hearing) -> Iterator[Told]:
    text = f"{chinese_date(row.held_on)}，{row.place}，{row.host}主持。{row.report}"
    yield say_row(row, "hearing", "听证", text=text)


def _settlement(row: Settlement) -> Iterator[Told]:
    outcome = "全部了结" if row.is_whole else f"了结了一部分，还剩：{row.rest}" if row.rest else "了结了一部分"
    text = f"{chinese_date(row.agreed_on)}跟{row.other_party}签了协议书。{row.text}"
    yield say_row(row, "settled", "调解" if row.is_mediated else "和解", text=text, outcome=outcome)


def _withdrawal(row: Withdrawal) -> Iterator[Told]:
    yield say_row(row, "withdrawn", "信访人书面撤回", text=f"{row.reason}（{row.asked_how}）")


def _handed(row: ReviewRequestHere) -> Iterator[Told]:
    told = TOLD_NAMES.get(row.told_how, "")
    yield say_row(row, "handed", f"{_kind(row)}请求交到了镇里", text=f"{told}告诉他交到哪里。")


def _answered(row: ObjectionAnswer) -> Iterator[Told]:
    outcome = "转送机关同意退回" if row.is_agreed else "转送机关没有同意，由镇里办"
    text = f"{row.answered_by}：{row.text}" if row.text else row.answered_by
    yield say_row(row, "objection_answered", "转送机关答复", text=text, outcome=outcome)


def _upper(row: UpperOpinion) -> Iterator[Told]:
    late = "" if row.was_in_time else "，已经过了三十日"
    yield say_row(row, "requested", f"上级收到{_kind(row)}请求", text=f"{chinese_date(row.requested_on)}收到{late}。")


def _voided(row: VoidedMatter) -> Iterator[Told]:
    yield say_row(row, "voided", "登记作废", text=row.reason)


def _supervision(row: Supervision) -> Iterator[Told]:
    yield say_row(row, "registered", f"收到{row.from_body}督办", text=row.text)


PETITION_TOLD: dict[type[Model], Teller] = {
    Petition: told_by(Petition.id, _petition),
    AuditEntry: told_of_deeds(Petition.subject_kind, [NATIONAL, *deeds_of_links(Petition.subject_kind)], _deed),
    MajorReport: told_by(MajorReport.petition_id, _report),
    Attachment: told_of_kind(Attachment, Petition.subject_kind, _filed),
    Correction: told_of_kind(Correction, Petition.subject_kind, _correction),
}
CLAIM_TOLD: dict[type[Model], Teller] = {
    Task: told_of_kind(Task, Claim.subject_kind, _step),
    Assignment: told_by(Assignment.claim_id, _slip),
    Urging: told_by(Urging.claim_id, _urging),
    ExtensionRequest: told_by(ExtensionRequest.claim_id, _extension),
    Hearing: told_by(Hearing.claim_id, _hearing),
    Settlement: told_by(Settlement.claim_id, _settlement),
    Withdrawal: told_by(Withdrawal.claim_id, _withdrawal),
    ObjectionAnswer: told_by(ObjectionAnswer.claim_id, _answered),
    ReviewRequestHere: told_by(ReviewRequestHere.claim_id, _handed),
    UpperOpinion: told_by(UpperOpinion.claim_id, _upper),
    VoidedMatter: told_of_kind(VoidedMatter, Claim.subject_kind, _voided),
    AuditEntry: letters_told(LETTERS, Letter.claim_id),
}
SUPERVISION_TOLD: dict[type[Model], Teller] = {
    Supervision: told_by(Supervision.id, _supervision),
    AuditEntry: letters_told(LETTERS, Letter.supervision_id),
}
"""What each table says of matters of each kind, in the order of what was entered at once."""
