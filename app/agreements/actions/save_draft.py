"""Save the text of a written agreement while it is a draft."""

from __future__ import annotations

from datetime import datetime

from app.agreements.actions.open_step_check import must_stand_at
from app.agreements.actions.write_text import mark_limitations, write_text
from app.agreements.models import Agreement, AgreementForm, AgreementState
from app.agreements.queries import current_agreement, text_of
from app.agreements.rules import AgreementText, draft_faults
from app.audit.actions.record import record
from app.cases.models import Case
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor

CHANGED = "这份协议刚刚改过（别人改的，或者您在另一页存的），这次没有存上。您写的还在下面，核对以后再存一次。"


def save_draft(case: Case, text: AgreementText, *, seen_version: int | None, actor: Actor, now: datetime) -> Agreement:
    """Write a new version of the text; the same text again changes nothing but what limits its claims.

    `seen_version` is the version the page showed (0 when there was none, None to skip the question).  Every change
    counts the version up, so that an older review or waiver no longer covers it.  Raises `NotNow` unless the case
    stands at drafting or when somebody else changed the text, `NotAllowed`, and `Invalid` for what is not checkable.
    """
    must_stand_at(case, "draft", actor)
    agreement = current_agreement(case.id)
    if agreement is not None and agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿，不能直接改；请先选“要改了再签”，回到起草。")
    if agreement is not None and text_of(agreement) == text:
        mark_limitations(agreement, text)
        return agreement
    if seen_version is not None and seen_version != (agreement.version if agreement else 0):
        raise NotNow(CHANGED)
    _check(case, text)
    if agreement is None:
        agreement = Agreement(case_id=case.id, case=case, form=AgreementForm.WRITTEN, version=0)
        db.session.add(agreement)
    write_text(agreement, text)
    agreement.version += 1
    agreement.review_waived_reason = ""
    db.session.flush()
    record("agreement:saved", agreement, actor, now=now, detail={"case": case.id, "version": agreement.version})
    return agreement


def _check(case: Case, text: AgreementText) -> None:
    faults = draft_faults(text, {party.id: party.side for party in case.parties})
    if faults:
        raise Invalid("".join(faults.values()), faults)
