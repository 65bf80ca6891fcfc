"""Somebody else mediates, at any step before effect: free until the parties agreed, afterwards with the yes of all."""

from __future__ import annotations

from datetime import date

from app.cases.actions.choosing import Choice, choose_mediators
from app.cases.actions.willingness import keep_consents
from app.cases.models import Case, CaseMediator
from app.cases.models.records import ConsentMatter
from app.cases.queries import mediators_of
from app.cases.queries.asked import asked_parties, of_those_asked
from app.cases.queries.handling import hold, must_be, must_handle
from app.cases.queries.panels import frozen_because, tell_of_mediators
from app.cases.rules.consents import change_faults
from app.cases.rules.standing import choosing_fault
from app.cases.terms import CaseStatus
from app.core.clock import local
from app.core.errors import Invalid
from app.core.permissions import Actor, Permission, may
from app.matters.actions.record_deed import record_deed
from app.processes.queries import open_task_named
from app.processes.registry import Submission

CHOOSES = "choose_mediators"
CHANGES = "change_mediators"
"""Whom it asks: those who mediate; of whom nobody heard a word there is no yes to wait for."""
AT_ITS_STEP = "现在就在“选定调解员”那一步，请在那里选。"
NOBODY_YET = "还没有选定过调解员；到了“选定调解员”那一步再选。"


def change_mediators(case: Case, choice: Choice, submission: Submission) -> list[CaseMediator]:
    """Choose anew outside the step; who led a sitting stays with it.

    The submission holds ``change_reason``, ``agreed`` (per party, a `ConsentState`) and ``read_over_on`` (a date).
    Raises `NotAllowed` for another committee, `NotNow` at the step itself, before anybody was chosen and after effect,
    `Invalid` where somebody has not agreed, and like `choose_mediators`.
    """
    hold(case)
    must_handle(case, submission.actor)
    must_be(changing_fault(case))
    day = submission.values.get("read_over_on")
    answers = of_those_asked(case, CHANGES, submission.per_party("agreed"))
    is_agreed = case.status is CaseStatus.AGREEING
    faults = change_faults(
        [party.id for party in asked_parties(case, CHANGES)],
        answers,
        is_agreed=is_agreed,
        is_fixed=frozen_because(case.id) is not None,
        reason=submission.text("change_reason"),
        read_over_on=day if isinstance(day, date) else None,
        today=local(submission.now).date(),
    )
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    if is_agreed:
        keep_consents(case, submission, ConsentMatter.OTHER_MEDIATOR, answers)
    chosen = choose_mediators(
        case, choice, occurred_at=submission.occurred_at, actor=submission.actor, now=submission.now
    )
    tell_of_mediators(case, submission.actor, submission.now)
    said = {"reason": submission.text("change_reason"), "read_over_on": day}
    record_deed(case, "case:mediators_changed", submission, **said)
    return chosen


def changing_fault(case: Case) -> str | None:
    """Why nobody else comes in here: at the step itself, before anybody was chosen, after effect or the end."""
    fault = choosing_fault(case.status)
    if fault is None and open_task_named(case.subject_kind, case.id, CHOOSES) is not None:
        fault = AT_ITS_STEP
    return fault or (None if mediators_of(case.id, only_current=False) else NOBODY_YET)


def offers_change(case: Case, actor: Actor) -> bool:
    """Whether the page of the case leads there."""
    return may(actor, Permission.MEDIATOR_CHOOSE, case) and changing_fault(case) is None
