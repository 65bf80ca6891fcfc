"""Void a registration that was wrong or double: no word about the citizen, who neither withdrew nor was refused."""

from __future__ import annotations

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Subject
from app.deadlines.actions.finish_deadline import close_deadlines
from app.matters.actions.record_deed import record_deed
from app.matters.models.voided import VoidedMatter
from app.matters.queries.voided import voided_of
from app.processes.actions.raise_event import end_flows
from app.processes.registry import Submission

VOIDED = "这件登记已经作废，不能再改；正确的那一件请另外办。"


def void_matter(subject: Subject, submission: Submission, *, instead: Subject | None) -> VoidedMatter:
    """Keep why, end every flow of the matter and every period.  `instead`: the matter it was registered again as.

    The kind sets its own status before.  Raises `NotNow` the second time and where the other one is void itself,
    `Invalid` without a reason or when the other one is this one.
    """
    if voided_of(subject.subject_kind, subject.id) is not None:
        raise NotNow(VOIDED)
    reason = submission.text("reason").strip()
    if not reason:
        raise Invalid("请写明为什么作废。", {"reason": "请写明为什么作废。"})
    if instead is not None and (instead.subject_kind, instead.id) == (subject.subject_kind, subject.id):
        raise Invalid("这就是这一件自己。", {"other": "这就是这一件自己；请写留下来的那一件。"})
    if instead is not None and voided_of(instead.subject_kind, instead.id) is not None:
        raise Invalid("那一件自己也作废了。", {"other": "那一件也已经作废；请写留下来的那一件。"})
    row = VoidedMatter(
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        reason=reason,
        instead_kind=instead.subject_kind if instead else None,
        instead_id=instead.id if instead else None,
        **submission.entry,
    )
    db.session.add(row)
    close_deadlines(subject, actor=submission.actor, now=submission.now)
    end_flows(subject, now=submission.now)
    record_deed(
        subject,
        f"{subject.subject_kind}:voided",
        submission,
        reason=reason,
        instead=[row.instead_kind, row.instead_id],
    )
    return row
