"""A household's dispute is put into a series or taken out again, and a dispute that was wholly divided is over."""

from __future__ import annotations

from app.cases.actions.case_deadlines import end_all, leave_limitations
from app.cases.actions.move_level import leave_level
from app.cases.models import Case
from app.cases.models.series import HouseholdCase
from app.cases.queries.called import cases_called
from app.cases.queries.handling import hold, must_be, must_handle, over_fault, stopping_fault
from app.cases.queries.panels import frozen_because
from app.cases.queries.series import households_of, is_wholly_divided, membership_of
from app.cases.rules.series import ITSELF, MOST_HOUSEHOLDS, TEXT_FIXED, join_fault
from app.cases.terms import CaseStatus
from app.core.asked import whole_number
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.matters.actions.record_deed import record_deed
from app.processes.actions.raise_event import end_flows
from app.processes.registry import Submission

THEIRS = "要归到一个系列案，请跟他们商量。"
NOT_IN = "这件已经不在系列案里了，没有动别的。"
NOT_DIVIDED = "还有人没有单独成案，这件要接着办；一方的人都分了户，才能到此为止。"
NO_SIDE = "请选这一户在哪一方；那一方要有人。"
NO_OTHER = "没有找到这一件，或者它不归您看；请写共同的那一件的编号，还没编号的写两边当事人的姓名。"
SEVERAL = "找到不止一件，请写全编号，或者把两边当事人的姓名都写上。"
FULL = f"那个系列案已经有{MOST_HOUSEHOLDS}户了，请另立一件。"


def put_into_series(case: Case, submission: Submission) -> None:
    """The dispute is one household's of the one with this number; both are handled by the actor's committee.

    Raises `Invalid` for an unknown number, for itself, for a household of a household, for a side where nobody stands.
    """
    series = _the_common_one(case, submission)
    must_handle(series, submission.actor, THEIRS)
    if series.status is not CaseStatus.DIVIDED:
        must_be(over_fault(series))
    households = households_of(series.id)
    fault = join_fault(
        is_household=membership_of(case.id) is not None,
        has_households=bool(households_of(case.id)),
        other_is_household=membership_of(series.id) is not None,
    ) or (FULL if len(households) >= MOST_HOUSEHOLDS else None)
    if fault:
        raise Invalid(fault, {"other": fault})
    side = whole_number(submission.text("side")) or 0
    if any(side not in {party.side for party in one.parties} for one in (case, series)):
        raise Invalid(NO_SIDE, {"side": NO_SIDE})
    db.session.add(HouseholdCase(case_id=case.id, series_id=series.id, side=side, **submission.entry))
    record_deed(case, "case:household", submission, reason=submission.text("reason"))
    record_deed(series, "case:household_in", submission, reason=submission.text("reason"))


def hold_both(case: Case, submission: Submission) -> None:
    """Lock the dispute and the one it is to be put under, in the order of their keys, as whoever ties two does."""
    others = [one for one in cases_called(submission.text("other"), for_=submission.actor) if one.id != case.id]
    for one in sorted([case, *(others if len(others) == 1 else [])], key=lambda one: one.id):
        hold(one)


def _the_common_one(case: Case, submission: Submission) -> Case:
    found = cases_called(submission.text("other"), for_=submission.actor)
    others = [one for one in found if one.id != case.id]
    if len(others) != 1:
        fault = SEVERAL if others else ITSELF if found else NO_OTHER
        raise Invalid(fault, {"other": fault})
    return others[0]


def take_out_of_series(case: Case, submission: Submission) -> None:
    """The dispute belongs to no series any more; nothing else of either changes.  Raises `NotNow` when it does not."""
    member = membership_of(case.id)
    if member is None:
        raise NotNow(NOT_IN)
    series = db.session.get_one(Case, member.series_id)
    member.taken_out_at, member.taken_out_by_id = submission.now, submission.actor.id
    for one, deed in ((case, "case:household_out"), (series, "case:household_gone")):
        record_deed(one, deed, submission, reason=submission.text("reason"))


def finish_divided(case: Case, submission: Submission) -> None:
    """Everybody of one side has a dispute of their own: nothing is left to do here, and nobody is told of an end.

    Raises `NotNow` while somebody of each side has none, and once mediation ended or an agreement is in force.
    """
    must_be(dividing_fault(case))
    leave_level(case, on=local(submission.occurred_at).date(), outcome=CaseStatus.DIVIDED.value)
    case.status, case.ended_at = CaseStatus.DIVIDED, submission.now
    end_all(case, actor=submission.actor, now=submission.now)
    leave_limitations(case, actor=submission.actor, now=submission.now)
    end_flows(case, now=submission.now)
    record_deed(case, "case:divided", submission, reason=submission.text("reason"))


def dividing_fault(case: Case) -> str | None:
    """Why a dispute is not over by having been divided; None when it may be."""
    fixed = TEXT_FIXED if frozen_because(case.id) else None
    return stopping_fault(case) or fixed or (None if is_wholly_divided(case) else NOT_DIVIDED)


def joining_fault(case: Case) -> str | None:
    """Why a dispute cannot be put into a series, whichever it is."""
    is_household, has_households = membership_of(case.id) is not None, bool(households_of(case.id))
    return over_fault(case) or join_fault(
        is_household=is_household, has_households=has_households, other_is_household=False
    )


def leaving_fault(case: Case) -> str | None:
    """Why it cannot be taken out of one."""
    return over_fault(case) or (NOT_IN if membership_of(case.id) is None else None)
