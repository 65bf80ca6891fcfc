"""What became of the joint application for judicial confirmation (人民调解法 第33条)."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.agreement_deadlines import (
    apply_for_confirmation,
    last_day_of_window,
    wait_for_confirmation,
)
from app.agreements.actions.claims import settle_claims
from app.agreements.models import Agreement, AgreementState, Confirmation, ConfirmationResult
from app.agreements.papers.print_agreement import may_be_confirmed
from app.agreements.queries import confirmation_of, current_agreement, the_agreement
from app.agreements.rules.performance import confirmation_faults, confirmation_questions
from app.audit.actions.record import record
from app.cases.actions.ask_order import ask_unusual
from app.cases.actions.at_any_step import Action
from app.cases.models import Case
from app.cases.queries.handling import must_be
from app.cases.queries.to_explain import is_explained
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor, Permission
from app.processes.registry import Submission

NOT_IN_FORCE = "协议还没有生效，不能申请司法确认。"
DECIDED = frozenset({ConfirmationResult.CONFIRMED, ConfirmationResult.REFUSED})
"""After a withdrawal both parties may apply again while the window is open."""


def confirm_from_page(case: Case, submission: Submission) -> None:
    """The action of the case page.  Raises `NotNow` before effect."""
    agreement = the_agreement(case.id)
    applied_on, decided_on = submission.values.get("applied_on"), submission.values.get("decided_on")
    record_confirmation(
        agreement,
        court=submission.text("court"),
        applied_on=applied_on if isinstance(applied_on, date) else None,
        result=ConfirmationResult(submission.text("result")),
        decided_on=decided_on if isinstance(decided_on, date) else None,
        ruling_number=submission.text("ruling_number") if "ruling_number" in submission.values else None,
        is_so=submission.is_so,
        spoken_by=submission.spoken_by,
        actor=submission.actor,
        now=submission.now,
    )


def record_confirmation(
    agreement: Agreement,
    *,
    court: str,
    applied_on: date | None,
    result: ConfirmationResult,
    decided_on: date | None,
    ruling_number: str | None,
    is_so: bool = False,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> Confirmation:
    """Keep when both parties applied, and what the court decided; a later call completes an earlier one.

    Confirmed: promises not kept yet can be enforced within two years (民诉法 第250条) instead of sued upon.  A day
    after the window, and a text that a court may refuse, are asked and kept for 卷宗情况说明 once it `is_so`: no claim
    becomes a title in silence.  `ruling_number` is None where a form of before did not ask for it: that is asked too.

    Raises `NotNow` unless the agreement is in force or when the court has decided already, `Invalid` for days that
    cannot be, a confirmation without `ruling_number`, and with what is asked.
    """
    must_be(_fault_of(agreement))
    kept = confirmation_of(agreement.id)
    if agreement.in_force_on is None:
        raise NotNow(NOT_IN_FORCE)
    faults = confirmation_faults(
        court,
        applied_on,
        decided_on,
        ruling_number=ruling_number if result is ConfirmationResult.CONFIRMED else None,
        is_decided=result is not ConfirmationResult.WAITING,
        in_force_on=agreement.in_force_on,
        on=local(now).date(),
    )
    if faults or applied_on is None:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    lacks_number = result is ConfirmationResult.CONFIRMED and ruling_number is None
    _ask(agreement, applied_on, lacks_number=lacks_number, is_so=is_so, actor=actor, now=now)
    kept = kept or Confirmation(agreement_id=agreement.id)
    kept.court, kept.applied_on, kept.result, kept.decided_on = court.strip(), applied_on, result, decided_on
    kept.ruling_number = (ruling_number or "").strip() if result is ConfirmationResult.CONFIRMED else ""
    kept.occurred_at = kept.entered_at = now
    kept.spoken_by, kept.typed_by_id = (spoken_by or actor.display_name)[:100], actor.id
    db.session.add(kept)
    apply_for_confirmation(agreement, on=applied_on, actor=actor, now=now)
    if result is ConfirmationResult.WITHDRAWN:
        wait_for_confirmation(agreement, actor=actor, now=now)
    db.session.flush()
    settle_claims(agreement, actor=actor, now=now)
    detail = {
        "applied_on": applied_on,
        "result": result,
        "decided_on": decided_on,
        "ruling_number": kept.ruling_number,
    }
    record("agreement:confirmation_recorded", agreement, actor, now=now, detail=detail)
    return kept


def _ask(
    agreement: Agreement, applied_on: date, *, lacks_number: bool, is_so: bool, actor: Actor, now: datetime
) -> None:
    """What was answered for the same day is not asked again with the result."""
    questions = confirmation_questions(
        applied_on,
        last_day=last_day_of_window(agreement),
        is_confirmable=may_be_confirmed(agreement),
        lacks_number=lacks_number,
    )
    said = "司法确认：" + "；".join(questions)
    if not questions or is_explained(agreement.case, said):
        return
    asked = f"{said}。请看一看申请书和法院的文书，是写错了，还是确实如此？写错了就改；确实如此的，打勾再交一次。"
    ask_unusual(agreement.case, said, asked, is_so=is_so, actor=actor, now=now)


def confirming_fault(case: Case) -> str | None:
    """Why no confirmation is recorded: nothing is in force, or the court has decided."""
    return _fault_of(current_agreement(case.id))


def _fault_of(agreement: Agreement | None) -> str | None:
    if agreement is None or agreement.state is not AgreementState.IN_FORCE:
        return NOT_IN_FORCE
    kept = confirmation_of(agreement.id)
    return "法院已经有结果了，不能再改。" if kept is not None and kept.result in DECIDED else None


CONFIRMATION = Action(
    Permission.CASE_ADVANCE,
    confirm_from_page,
    "司法确认的情况记下了。",
    "记司法确认",
    fault=confirming_fault,
)
