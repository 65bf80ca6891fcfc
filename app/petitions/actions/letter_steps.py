"""The steps of one letter in the diagram: sign off, change, number and seal, serve."""

from __future__ import annotations

from datetime import date

from app.core.clock import local
from app.core.dates import day_fault
from app.core.errors import Invalid, NotNow
from app.core.pages import chinese_date
from app.petitions.actions.claim_deadlines import nobody_to_tell, notice_given, opinion_issued, opinion_served
from app.petitions.actions.letters import (
    Service,
    redraft_letter,
    return_letter,
    seal_letter,
    serve_letter,
    sign_off_letter,
)
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.queries import claim_by_id, letters_of
from app.petitions.terms import IN_FLOW, NOTICES, LetterKind, ServiceMethod
from app.processes.actions.standing import properties_of
from app.processes.queries import tasks_of
from app.processes.registry import Answer, Submission, Words
from workflows.diagrams.forms import DateKind


def waiting_letter(claim: Claim) -> Letter | None:
    """The letter of a claim the diagram waits for: the newest of its kinds that is not served."""
    waiting = [one for one in letters_of(claim.id) if one.kind in IN_FLOW and one.served_on is None]
    return waiting[-1] if waiting else None


def _letter(answer: Answer) -> Letter:
    letter = waiting_letter(claim_by_id(answer.subject_id))
    if letter is None:
        raise NotNow("没有等着办的文书。")
    return letter


def _must_be_written(answer: Answer) -> None:
    """Raises `Invalid` when the letter was decided on or changed only after the day it is said to be signed off."""
    answered = [task for task in tasks_of("claim", answer.subject_id) if task.occurred_at]
    found = [task for task in answered if properties_of(task).get("drafts") == "yes"]
    last = max(found, key=lambda task: task.id, default=None)
    if last is None or last.occurred_at is None:
        return
    written_on = local(last.occurred_at).date()
    if local(answer.occurred_at).date() < written_on:
        fault = f"签发不能早于文书拟好的{chinese_date(written_on)}，请改成实际签发的日子。"
        raise Invalid(fault, {"occurred_at": fault})


def sign_off(answer: Answer) -> Words:
    """Signed off by a named person, or returned with what to change.

    Raises `Invalid` for a day before the letter was written, besides what the letter refuses.
    """
    letter = _letter(answer)
    if answer.text("outcome") == "approved":
        _must_be_written(answer)
        sign_off_letter(letter, at=answer.occurred_at, actor=answer.actor, now=answer.now)
        return {"outcome": "approved"}
    return_letter(letter, reason=answer.text("reason"), actor=answer.actor, now=answer.now)
    return {"outcome": "back"}


def redraft(answer: Answer) -> Words:
    """The returned letter was changed."""
    changes = {name: answer.text(name) for name in answer.values}
    redraft_letter(_letter(answer), changes, actor=answer.actor, now=answer.now)
    return {"outcome": ""}


def seal_step(answer: Answer) -> Words:
    """Numbered and sealed; an opinion so issued ends the sixty days."""
    letter, claim = _letter(answer), claim_by_id(answer.subject_id)
    on = local(answer.occurred_at).date()
    copies = answer.values.get("copies")
    seal_letter(letter, on=on, copies=copies if isinstance(copies, int) else 2, actor=answer.actor, now=answer.now)
    if letter.kind is LetterKind.OPINION:
        claim.opinion_on = on
        opinion_issued(claim, on=on, actor=answer.actor, now=answer.now)
    return {"outcome": ""}


def service_of(submission: Submission) -> Service:
    """What the slip of service (送达回证) says.  Raises `Invalid` without a day."""
    on = submission.values.get("delivered_on")
    if not isinstance(on, date):
        raise Invalid("还缺送达的日子。", {"delivered_on": "请填哪天送到的。"})
    fault = day_fault(DateKind.DEED, on, local(submission.now).date())
    if fault:
        raise Invalid(fault, {"delivered_on": fault})
    return Service(
        method=ServiceMethod(submission.text("method")),
        served_on=on,
        receiver=submission.text("receiver"),
        refusal=submission.text("refusal"),
        witness=submission.text("witness"),
        place=submission.text("place"),
    )


def deliver(answer: Answer) -> Words:
    """Served: a notice fulfils D2 or D3; an opinion starts the window of review, a refused one too."""
    letter, claim = _letter(answer), claim_by_id(answer.subject_id)
    service = service_of(answer)
    serve_letter(letter, service, actor=answer.actor, now=answer.now)
    if letter.kind in NOTICES and service.method is ServiceMethod.NOWHERE:
        nobody_to_tell(claim, actor=answer.actor, now=answer.now)
    elif letter.kind in NOTICES:
        notice_given(claim, on=service.served_on, actor=answer.actor, now=answer.now)
    if letter.kind is LetterKind.OPINION:
        claim.delivered_on = service.served_on
        window = opinion_served(claim, on=service.served_on, actor=answer.actor, now=answer.now)
        return {"outcome": "delivered", "review_ends_at": window.due_at.isoformat()}
    return {"outcome": "delivered"}


LETTER_HANDLERS = {"sign_off": sign_off, "redraft": redraft, "seal_letter": seal_step, "deliver": deliver}
"""What answering each step of a letter does."""
