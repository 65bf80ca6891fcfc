"""书面撤回: the work goes on until somebody who has nothing to do with it has asked the petitioner, three days later.

Practice, so that nobody is urged to withdraw and none of it is seen (信访工作条例 第46条第六项).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.accounts.queries import names_of
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.normalise import same_name
from app.core.pages import chinese_date
from app.matters.actions.record_deed import record_deed
from app.papers.actions.freeze import freeze
from app.petitions.actions.claim_deadlines import begin_withdrawal, end_wait_for_call
from app.petitions.models import Claim
from app.petitions.models.records import Withdrawal
from app.petitions.papers.fill_claim_sheets import withdrawal_form
from app.petitions.queries import claim_by_id, letters_of, newest, newest_period
from app.petitions.rules.decisions import confirmed_fault, pressure_fault, withdrawal_fault
from app.petitions.rules.outcomes import call_outcome
from app.petitions.terms import PROCESS, WITHDRAWAL, Ending, LetterKind
from app.processes.actions.day_of import day_of
from app.processes.actions.raise_event import end_flow, locked_process
from app.processes.actions.run import start_process
from app.processes.queries import running_flow, tasks_of
from app.processes.registry import Answer, Submission, Words

CONFIRMED, PERIOD = "confirmed", "D15"
ASKED_ALREADY = "撤回申请书已经收到了，等三天以后打电话核实；本人不想撤了的，打电话时记下来。"
NOT_INVOLVED = "要由没有经手这件事的人打；{name}经手过，请换一个人打电话问本人。"


def withdraw(claim: Claim, submission: Submission) -> None:
    """The petitioner applies in writing before the opinion; not where somebody put pressure on them.

    Nothing ends by that: the call is asked for three days later.  Raises `NotNow`, `Invalid`.
    """
    locked_process(claim)
    pressed = pressure_fault(submission.text("pressure"))
    if pressed:
        raise Invalid(pressed, {"pressure": pressed})
    fault = _fault(claim)
    if fault is not None:
        raise NotNow(fault)
    if is_asked_for(claim):
        raise NotNow(ASKED_ALREADY)
    too_early = "撤回申请书不能早于收到信访事项的那天。"
    row = Withdrawal(
        claim_id=claim.id,
        applied_on=day_of(submission, "applied_on", earliest=claim.petition.received_on, fault=too_early),
        asked_how=submission.text("asked_how"),
        reason=submission.text("reason"),
        **submission.entry,
    )
    db.session.add(row)
    db.session.flush()
    freeze(withdrawal_form(claim), row.id, actor=submission.actor, now=submission.now)
    record_deed(claim, "claim:withdrawal_applied", submission, applied_on=row.applied_on)
    three_days = begin_withdrawal(claim, submission)
    words = {"outcome": "", "call_from": three_days.due_at.isoformat()}
    start_process(WITHDRAWAL, claim, words, now=submission.now)


def may_withdraw(claim: Claim) -> bool:
    """Whether a page offers it."""
    return _fault(claim) is None and not is_asked_for(claim)


def is_asked_for(claim: Claim) -> bool:
    """Whether an application waits for the call."""
    return running_flow(claim.subject_kind, claim.id, WITHDRAWAL) is not None


def _fault(claim: Claim) -> str | None:
    return withdrawal_fault(claim.status, claim.decision, is_over=claim.ending is not None)


def call_back(answer: Answer) -> Words:
    """What the petitioner said on the telephone; who still wishes it ends the claim on that day.

    Raises `Invalid` for a call within the three days or by somebody who had to do with the claim, `NotNow` once the
    opinion is sealed.
    """
    claim, outcome = claim_by_id(answer.subject_id), answer.text("outcome")
    three_days = newest_period(claim.id, PERIOD)
    earliest = three_days.due_on + timedelta(days=1) if three_days else None
    fault = f"要过了三天再打，{chinese_date(earliest)}起打的才算。"
    called_on = day_of(answer, "called_on", earliest=earliest, fault=fault)
    _must_be_by_somebody_else(claim, answer.text("called_by"))
    end_wait_for_call(claim, actor=answer.actor, now=answer.now)
    if outcome != CONFIRMED:
        return {"outcome": outcome}
    if is_too_late(claim):
        raise NotNow(confirmed_fault())
    claim.ending, claim.closed_on = Ending.WITHDRAWN, called_on
    record_deed(claim, "claim:withdrawn", answer, called_on=called_on)
    end_flow(claim, PROCESS, now=answer.now)
    return {"outcome": CONFIRMED}


def is_too_late(claim: Claim) -> bool:
    """Whether the wish counts no more: the opinion bears its seal, or the claim is over."""
    opinions = [one for one in letters_of(claim.id) if one.kind is LetterKind.OPINION]
    is_issued = bool(opinions) and opinions[-1].sealed_on is not None
    return claim.ending is not None or (is_issued and _fault(claim) is not None)


def _must_be_by_somebody_else(claim: Claim, called_by: str) -> None:
    for name in _names_of_involved(claim):
        if same_name(name, called_by):
            fault = NOT_INVOLVED.format(name=name)
            raise Invalid(fault, {"called_by": fault})


def _names_of_involved(claim: Claim) -> Iterator[str]:
    """Everybody who answered a step of the claim, or took the application."""
    row = newest(Withdrawal, claim.id)
    answered = {task.closed_by_id for task in tasks_of(claim.subject_kind, claim.id) if task.closed_by_id}
    typed = {row.typed_by_id} if row else set()
    yield from names_of(answered | typed).values()
    if row is not None:
        yield row.spoken_by


WITHDRAWAL_HANDLERS = {"call_back": call_back}
WITHDRAWAL_OUTCOMES = {"call_back": call_outcome}
