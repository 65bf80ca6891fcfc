"""What the flow of a claim waits for from others, and somebody here enters when it came: no step asks for it.

The transferring body answers an objection (信访工作条例 第23条); a higher body has had a request for review or
re-review (第35、36条), which the petitioner makes or does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.pages import chinese_date
from app.deadlines.queries import running_named
from app.matters.actions.record_deed import record_deed
from app.petitions.actions.claim_deadlines import keep_the_matter
from app.petitions.actions.claim_deadlines import review_requested as begin_review
from app.petitions.models import Claim
from app.petitions.models.records import ObjectionAnswer, UpperOpinion
from app.petitions.queries import letters_of, newest
from app.petitions.rules.decisions import agreement_fault
from app.petitions.terms import ClaimStatus, LetterKind
from app.processes.actions.day_of import day_of
from app.processes.actions.raise_event import locked_process, raise_event
from app.processes.queries import open_tasks_of
from app.processes.registry import Submission

AGREED = "agreed"


def must_have_gone_out(claim: Claim, submission: Submission) -> None:
    """Nobody agrees to a letter that never went out, or before it did.  Raises `NotNow`, `Invalid` for the day."""
    if submission.text("outcome") != AGREED:
        return
    sent = _objections_sent(claim)
    fault = agreement_fault(sent_letters=len(sent))
    if fault:
        raise NotNow(fault)
    if local(submission.occurred_at).date() < min(sent):
        early = f"异议函是{chinese_date(min(sent))}送出的，答复不会早于那天，请改成实际的日子。"
        raise Invalid(early, {"occurred_at": early})


def objection_answered(claim: Claim, submission: Submission) -> None:
    """The transferring body answered: it takes the claim back, or the town decides on it after all.

    Raises like `must_have_gone_out`, and `NotNow` when nobody waits for it any more.
    """
    _must_be_awaited(claim, awaits_answer)
    must_have_gone_out(claim, submission)
    outcome = submission.text("outcome")
    row = ObjectionAnswer(
        claim_id=claim.id,
        is_agreed=outcome == AGREED,
        answered_by=submission.text("answered_by"),
        text=submission.text("reason"),
        **submission.entry,
    )
    db.session.add(row)
    db.session.flush()
    raise_event(claim, "objection_answered", {"outcome": outcome}, now=submission.now)
    record_deed(claim, "claim:objection_answered", submission, outcome=outcome)


def objection_dropped(claim: Claim, submission: Submission) -> None:
    """The objection did not go out, or may not any more: the town deals with the matter itself.

    Raises `NotNow` when nobody waits for an answer any more, or it was sent: then the answer is entered.
    """
    _must_be_awaited(claim, awaits_answer)
    if _objections_sent(claim):
        raise NotNow("异议函已经送出去了，请等转送机关答复，再登记答复。")
    keep_the_matter(claim, actor=submission.actor, now=submission.now)
    raise_event(claim, "objection_answered", {"outcome": "dropped"}, now=submission.now)
    record_deed(claim, "claim:objection_dropped", submission, reason=submission.text("reason"))


def waits_to_be_sent(claim: Claim) -> bool:
    """Whether an objection was decided on and did not go out."""
    return awaits_answer(claim) and not _objections_sent(claim)


def _objections_sent(claim: Claim) -> list[date]:
    return [one.served_on for one in letters_of(claim.id) if one.kind is LetterKind.OBJECTION and one.served_on]


def review_requested(claim: Claim, submission: Submission) -> None:
    """The district received a request for review; whoever says there will be none may still ask in the thirty days."""
    _requested(claim, submission, "review_requested", is_final=False)


def final_requested(claim: Claim, submission: Submission) -> None:
    """The city received a request for re-review."""
    _requested(claim, submission, "final_requested", is_final=True)


def _requested(claim: Claim, submission: Submission, message: str, *, is_final: bool) -> None:
    _must_be_awaited(claim, awaits_final if is_final else awaits_review)
    enter_request(claim, submission, is_final=is_final)
    raise_event(claim, message, {}, now=submission.now)
    record_deed(claim, f"claim:{message}", submission)


def enter_request(claim: Claim, submission: Submission, *, is_final: bool) -> None:
    """The higher body has had the request since ``requested_on``, in time or not.  Raises `Invalid` for a wrong day."""
    before = newest(UpperOpinion, claim.id) if is_final else None
    earliest = before.received_on if before else claim.delivered_on
    fault = "要在信访人收到意见书以后。"
    requested_on = day_of(submission, "requested_on", earliest=earliest, fault=fault)
    was_in_time = begin_review(claim, is_final=is_final, on=requested_on, actor=submission.actor, now=submission.now)
    row = UpperOpinion(
        claim_id=claim.id, is_final=is_final, requested_on=requested_on, was_in_time=was_in_time, **submission.entry
    )
    db.session.add(row)


def _must_be_awaited(claim: Claim, is_awaited: Callable[[Claim], bool]) -> None:
    """Of two people who enter it at once the second sees, behind the lock, that it was entered.  Raises `NotNow`."""
    locked_process(claim)
    if not is_awaited(claim):
        raise NotNow("这件事现在不用登记：可能已经有人登记了，或者期限到了要先核对。请回到信访件看最新的情况。")


def awaits_answer(claim: Claim) -> bool:
    """Whether its flow waits for the transferring body; not where a step of an older version asks for it."""
    return claim.status is ClaimStatus.OBJECTING and not open_tasks_of(claim.subject_kind, claim.id)


def awaits_review(claim: Claim) -> bool:
    """Whether its flow waits for a request of review until the window closes."""
    return _awaits_request(claim, "D7")


def awaits_final(claim: Claim) -> bool:
    """Whether its flow waits for a request of re-review until the window closes."""
    return _awaits_request(claim, "D9")


def _awaits_request(claim: Claim, window: str) -> bool:
    if claim.status is not ClaimStatus.REVIEWABLE or running_named(claim.subject_kind, claim.id, window) is None:
        return False
    return not open_tasks_of(claim.subject_kind, claim.id)
