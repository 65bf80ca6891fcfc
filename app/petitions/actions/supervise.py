"""督办 received from above: registered, its suggestions answered within thirty days (D14)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.audit.actions.record import record
from app.core.clock import local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Permission
from app.petitions.actions.claim_deadlines import begin_suggestion_answer
from app.petitions.actions.handling import must_may
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.register_petition import TOWN_REGION
from app.petitions.models.records import Letter, Supervision
from app.petitions.queries import claim_numbered
from app.petitions.terms import LetterKind
from app.processes.registry import Submission
from workflows.diagrams.forms import DateKind


def register_supervision(submission: Submission) -> Supervision:
    """Register what came from above; its thirty days begin.  Raises `NotAllowed`, `Invalid`."""
    must_may(submission.actor, Permission.PETITION_REGISTER)
    received_on = submission.values.get("received_on")
    if not isinstance(received_on, date) or day_fault(DateKind.DEED, received_on, local(submission.now).date()):
        raise Invalid("日子不对。", {"received_on": "请填今天或者今天以前的日子。"})
    number = submission.text("claim").strip()
    claim = claim_numbered(number) if number else None
    if number and claim is None:
        raise Invalid("没有这个编号。", {"claim": "没有这个编号的一项，请核对；不关具体一件的空着。"})
    row = Supervision(
        region=claim.region if claim else TOWN_REGION,
        claim_id=claim.id if claim else None,
        from_body=submission.text("from_body"),
        number=submission.text("number"),
        received_on=received_on,
        text=submission.text("text"),
        **submission.entry,
    )
    db.session.add(row)
    db.session.flush()
    begin_suggestion_answer(row, actor=submission.actor, now=submission.now)
    record("supervision:registered", row, submission.actor, now=submission.now)
    return row


def answer_supervision(supervision: Supervision, submission: Submission) -> Letter:
    """The written answer waits for sign-off.

    Raises `NotAllowed` for anybody but the desk, `NotNow` once it was answered or another answer is on its way.
    """
    must_may(submission.actor, Permission.PETITION_REGISTER)
    if supervision.answered_on is not None:
        raise NotNow("这份督办已经回复过了。")
    drafted = select(Letter.id).where(
        Letter.supervision_id == supervision.id, Letter.served_on.is_(None), Letter.left_at.is_(None)
    )
    if db.session.scalar(drafted.limit(1)) is not None:
        raise NotNow("这份督办已经拟了一份回复，还没有送出；请打开那一份接着办，要改的请负责人退回。")
    content = {name: submission.text(name) for name in ("text", "contact")}
    return draft_letter(
        LetterKind.SUPERVISION_REPLY, content, about=supervision, actor=submission.actor, now=submission.now
    )
