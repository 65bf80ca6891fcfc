"""How a dispute is told: what each of its rows says in 经过, when it is written and once of what stood before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.audit.models import AuditEntry
from app.cases.actions.case_letters import LETTERS
from app.cases.actions.correct_days import DAY_NAMES
from app.cases.actions.correct_facts import FACT_NAMES
from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.models.records import (
    HelpInvitation,
    MediationSession,
    Move,
    PoliceReport,
    Termination,
)
from app.cases.queries import case_by_id, termination_of
from app.cases.queries.to_explain import UNUSUAL
from app.cases.rules.outcomes import rights_outcome, who, willingness_outcome
from app.cases.terms import MATERIALS
from app.core.db import Model
from app.letters.actions.told import letters_told
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.models.voided import VoidedMatter
from app.matters.queries.attachments import begins_a_sending
from app.matters.registry.telling import (
    BY_PAPER,
    Teller,
    deeds_of_links,
    either,
    say_link,
    say_row,
    told_by,
    told_of_deeds,
    told_of_kind,
)
from app.matters.rules.told import Told
from app.processes.models import Task
from app.processes.queries.told import told_of
from app.processes.rules.answered import Answered, AskedPerson

SAID = ("reason", "note", "result")
"""Of a step's answers, the first of these is told."""
STOPPED = {"case:stopped": "终止调解", "case:withdrawn": "撤回申请"}
"""Ends that no step asks for; what a step ends, the step tells."""
PARTS = {
    "case:left": "有人退出调解",
    "case:asked_again": "再问没答复的当事人",
    "case:rights_told": "补记告知权利义务",
    UNUSUAL: "和平常不一样",
}
"""Who takes part changed at a step that asks something else."""
SERIES = {
    "case:split": "分户，单独成案",
    "case:household": "归在系列案里，是其中一户",
    "case:household_in": "另一户归到系列案",
    "case:household_out": "从系列案里拿出来",
    "case:household_gone": "从系列案里拿出一户",
    "case:divided": "各户都单独成案，这件到此为止",
}
"""What is done to a household's dispute, and to the one they have in common."""


def _case(case: Case) -> Iterator[Told]:
    yield Told(
        word="registered",
        title="登记",
        occurred_at=case.applied_at,
        entered_at=case.registered_at,
        spoken_by=case.spoken_by,
        typed_by_id=case.typed_by_id,
    )


def step(task: Task) -> Iterator[Told]:
    """What an answered step says; nothing while it is open, or when it closed by itself."""
    if task.closed_at and task.closed_by_id:
        told = told_of(task, SAID)
        yield Told(
            word=f"step:{task.name}",
            title=task.words,
            outcome=told.outcome,
            text=told.text,
            occurred_at=task.occurred_at or task.closed_at,
            entered_at=task.closed_at,
            spoken_by=task.spoken_by,
            typed_by_id=task.closed_by_id,
        )


def _sitting(row: MediationSession) -> Iterator[Told]:
    yield say_row(row, "sitting", f"第{row.ordinal}次调解", outcome=row.result, text=row.place)


def _police(row: PoliceReport) -> Iterator[Told]:
    yield say_row(row, "police", "报派出所", text=f"{row.receiver}：{row.reason}")


def _help(row: HelpInvitation) -> Iterator[Told]:
    yield say_row(row, "help", "请人来帮", text=f"{row.helper}：{row.reason}")


def _correction(row: Correction) -> Iterator[Told]:
    name = (FACT_NAMES | DAY_NAMES).get(row.field, row.field.split("·")[0])
    text = f"原来：{row.old[:60]}；原因：{row.reason}"
    yield say_row(row, "corrected", f"更正{name}", text=text, outcome=BY_PAPER if row.attachment_id else "")


def _filed(row: Attachment) -> Iterator[Told]:
    if begins_a_sending(row):
        yield say_row(row, "filed", "存入材料", text=MATERIALS.get(row.kind, "其他"))


def _move(row: Move) -> Iterator[Told]:
    yield say_row(row, "moved", f"转到{row.to_body.name}", text=row.reason)


def _voided(row: VoidedMatter) -> Iterator[Told]:
    yield say_row(row, "voided", "登记作废", text=row.reason)


def _deed(deed: AuditEntry) -> Iterable[Told]:
    if deed.deed in SERIES:
        return _series(deed)
    if deed.deed in PARTS:
        return _part(deed)
    return _end(deed) if deed.deed in STOPPED else say_link(deed)


def _part(deed: AuditEntry) -> Iterator[Told]:
    """Somebody left while the others go on, answered later, or was told later."""
    detail = json.loads(deed.detail)
    people = [AskedPerson(one.id, one.public_id, one.name, one.side) for one in case_by_id(deed.subject_id).parties]
    if deed.deed == "case:left":
        gone = who([one for one in people if one.key in detail["asking"]])
        outcome = f"{gone}退出，别人接着调"
    elif deed.deed == UNUSUAL:
        outcome = f"{detail['said']}，确实如此"
    elif deed.deed == "case:asked_again":
        outcome = willingness_outcome(Answered({"consent": detail["answers"]}, people))
    else:
        outcome = rights_outcome(Answered({"told": detail["told"]}, people))
    yield Told(
        word=deed.deed.partition(":")[2],
        title=PARTS[deed.deed],
        outcome=outcome,
        text=detail.get("reason", ""),
        occurred_at=deed.occurred_at,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _series(deed: AuditEntry) -> Iterator[Told]:
    """Of the others only how many: each is a dispute of its own, and may be erased by itself."""
    detail = json.loads(deed.detail)
    yield Told(
        word=deed.deed.partition(":")[2],
        title=SERIES[deed.deed],
        outcome=f"{detail['count']}户" if detail.get("count") else "",
        text=detail.get("reason", ""),
        occurred_at=deed.occurred_at,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _end(deed: AuditEntry) -> Iterator[Told]:
    kept = termination_of(deed.subject_id)
    yield Told(
        word="ended",
        title=STOPPED[deed.deed],
        outcome=_asking(deed, kept),
        text=kept.reason if kept else "",
        occurred_at=deed.occurred_at,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _asking(deed: AuditEntry, kept: Termination | None) -> str:
    """``王甲、王乙要求终止``; before the trail kept all of them, the first; empty of a withdrawal."""
    first = [kept.party_id] if kept and kept.party_id else []
    asking = json.loads(deed.detail).get("asking") or first
    people = [one for one in case_by_id(deed.subject_id).parties if one.id in asking]
    return f"{'、'.join(one.name for one in people)}要求终止" if people else ""


TOLD: dict[type[Model], Teller] = {
    Case: told_by(Case.id, _case),
    Task: told_of_kind(Task, Case.subject_kind, step),
    MediationSession: told_by(MediationSession.case_id, _sitting),
    PoliceReport: told_by(PoliceReport.case_id, _police),
    HelpInvitation: told_by(HelpInvitation.case_id, _help),
    Attachment: told_of_kind(Attachment, Case.subject_kind, _filed),
    Correction: told_of_kind(Correction, Case.subject_kind, _correction),
    Move: told_by(Move.case_id, _move),
    VoidedMatter: told_of_kind(VoidedMatter, Case.subject_kind, _voided),
    AuditEntry: either(
        told_of_deeds(Case.subject_kind, [*STOPPED, *PARTS, *SERIES, *deeds_of_links(Case.subject_kind)], _deed),
        letters_told(LETTERS, CaseLetter.case_id, with_draft=False),
    ),
}
"""What each table says, in the order of what was entered at once."""
