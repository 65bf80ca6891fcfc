"""What answering each step of a letter does; the flow that asks may be the letter's own or an older matter's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.clock import local
from app.core.errors import Invalid
from app.core.pages import chinese_date
from app.letters.actions.draft import redraft_letter
from app.letters.actions.seal import seal_letter
from app.letters.actions.serve import Attempt, keep_attempt, serve_letter
from app.letters.actions.sign_off import return_letter, sign_off_letter
from app.letters.models import LetterRow
from app.letters.queries import written_on
from app.letters.registry import Letters, letters_named
from app.letters.rules import Service
from app.letters.terms import COPIES, ServiceMethod
from app.processes.actions.day_of import day_of
from app.processes.registry import Answer, StepHandler, Submission, Words

LetterStep = Callable[[Letters[Any], LetterRow, Answer], Words]
RETURNED = "returned"


def sign_off(_letters: Letters[Any], letter: LetterRow, answer: Answer) -> Words:
    """Signed off by a named person, or returned with what to change.

    Raises `Invalid` for a day before the letter was written, besides what the letter refuses.
    """
    if answer.text("outcome") != "approved":
        return_letter(letter, reason=answer.text("reason"), actor=answer.actor, now=answer.now)
        return {"outcome": "back"}
    written = written_on(letter, answer.task)
    if written is not None and local(answer.occurred_at).date() < written:
        fault = f"签发不能早于文书拟好的{chinese_date(written)}，请改成实际签发的日子。"
        raise Invalid(fault, {"occurred_at": fault})
    sign_off_letter(letter, at=answer.occurred_at, actor=answer.actor, now=answer.now)
    return {"outcome": "approved"}


def redraft(letters: Letters[Any], letter: LetterRow, answer: Answer) -> Words:
    """The returned letter was changed."""
    changes = {name: answer.text(name) for name in answer.values}
    redraft_letter(letters, letter, changes, actor=answer.actor, now=answer.now)
    return {"outcome": ""}


def seal(letters: Letters[Any], letter: LetterRow, answer: Answer) -> Words:
    """Numbered and sealed."""
    copies = answer.values.get("copies")
    count = copies if isinstance(copies, int) else COPIES
    seal_letter(letters, letter, on=local(answer.occurred_at).date(), copies=count, actor=answer.actor, now=answer.now)
    return {"outcome": ""}


def deliver(letters: Letters[Any], letter: LetterRow, answer: Answer) -> Words:
    """Served, with the words its matter was told; or it did not arrive and is served again."""
    if answer.text("outcome") == RETURNED:
        keep_attempt(letters, letter, _attempt_of(answer), answer)
        return {"outcome": RETURNED}
    words = serve_letter(letters, letter, service_of(answer), actor=answer.actor, now=answer.now)
    return {"outcome": "delivered", **words}


def service_of(submission: Submission) -> Service:
    """What the slip of service (送达回证) says.  Raises `Invalid` without a day."""
    return Service(
        method=ServiceMethod(submission.text("method")),
        served_on=day_of(submission, "delivered_on"),
        receiver=submission.text("receiver"),
        refusal=submission.text("refusal"),
        witness=submission.text("witness"),
        place=submission.text("place"),
    )


def _attempt_of(submission: Submission) -> Attempt:
    method = ServiceMethod(submission.text("method"))
    return Attempt(method, day_of(submission, "tried_on"), submission.text("returned_why"))


def _own(step: LetterStep) -> StepHandler:
    """The step as a letter's own flow asks it."""

    def handler(answer: Answer) -> Words:
        letters = letters_named(answer.task.subject_kind)
        return step(letters, letters.rows.row(answer.subject_id), answer)

    return handler


LETTER_STEPS: dict[str, LetterStep] = {
    "sign_off": sign_off,
    "redraft": redraft,
    "seal_letter": seal,
    "deliver": deliver,
}
STEP_HANDLERS = {name: _own(step) for name, step in LETTER_STEPS.items()}
