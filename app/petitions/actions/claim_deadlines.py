"""Which periods of a claim begin and end with which action (信访工作条例 第22–36条).  The deadline room computes."""

from __future__ import annotations

from datetime import date, datetime

from app.core.clock import local
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.suspend_deadline import suspend_deadline
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named
from app.petitions.models import Claim
from app.petitions.models.records import ExtensionRequest, Supervision
from app.petitions.queries import newest_period
from app.petitions.rules.periods import answered_fault, extension_fault, objection_fault, simple_fault
from app.petitions.terms import MatterClass, Origin
from app.processes.registry import Submission
from workflows.periods.reckon import Extension, Span

NOTICE = frozenset({"D2", "D3"})
WINDOWS = frozenset({"D7", "D9"})
"""They close by themselves when nobody asked."""


def _open(claim: Claim, code: str, starts: date, *, actor: Actor | None, now: datetime) -> Deadline:
    return open_deadline(claim, code, starts=starts, region=claim.region, committee_id=None, actor=actor, now=now)


def begin_at_registration(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """The written notice (D2, or D3 and the window of objection D4 after a transfer); the higher body's own D1."""
    petition = claim.petition
    if petition.origin is Origin.DIRECT:
        _open(claim, "D2", petition.starts_on, actor=actor, now=now)
        return
    if petition.upper_received_on is not None:
        _open(claim, "D1", petition.upper_received_on, actor=actor, now=now)
        meet_deadlines(claim, {"D1"}, on=petition.starts_on, actor=actor, now=now)
    _open(claim, "D3", petition.starts_on, actor=actor, now=now)
    _open(claim, "D4", petition.starts_on, actor=actor, now=now)


def must_be_in_time_to_object(claim: Claim, *, on: date) -> None:
    """Raises `NotNow` after the fifth working day; the day it is decided on counts, not that of its entry (第23条)."""
    window = newest_period(claim.id, "D4")
    fault = objection_fault(on, last_on=window.due_on if window else None)
    if fault:
        raise NotNow(fault)


def objection_sent(claim: Claim, *, on: date, actor: Actor, now: datetime) -> None:
    """The objection went out; the notice's period runs on until the transferring body agrees (第23条)."""
    meet_deadlines(claim, {"D4"}, on=on, actor=actor, now=now)


def keep_the_matter(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """The town deals with the matter itself: no objection any more."""
    close_deadlines(claim, actor=actor, now=now, codes={"D4"})


def begin_sixty_days(claim: Claim, *, actor: Actor, now: datetime) -> Deadline:
    """The sixty days run from acceptance (第34条), never from a delivery."""
    if claim.accepted_on is None:
        raise NotNow("还没有受理，六十日还没有开始。")
    return _open(claim, "D5", claim.accepted_on, actor=actor, now=now)


def begin_simple(claim: Claim, *, on: date, actor: Actor, now: datetime) -> Deadline:
    """Simple procedure: decided within three working days of receipt (D12a), finished within ten (D12b).

    Raises `NotNow` when the three days are over.
    """
    decide = _open(claim, "D12a", claim.petition.starts_on, actor=actor, now=now)
    fault = simple_fault(on, last_on=decide.due_on)
    if fault:
        raise NotNow(fault)
    meet_deadlines(claim, {"D12a"}, on=on, actor=actor, now=now)
    return _open(claim, "D12b", on, actor=actor, now=now)


def finish_simple(claim: Claim, *, on: date, actor: Actor, now: datetime) -> None:
    """The simple answer was given."""
    meet_deadlines(claim, {"D12b"}, on=on, actor=actor, now=now)


def check_answered_in_time(claim: Claim, *, on: date) -> None:
    """What is entered after the ten working days must have been answered within them.

    Raises `Invalid` for a later day: then the matter goes to the ordinary procedure.
    """
    ten_days = newest_period(claim.id, "D12b")
    fault = answered_fault(on, last_on=ten_days.due_on if ten_days else None)
    if fault:
        raise Invalid(fault, {"answered_on": fault})


def convert_to_ordinary(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """To ordinary procedure: the ten days lose their object, the sixty count from the original acceptance.

    A suggestion has no sixty days: they belong to the opinion of 第31条第六项 alone.
    """
    close_deadlines(claim, actor=actor, now=now, codes={"D12b"})
    if claim.matter_class is not MatterClass.SUGGESTION:
        begin_sixty_days(claim, actor=actor, now=now)


def notice_given(claim: Claim, *, on: date, actor: Actor, now: datetime) -> None:
    """The petitioner was told what becomes of the claim."""
    meet_deadlines(claim, NOTICE, on=on, actor=actor, now=now)


def nobody_to_tell(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """Name and address are unclear: the written notice has lost its object (第23条)."""
    close_deadlines(claim, actor=actor, now=now, codes=NOTICE)


def check_extension(claim: Claim, days: int, *, on: date) -> Deadline:
    """The running sixty days, when they may be made longer by so many days.

    Raises `NotNow` when none run, `Invalid` after the end, over thirty days, or a second time.
    """
    running = running_named("claim", claim.id, "D5")
    if running is None:
        raise NotNow("六十日的期限现在没有在算，不用延长。")
    is_extended = running.extension is not None
    fault = extension_fault(days, asked_on=on, last_on=running.due_on, is_extended=is_extended)
    if fault is not None:
        raise Invalid(fault[1], {fault[0]: fault[1]})
    return running


def extend_sixty_days(claim: Claim, request: ExtensionRequest, *, on: date, actor: Actor, now: datetime) -> Deadline:
    """The head approved before the end; counted from the unrolled end (D6, 第34条)."""
    running = check_extension(claim, request.days, on=on)
    extend_deadline(running, Extension(on, days=request.days), reason=request.decision_reason, actor=actor, now=now)
    return running


def opinion_issued(claim: Claim, *, on: date, actor: Actor, now: datetime) -> None:
    """The opinion was issued: the sixty days have done their work."""
    meet_deadlines(claim, {"D5"}, on=on, actor=actor, now=now)


def opinion_served(claim: Claim, *, on: date, actor: Actor, now: datetime) -> Deadline:
    """Delivery starts the thirty days for a request of review, a refused letter's too (第35条)."""
    close_deadlines(claim, actor=actor, now=now, codes=WINDOWS)
    return _open(claim, "D7", on, actor=actor, now=now)


def review_requested(claim: Claim, *, is_final: bool, on: date, actor: Actor, now: datetime) -> bool:
    """The higher body received the request: its own thirty days begin (D8, D10).  Whether it was in time.

    The day it was received counts, also when the window has closed by itself before that day was entered.
    """
    window, own = ("D9", "D10") if is_final else ("D7", "D8")
    asked_within = newest_period(claim.id, window)
    was_in_time = asked_within is None or on <= asked_within.due_on
    if was_in_time:
        meet_deadlines(claim, {window}, on=on, actor=actor, now=now)
    else:
        close_deadlines(claim, actor=actor, now=now, codes={window})
    _open(claim, own, on, actor=actor, now=now)
    return was_in_time


def upper_decided(claim: Claim, *, is_final: bool, on: date, hearing: Span | None, actor: Actor, now: datetime) -> None:
    """The higher body decided; days of a hearing do not count at the re-review alone (第36条).

    Raises `Invalid` for hearing days that lie outside the period.
    """
    code = "D10" if is_final else "D8"
    running = running_named("claim", claim.id, code)
    if running is not None and hearing is not None and is_final:
        suspend_deadline(running, hearing, reason="复核听证", actor=actor, now=now)
    meet_deadlines(claim, {code}, on=on, actor=actor, now=now)


def begin_final_window(claim: Claim, *, on: date, actor: Actor, now: datetime) -> Deadline:
    """Receipt of the review opinion starts the thirty days for a request of re-review (第36条)."""
    return _open(claim, "D9", on, actor=actor, now=now)


def begin_withdrawal(claim: Claim, submission: Submission) -> Deadline:
    """Three days after the application was handed in the petitioner is called (D15)."""
    on = local(submission.occurred_at).date()
    return _open(claim, "D15", on, actor=submission.actor, now=submission.now)


def end_wait_for_call(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """Somebody called: the three days have done their work, whether or not they were seen to be over."""
    close_deadlines(claim, actor=actor, now=now, codes={"D15"})


def end_all(claim: Claim, *, now: datetime) -> None:
    """The claim is over; windows nobody used are left to close by themselves."""
    running = {"D1", "D2", "D3", "D4", "D5", "D8", "D10", "D12a", "D12b", "D15"}
    close_deadlines(claim, actor=None, now=now, codes=running)


def begin_suggestion_answer(supervision: Supervision, *, actor: Actor, now: datetime) -> Deadline:
    """A suggestion from above is answered within thirty days of its receipt (D14)."""
    return open_deadline(
        supervision,
        "D14",
        starts=supervision.received_on,
        region=supervision.region,
        committee_id=None,
        actor=actor,
        now=now,
    )


def suggestion_answered(supervision: Supervision, *, on: date, actor: Actor, now: datetime) -> None:
    """The answer went out."""
    meet_deadlines(supervision, {"D14"}, on=on, actor=actor, now=now)
