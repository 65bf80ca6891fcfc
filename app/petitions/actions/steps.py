"""What answering a step of the petition's diagrams does: what is written, and which way the flow goes.

Each function takes the `Answer` and returns routing words.  Letters are flows of their own.
"""

from __future__ import annotations

from datetime import date

from app.core.asked import whole_number
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.pages import chinese_date
from app.papers.actions.freeze import freeze
from app.petitions.actions.assign import assign_as_submitted
from app.petitions.actions.awaited import AGREED, enter_request, must_have_gone_out
from app.petitions.actions.claim_deadlines import (
    begin_final_window,
    check_answered_in_time,
    check_extension,
    convert_to_ordinary,
    extend_sixty_days,
    finish_simple,
    upper_decided,
)
from app.petitions.actions.decide import decide_claim
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.older_letters import OLDER_LETTER_HANDLERS
from app.petitions.actions.sort import sort_claim
from app.petitions.models import Claim
from app.petitions.models.records import ExtensionRequest, Hearing, Settlement, UpperOpinion
from app.petitions.papers.fill_claim_sheets import hearing_minutes, hearing_report, settlement_paper
from app.petitions.queries import claim_by_id, newest
from app.petitions.rules.decisions import reroute_fault, settlement_fault
from app.petitions.rules.periods import hearing_fault
from app.petitions.terms import Decision, LetterKind, MatterClass, Stance, UpperResult
from app.processes.actions.day_of import day_of
from app.processes.registry import Answer, Words
from workflows.periods.reckon import Span


def occurred_on(answer: Answer) -> date:
    """The day it happened."""
    return local(answer.occurred_at).date()


def handled_on(answer: Answer, claim: Claim) -> date:
    """The day something was done in handling a claim.  Raises `Invalid` for a day before it was decided on at all."""
    on, earliest = occurred_on(answer), claim.accepted_on or claim.decided_on
    if earliest is not None and on < earliest:
        fault = f"不能早于决定办理的{chinese_date(earliest)}，请改成实际的日子。"
        raise Invalid(fault, {"occurred_at": fault})
    return on


def await_agreement(answer: Answer) -> Words:
    """The transferring body answered the objection; a step of versions before its answer was a message."""
    must_have_gone_out(claim_by_id(answer.subject_id), answer)
    return {"outcome": AGREED if answer.text("outcome") == AGREED else "not_agreed"}


def study_suggestion(answer: Answer) -> Words:
    """A suggestion was weighed and answered (第29条)."""
    claim = claim_by_id(answer.subject_id)
    handled_on(answer, claim)
    claim.reply, claim.told_how = answer.text("reply"), answer.text("told_how")
    return {"outcome": answer.text("outcome")}


def decide_statutory(answer: Answer) -> Words:
    """The town decided by a statutory procedure; the result tells reconsideration or suit, never review (T11)."""
    claim = claim_by_id(answer.subject_id)
    handled_on(answer, claim)
    content = {name: answer.text(name) for name in ("facts", "opinion", "basis", "remedy")}
    draft_letter(LetterKind.STATUTORY_RESULT, content, about=claim, actor=answer.actor, now=answer.now)
    return {"outcome": ""}


def answer_simply(answer: Answer) -> Words:
    """Answered within the ten working days, or converted to the ordinary procedure."""
    claim = claim_by_id(answer.subject_id)
    on = handled_on(answer, claim)
    if answer.text("outcome") == "convert":
        return convert(claim, answer)
    claim.reply, claim.told_how = answer.text("reply"), answer.text("told_how")
    finish_simple(claim, on=on, actor=answer.actor, now=answer.now)
    return {"outcome": "answered"}


def ask_conversion(answer: Answer) -> Words:
    """The ten days are over: answered in time and typed later, or converted."""
    claim = claim_by_id(answer.subject_id)
    if answer.text("outcome") != "answered":
        return convert(claim, answer)
    answered_on = day_of(answer, "answered_on", earliest=claim.accepted_on, fault="要在受理那天以后。")
    check_answered_in_time(claim, on=answered_on)
    claim.reply = answer.text("reply")
    finish_simple(claim, on=answered_on, actor=answer.actor, now=answer.now)
    return {"outcome": "answered"}


def convert(claim: Claim, answer: Answer) -> Words:
    """To the ordinary procedure with the original acceptance date; a letter of acceptance is drafted.

    A suggestion goes on as one: an opinion with a right to review exists only for 第31条第六项.
    """
    is_suggestion = claim.matter_class is MatterClass.SUGGESTION
    decision = Decision.SUGGESTION if is_suggestion else Decision.ACCEPTED
    claim.is_simple, claim.decision = False, decision
    convert_to_ordinary(claim, actor=answer.actor, now=answer.now)
    reason = answer.text("reason") or "该事项不适宜简易办理，转为普通程序办理，受理日期不变。"
    draft_letter(LetterKind.ACCEPTANCE, {"reason": reason}, about=claim, actor=answer.actor, now=answer.now)
    return {"outcome": "convert", "decision": decision.value}


def assign_unit(answer: Answer) -> Words:
    """An office handles the claim until an inner date (内部分办单)."""
    claim = claim_by_id(answer.subject_id)
    assign_as_submitted(claim, answer)
    return {"outcome": ""}


def investigate(answer: Answer) -> Words:
    """What was found so far; a hearing, a settlement, a longer time, or ready for the opinion."""
    claim, outcome = claim_by_id(answer.subject_id), answer.text("outcome")
    on = handled_on(answer, claim)
    fault = reroute_fault(is_opinion_served=claim.delivered_on is not None) if outcome == "reroute" else None
    if fault:
        raise Invalid(fault, {"outcome": fault})
    claim.findings = answer.text("findings")
    if outcome == "extension":
        days = whole_number(answer.values.get("days")) or 0
        check_extension(claim, days, on=on)
        db.session.add(ExtensionRequest(claim_id=claim.id, days=days, reason=answer.text("reason"), **answer.entry))
    return {"outcome": outcome}


def approve_reroute(answer: Answer) -> Words:
    """Class or route turned out wrong while it was handled; the head signs (信访工作条例 第31条).

    The day of acceptance stays, and its sixty days run on.
    """
    handled_on(answer, claim_by_id(answer.subject_id))
    return {"outcome": "rerouted" if answer.text("outcome") == "rerouted" else "denied"}


def approve_extension(answer: Answer) -> Words:
    """The head approves before the sixty days end, and the petitioner is told why (第34条)."""
    claim = claim_by_id(answer.subject_id)
    request = newest(ExtensionRequest, claim.id)
    if request is None:
        raise NotNow("没有等着批的延期。")
    decided_on = handled_on(answer, claim)
    request.decided_on, request.decided_by_id = decided_on, answer.actor.id
    request.is_approved, request.decision_reason = answer.text("outcome") == "approved", answer.text("reason")
    if not request.is_approved:
        return {"outcome": "denied"}
    request.days = whole_number(answer.values.get("days")) or request.days
    before = check_extension(claim, request.days, on=decided_on).due_on
    running = extend_sixty_days(claim, request, on=decided_on, actor=answer.actor, now=answer.now)
    content = {
        "reason": request.decision_reason,
        "days": str(request.days),
        "old_end": before.isoformat(),
        "new_end": running.due_on.isoformat(),
    }
    draft_letter(LetterKind.EXTENSION, content, about=claim, actor=answer.actor, now=answer.now)
    return {"outcome": "approved"}


def hold_hearing(answer: Answer) -> Words:
    """A hearing was held; its days do not stop the sixty (第31、36条)."""
    claim = claim_by_id(answer.subject_id)
    texts = {name: answer.text(name) for name in ("place", "host", "present", "minutes", "report")}
    held_on = day_of(answer, "held_on", earliest=claim.accepted_on, fault="听证要在受理以后。")
    row = Hearing(claim_id=claim.id, held_on=held_on, **texts, **answer.entry)
    db.session.add(row)
    db.session.flush()
    for fill in (hearing_minutes, hearing_report):
        freeze(fill(row, claim), row.id, actor=answer.actor, now=answer.now)
    return {"outcome": "held"}


def record_settlement(answer: Answer) -> Words:
    """Both sides settled of their own will; all of it or some points (第33条)."""
    claim = claim_by_id(answer.subject_id)
    fault = settlement_fault(answer.text("both_willing"))
    if fault:
        raise Invalid("要双方都自愿。", {"both_willing": fault})
    agreed_on = day_of(answer, "agreed_on", earliest=claim.accepted_on, fault="要在受理以后。")
    is_whole = answer.text("outcome") == "settled"
    row = Settlement(
        claim_id=claim.id,
        is_mediated=answer.text("kind") == "mediated",
        agreed_on=agreed_on,
        other_party=answer.text("other_party"),
        text=answer.text("text"),
        is_whole=is_whole,
        rest=answer.text("rest"),
        **answer.entry,
    )
    db.session.add(row)
    db.session.flush()
    freeze(settlement_paper(row, claim), row.id, actor=answer.actor, now=answer.now)
    return {"outcome": "settled" if is_whole else "partial"}


OPINION_FIELDS = ("request", "facts", "opinion", "basis", "remedy")


def write_opinion(answer: Answer) -> Words:
    """The opinion in its four parts with the remedy (第32条); the government issues it."""
    claim = claim_by_id(answer.subject_id)
    handled_on(answer, claim)
    content = {name: answer.text(name) for name in OPINION_FIELDS} | {"stance": answer.text("stance")}
    draft_letter(LetterKind.OPINION, content, about=claim, actor=answer.actor, now=answer.now)
    claim.stance = Stance(answer.text("stance"))
    return {"outcome": ""}


def await_review(answer: Answer) -> Words:
    """The district received a request for review; a step of versions before it was a message."""
    enter_request(claim_by_id(answer.subject_id), answer, is_final=False)
    return {"outcome": "requested"}


def await_final(answer: Answer) -> Words:
    """The city received a request for re-review; a step of versions before it was a message."""
    enter_request(claim_by_id(answer.subject_id), answer, is_final=True)
    return {"outcome": "requested"}


def ask_review(answer: Answer) -> Words:
    """The thirty days are over: whether the district has had a request is asked there, and entered late if so."""
    return _asked(answer, is_final=False)


def ask_final(answer: Answer) -> Words:
    """The thirty days for re-review are over: whether the city has had a request is asked there."""
    return _asked(answer, is_final=True)


def _asked(answer: Answer, *, is_final: bool) -> Words:
    claim = claim_by_id(answer.subject_id)
    if answer.text("outcome") != "requested":
        return {"outcome": "none"}
    enter_request(claim, answer, is_final=is_final)
    return {"outcome": "requested"}


def _pending(claim: Claim) -> UpperOpinion:
    row = newest(UpperOpinion, claim.id)
    if row is None:
        raise NotNow("没有等着上级的复查、复核。")
    return row


def supply_file(answer: Answer) -> Words:
    """The file went to the higher body."""
    row = _pending(claim_by_id(answer.subject_id))
    row.supplied_on = occurred_on(answer)
    row.material = f"{answer.text('asked_by')}：{answer.text('material')}"
    return {"outcome": ""}


def record_upper(answer: Answer) -> Words:
    """The higher body's opinion: its date, when the petitioner received it; the window of re-review begins (第36条)."""
    claim = claim_by_id(answer.subject_id)
    row = _pending(claim)
    row.decided_on = day_of(answer, "decided_on", earliest=row.requested_on, fault="不能早于上级收到请求的日子。")
    row.received_on = day_of(answer, "received_on", earliest=row.decided_on, fault="不能早于意见书的日子。")
    row.result, row.number, row.summary = (
        UpperResult(answer.text("result")),
        answer.text("number"),
        answer.text("summary"),
    )
    hearing = _hearing_days(answer, row)
    upper_decided(claim, is_final=row.is_final, on=row.decided_on, hearing=hearing, actor=answer.actor, now=answer.now)
    if row.result is UpperResult.REDO:
        return {"outcome": "redo", "decision": Decision.ACCEPTED.value}
    if row.is_final:
        return {"outcome": row.result.value}
    window = begin_final_window(claim, on=row.received_on, actor=answer.actor, now=answer.now)
    return {"outcome": row.result.value, "final_ends_at": window.due_at.isoformat()}


def _hearing_days(answer: Answer, row: UpperOpinion) -> Span | None:
    given = (answer.values.get("hearing_from"), answer.values.get("hearing_to"))
    first, last = (day if isinstance(day, date) else None for day in given)
    fault = hearing_fault(first, last, is_final=row.is_final)
    if fault:
        raise Invalid(fault[1], {fault[0]: fault[1]})
    if first is None or last is None:
        return None
    row.hearing_from, row.hearing_to = first, last
    return Span(first, last)


HANDLERS = {
    "sort_claim": sort_claim,
    "decide_claim": decide_claim,
    "study_suggestion": study_suggestion,
    "decide_statutory": decide_statutory,
    "answer_simply": answer_simply,
    "ask_conversion": ask_conversion,
    "assign_unit": assign_unit,
    "investigate": investigate,
    "approve_extension": approve_extension,
    "approve_reroute": approve_reroute,
    "hold_hearing": hold_hearing,
    "record_settlement": record_settlement,
    "write_opinion": write_opinion,
    "ask_review": ask_review,
    "ask_final": ask_final,
    "supply_file": supply_file,
    "record_upper": record_upper,
}
"""What answering each step of the petition's diagrams does."""
OLDER_HANDLERS = {
    "await_agreement": await_agreement,
    "await_review": await_review,
    "await_final": await_final,
    **OLDER_LETTER_HANDLERS,
}
"""And of those that only versions have with which older claims began."""
