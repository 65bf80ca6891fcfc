"""A letter reaches whom it is for, or does not and is served again (送达回证)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.letters.models import LetterRow, ServiceAttempt
from app.letters.registry import L, Letters
from app.letters.rules import Service, attempt_fault, refusal_fault, service_day_fault
from app.letters.terms import PROCESS, ServiceMethod
from app.papers.actions.freeze import freeze
from app.processes.actions.follow_deadlines import follow_periods
from app.processes.actions.raise_event import end_flow, tell_waiting
from app.processes.registry import Submission, Words


@dataclass(frozen=True)
class Attempt:
    """How it was tried, on which day, and why it did not arrive."""

    method: ServiceMethod
    tried_on: date
    reason: str


def serve_letter(letters: Letters[L], letter: L, service: Service, *, actor: Actor, now: datetime) -> Words:
    """The letter reached whom it is for; a refused one is left before a witness and counts.

    A flow of the matter that waits for it goes on; returns the words it was told.  Raises `NotNow` before the seal or
    a second time, `Invalid` for a wrong day or a refusal without reason or witness.
    """
    _must_be_under_way(letters, letter)
    check_service(letters, letter, service, today=local(now).date())
    keep_service(letter, service)
    if letters.slip is not None:
        freeze(letters.slip(letter), letter.id, actor=actor, now=now)
    record("letter:served", letter, actor, now=now, detail={"on": service.served_on, "method": service.method.value})
    rules = letters.rules(letter)
    words = rules.on_served(letter, service, actor, now)
    matter = letters.about(letter)
    if not rules.message or not tell_waiting(matter, rules.message, words, now=now):
        follow_periods(matter, now)
    return words


def hand_over(letter: LetterRow, service: Service, *, actor: Actor, now: datetime) -> None:
    """A sealed letter was handed over by the step of its matter that says so: it needs no flow of its own."""
    keep_service(letter, service)
    record("letter:served", letter, actor, now=now, detail={"on": service.served_on, "method": service.method.value})


def receive_letter(letters: Letters[L], letter: L, *, on: date, receiver: str, actor: Actor, now: datetime) -> None:
    """Whoever it is for says that it came, and when (回执): nobody serves it any more, and its flow ends.

    What follows from that for its matter is the caller's.  Raises like `serve_letter`, the day at ``received_on``.
    """
    _must_be_under_way(letters, letter)
    wrong_day = service_day_fault(on, sealed_on=letter.sealed_on or on, today=local(now).date())
    if wrong_day:
        raise Invalid("收到的日子不对。", {"received_on": wrong_day})
    letter.served_on, letter.receiver = on, receiver
    record("letter:served", letter, actor, now=now, detail={"on": on, "method": ""})
    end_flow(letter, PROCESS, now=now)


def keep_attempt(letters: Letters[L], letter: L, attempt: Attempt, submission: Submission) -> None:
    """It did not arrive and is served again; the row says when and why.  Raises like `serve_letter`."""
    _must_be_under_way(letters, letter)
    fault = attempt_fault(attempt.method, reason=attempt.reason)
    if fault:
        raise Invalid(fault[1], {fault[0]: fault[1]})
    _check_day(letter, attempt.tried_on, "tried_on", today=local(submission.now).date())
    row = ServiceAttempt(
        subject_kind=letter.subject_kind,
        subject_id=letter.id,
        tried_on=attempt.tried_on,
        method=attempt.method,
        reason=attempt.reason.strip(),
        **submission.entry,
    )
    db.session.add(row)
    db.session.flush()
    detail = {"on": attempt.tried_on, "method": attempt.method.value, "reason": attempt.reason.strip()}
    record("letter:not_served", letter, submission.actor, now=submission.now, detail=detail)


def check_service(letters: Letters[L], letter: L, service: Service, *, today: date) -> None:
    """Raises `Invalid` at its field for what a slip of service of this letter cannot say."""
    _check_day(letter, service.served_on, "delivered_on", today=today)
    unwitnessed = refusal_fault(service.method, refusal=service.refusal, witness=service.witness)
    if unwitnessed:
        raise Invalid("拒收的要写明理由和见证人。", {"witness": unwitnessed})
    fault = letters.rules(letter).service_fault(letter, service)
    if fault:
        raise Invalid(fault[1], {fault[0]: fault[1]})


def keep_service(letter: LetterRow, service: Service) -> None:
    """The letter was served as the slip says."""
    letter.method, letter.served_on = service.method, service.served_on
    letter.receiver, letter.refusal = service.receiver.strip(), service.refusal.strip()
    letter.witness, letter.place = service.witness.strip(), service.place.strip()


def _must_be_under_way(letters: Letters[L], letter: L) -> None:
    if letter.sealed_on is None:
        raise NotNow(f"“{letters.rules(letter).title}”还没有盖章，不能送达；请先签发、编号、盖章。")
    if letter.served_on is not None:
        raise NotNow("这份文书已经登记过送达。")


def _check_day(letter: LetterRow, on: date, field: str, *, today: date) -> None:
    wrong_day = service_day_fault(on, sealed_on=letter.sealed_on or today, today=today)
    if wrong_day:
        raise Invalid("送达的日子不对。", {field: wrong_day})
