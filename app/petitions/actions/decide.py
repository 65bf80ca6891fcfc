"""What becomes of a claim: accept, simple, lead into a statutory procedure, tell where, refuse, object (第23条)."""

from __future__ import annotations

from app.core.clock import local
from app.core.errors import Invalid
from app.petitions.actions.claim_deadlines import (
    begin_simple,
    begin_sixty_days,
    keep_the_matter,
    must_be_in_time_to_object,
    notice_given,
)
from app.petitions.actions.letters import draft_letter
from app.petitions.models import Claim
from app.petitions.queries import claim_by_id
from app.petitions.rules.decisions import accepted_fault, again_fault, decision_fault, ground_fault
from app.petitions.terms import GROUND_NAMES, LETTER_OF_DECISION, Decision
from app.processes.registry import Answer, Words

CONTENT = ("reason", "competent_body", "procedure", "material", "handling_unit", "contact")
SORT_AGAIN = "again"


def decide_claim(answer: Answer) -> Words:
    """Decide, begin the clocks that belong to the decision, draft the letter that tells it.

    Class or route turned out wrong: the claim goes back to be sorted anew, and nothing else happens.  A claim that was
    accepted before keeps its day of acceptance and its sixty days, and is not told twice that it is.
    """
    claim = claim_by_id(answer.subject_id)
    if answer.text("decision") == SORT_AGAIN:
        return {"decision": SORT_AGAIN, "outcome": ""}
    decision = Decision(answer.text("decision"))
    decided_on = local(answer.occurred_at).date()
    _check(claim, decision, answer)
    if decision is Decision.ACCEPTED and claim.accepted_on is not None:
        claim.decision = decision
        return {"decision": decision.value, "outcome": ""}
    claim.decision, claim.decided_on, claim.ground = decision, decided_on, answer.text("ground")
    if decision is Decision.OBJECTION:
        must_be_in_time_to_object(claim, on=decided_on)
        claim.objected = True
        _draft(claim, answer)
        return {"decision": decision.value, "outcome": ""}
    keep_the_matter(claim, actor=answer.actor, now=answer.now)
    if decision is Decision.ACCEPTED:
        claim.accepted_on = decided_on
        begin_sixty_days(claim, actor=answer.actor, now=answer.now)
    if decision is Decision.SIMPLE:
        claim.accepted_on, claim.is_simple = decided_on, True
        claim.told_how = answer.text("told_how")
        notice_given(claim, on=decided_on, actor=answer.actor, now=answer.now)
        ten_days = begin_simple(claim, on=decided_on, actor=answer.actor, now=answer.now)
        return {"decision": decision.value, "outcome": "", "simple_ends_at": ten_days.due_at.isoformat()}
    _draft(claim, answer)
    return {"decision": decision.value, "outcome": ""}


def _check(claim: Claim, decision: Decision, answer: Answer) -> None:
    petition = claim.petition
    fits = decision_fault(decision, claim.matter_class, claim.route, petition.origin, is_repeat=petition.is_repeat)
    fault = fits or again_fault(decision, has_objected=claim.objected)
    fault = fault or accepted_fault(decision, is_accepted=claim.accepted_on is not None)
    if fault is not None:
        raise Invalid(fault, {"decision": fault})
    wrong_ground = ground_fault(decision, answer.text("ground"))
    if wrong_ground is not None:
        raise Invalid(wrong_ground, {"ground": wrong_ground})
    if local(answer.occurred_at).date() < petition.starts_on:
        sentence = "决定的日子不能早于收到的日子。"
        raise Invalid(sentence, {"occurred_at": sentence})


def _draft(claim: Claim, answer: Answer) -> None:
    decision = claim.decision
    if decision is None:
        return
    content = {name: answer.text(name) for name in CONTENT}
    content["ground"] = GROUND_NAMES.get(claim.ground, "")
    draft_letter(LETTER_OF_DECISION[decision], content, about=claim, actor=answer.actor, now=answer.now)
