"""Which periods of a dispute begin and end with which action.  The deadline room computes; this says when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from app.cases.models import Case, Source
from app.cases.models.records import Move
from app.cases.queries.handling import must_be
from app.cases.rules import ACCEPTING, COURT_REPORTS, LIMITATIONS, MONTH, TRANSFER_ANSWER, codes_at_registration
from app.cases.rules.consents import court_agreed_fault, court_day_fault
from app.cases.terms import CaseStatus
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named, running_of
from app.deadlines.terms import DeadlineState
from app.organisations.queries import get_body
from workflows.periods.reckon import Extension

LABOUR_MEDIATION = "W1"
BEFORE_AGREEMENT = frozenset(
    {
        CaseStatus.REGISTERED,
        CaseStatus.PREPARING,
        CaseStatus.MEDIATING,
        CaseStatus.DECIDING,
        CaseStatus.TRANSFERRING,
    }
)


def begin_at_registration(case: Case, *, actor: Actor, now: datetime, waiting_since: datetime | None = None) -> None:
    """The periods that begin with the application, the court's file, or the knowledge of an infringed right.

    `waiting_since`: from when it waits to be accepted, where that is not the day of the application.
    """
    codes = _codes_of(case)
    if waiting_since is None:
        return _begin(case, codes, actor=actor, now=now)
    for code in [code for code, _ in codes if code in ACCEPTING]:
        _open(case, code, waiting_since, actor=actor, now=now)
    return _begin(case, [one for one in codes if one[0] not in ACCEPTING], actor=actor, now=now)


def begins_again_with(case: Case, changed: Collection[str]) -> frozenset[str]:
    """The periods that begin anew when these days of a dispute (names of its columns, ``applied_on``) are put right.

    Whether to accept is not waited for any more once a committee accepted, and a household that was divided off waits
    since then; labour mediation not once the parties agreed; a court that was answered waits for nothing.  Asked before
    the days are changed.
    """
    of_court = frozenset(code for code in COURT_REPORTS if "court_received_on" in changed and not _was_met(case, code))
    of_rights = LIMITATIONS if {"rights_known_on", "is_land_contract"} & set(changed) else frozenset()
    if "applied_on" not in changed:
        return of_court | of_rights
    applied = {code for code in ACCEPTING | {LABOUR_MEDIATION} if _is_waited_for(case, code)}
    since_then = {code for code in applied & ACCEPTING if not _counts_from_application(case, code)}
    return of_court | of_rights | (applied - since_then)


def _was_met(case: Case, code: str) -> bool:
    """Whether what a period of this code asked for was done."""
    mine = (Deadline.subject_kind == case.subject_kind, Deadline.subject_id == case.id, Deadline.code == code)
    return db.session.scalar(select(Deadline.id).where(*mine, Deadline.state == DeadlineState.MET)) is not None


def _counts_from_application(case: Case, code: str) -> bool:
    running = running_named(case.subject_kind, case.id, code)
    return running is None or running.starts_on == local(case.applied_at).date()


def begin_again(case: Case, codes: Collection[str], *, actor: Actor, now: datetime) -> None:
    """The day from which these periods count was put right: they begin anew from it."""
    close_deadlines(case, actor=actor, now=now, codes=codes)
    _begin(case, [one for one in _codes_of(case) if one[0] in codes], actor=actor, now=now)


def follow_facts(case: Case, before: Collection[str], *, actor: Actor, now: datetime) -> None:
    """Type or source of a dispute were put right: periods of the wrong ones end, those of the right ones begin.

    `before`: what `codes_of` said before.  Whether to accept, and labour mediation, are not waited for any more once a
    committee accepted, or the parties agreed.
    """
    codes = _codes_of(case)
    close_deadlines(case, actor=actor, now=now, codes=set(before) - {code for code, _ in codes})
    new = [one for one in codes if one[0] not in before and _is_waited_for(case, one[0])]
    _begin(case, new, actor=actor, now=now)


def _is_waited_for(case: Case, code: str) -> bool:
    if code in ACCEPTING:
        return not case.handlings
    return code != LABOUR_MEDIATION or case.status in BEFORE_AGREEMENT


def codes_of(case: Case) -> set[str]:
    """The periods that begin at the registration of such a dispute."""
    return {code for code, _ in _codes_of(case)}


def _codes_of(case: Case) -> list[tuple[str, str]]:
    return codes_at_registration(
        case.dispute_type,
        case.court_file,
        is_land_contract=case.is_land_contract,
        is_applied_for=case.source is not Source.INITIATIVE,
    )


def _begin(case: Case, codes: list[tuple[str, str]], *, actor: Actor, now: datetime) -> None:
    starts: dict[str, date | datetime | None] = {
        "applied": case.applied_at,
        "court_received": case.court_received_on,
        "rights_known": case.rights_known_on,
    }
    for code, event in codes:
        start = starts[event]
        if start is not None:
            _open(case, code, start, actor=actor, now=now)


def decide_acceptance(case: Case, *, on: date, actor: Actor, now: datetime) -> None:
    """Whether to accept was decided."""
    meet_deadlines(case, ACCEPTING, on=on, actor=actor, now=now)


def begin_month(case: Case, *, accepted_on: date, actor: Actor, now: datetime) -> Deadline:
    """A committee accepts: its own month begins; that of the committee before is over (若干规定 第33条)."""
    close_deadlines(case, actor=actor, now=now, codes={MONTH})
    return _open(case, MONTH, accepted_on, actor=actor, now=now)


def hand_over(case: Case) -> None:
    """What still runs (for the court, of the parties' claims) is from now on the concern of whoever has the case."""
    for deadline in running_of(case.subject_kind, case.id):
        deadline.committee_id = case.committee_id


def extend_month(case: Case, until: date, *, agreed_on: date, actor: Actor, now: datetime) -> Deadline:
    """All parties agreed to talk on until a day, which will ask again.  Raises `NotNow` when no month runs."""
    month = running_named("case", case.id, MONTH)
    if month is None:
        raise NotNow("这件现在没有在算的调解期限，不用延长。")
    extension = Extension(agreed_on, until=until)
    extend_deadline(month, extension, reason="各方都同意延长", actor=actor, now=now)
    return month


def reach_agreement(case: Case, *, on: date, actor: Actor, now: datetime) -> None:
    """The parties agreed: what mediation and the labour rule asked for within their time was done."""
    meet_deadlines(case, {MONTH, LABOUR_MEDIATION}, on=on, actor=actor, now=now)


def talk_on(case: Case, *, actor: Actor, now: datetime) -> None:
    """The agreement came to nothing: the month runs on from where it began."""
    reopen_deadline(case, MONTH, actor=actor, now=now)
    reopen_deadline(case, LABOUR_MEDIATION, actor=actor, now=now)


def send_letter(case: Case, letter: Move, *, actor: Actor, now: datetime) -> Deadline:
    """A transfer letter waits for the receiver's answer; until it is known when it came, counted from its sending."""
    return _await_answer(case, letter, local(letter.occurred_at).date(), actor=actor, now=now)


def count_from_receipt(case: Case, letter: Move, *, on: date, actor: Actor, now: datetime) -> None:
    """It is known when the letter came: the time to answer counts from there; nothing once it was answered."""
    if running_named(case.subject_kind, case.id, TRANSFER_ANSWER) is None:
        return
    close_deadlines(case, actor=actor, now=now, codes={TRANSFER_ANSWER})
    _await_answer(case, letter, on, actor=actor, now=now)


def _await_answer(case: Case, letter: Move, starts: date, *, actor: Actor, now: datetime) -> Deadline:
    receiver = get_body(letter.to_body_id).sealing_id
    return open_deadline(
        case,
        TRANSFER_ANSWER,
        starts=starts,
        region=case.region,
        committee_id=receiver,
        actor=actor,
        now=now,
        part=f"move-{letter.id}",
    )


def answer_letter(case: Case, *, on: date, actor: Actor, now: datetime) -> None:
    """The receiver answered."""
    meet_deadlines(case, {TRANSFER_ANSWER}, on=on, actor=actor, now=now)


def end_all(case: Case, *, actor: Actor, now: datetime) -> None:
    """Mediation is over: nothing of it is waited for any more; a court still waits for the report.

    Within what time the parties may apply for arbitration runs on: now it matters to them (劳动争议调解仲裁法 第27条).
    """
    running = {"M1", MONTH, LABOUR_MEDIATION, TRANSFER_ANSWER, "L1"}
    close_deadlines(case, actor=actor, now=now, codes=running)


def leave_limitations(case: Case, *, actor: Actor, now: datetime) -> None:
    """Every household has a dispute of its own now, in which the time to apply for arbitration is counted."""
    close_deadlines(case, actor=actor, now=now, codes=LIMITATIONS)


def extend_court_report(case: Case, until: date, *, agreed_on: date, actor: Actor, now: datetime) -> None:
    """All parties agreed, before the end, to a later report to the court.

    Raises `NotNow` when none is waited for or the end has passed, `Invalid` for a day that is no later one.
    """
    running = [one for code in sorted(COURT_REPORTS) if (one := running_named("case", case.id, code))]
    if not running:
        raise NotNow("现在没有等着回复法院的期限。")
    last = max(deadline.due_on for deadline in running)
    must_be(court_agreed_fault(agreed_on, last_on=last))
    fault = court_day_fault(until, last_on=last, today=local(now).date())
    if fault:
        raise Invalid("延长的日子不对。", {"until": fault})
    for deadline in running:
        extension = Extension(agreed_on, until=until)
        extend_deadline(deadline, extension, reason="各方都同意延长", actor=actor, now=now)


def report_to_court(case: Case, *, on: date, actor: Actor, now: datetime) -> None:
    """The result went back to the court."""
    meet_deadlines(case, COURT_REPORTS, on=on, actor=actor, now=now)


def _open(case: Case, code: str, starts: date | datetime, *, actor: Actor, now: datetime) -> Deadline:
    return open_deadline(
        case, code, starts=starts, region=case.region, committee_id=case.committee_id, actor=actor, now=now
    )
