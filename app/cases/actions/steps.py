"""What answering a step of the ladder does: what is written, and which way the flow goes.

Each function takes the `Answer` and returns routing words.  The use cases with rules of their own stand in their own
modules (choosing, transfer, next_step, ending).
"""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions.ask_order import ask_order, ask_unusual
from app.cases.actions.case_deadlines import begin_month, decide_acceptance, extend_month, reach_agreement
from app.cases.actions.choosing import choose_from_answer
from app.cases.actions.ending import end_mediation, tell_ended
from app.cases.actions.ending_notices import BOUND, send_to_the_left_out
from app.cases.actions.freeze_papers import freeze_register, freeze_rights_notice
from app.cases.actions.initial_routing_words import come_by
from app.cases.actions.move_level import body_for, put_on_level
from app.cases.actions.next_step import decide_next_step
from app.cases.actions.number import give_number
from app.cases.actions.transfer import answer_transfer
from app.cases.actions.willingness import keep_consents, keep_rights_told, keep_willingness
from app.cases.models import Case, Handling
from app.cases.models.records import ConsentMatter, TerminationKind
from app.cases.queries import case_by_id, open_transfer, sessions_of
from app.cases.queries.asked import of_those_asked, sides
from app.cases.queries.handling import must_be
from app.cases.queries.village_bodies import disclosure, village_bodies
from app.cases.rules import may_start_at, writing_fault
from app.cases.rules.consents import (
    REFUSED,
    is_public,
    longer_day_fault,
    longer_fault,
    take_over_fault,
)
from app.cases.rules.order import Event
from app.cases.rules.standing import result_fault
from app.cases.rules.taking_part import OVER, Standing, standing_of, unreached_fault
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.core.terms import Level
from app.deadlines.models import Deadline
from app.processes.actions.raise_event import tell_waiting
from app.processes.registry import Answer, Words

UNREACHED = "多次联系，有一方当事人一直联系不上、没有答复。"


def due_word(deadline: Deadline) -> str:
    """The end of a period as the routing word its timer waits for."""
    return deadline.due_at.isoformat()


def choose_start(answer: Answer) -> Words:
    """People choose where to begin; the diagram only suggested."""
    case = case_by_id(answer.subject_id)
    level = Level(answer.text("target"))
    bodies = village_bodies(case)
    is_near = case.has_cadre_party or bool(bodies)
    fault = may_start_at(level, grave=case.is_grave, ownership=case.is_ownership, cadre_party=is_near)
    if fault:
        raise Invalid(fault, {"target": fault})
    if bodies and level is not Level.TOWN:
        said = f"“{'”“'.join(bodies)}”是当事人，仍由本村调，各方都书面同意"
        asked = f"{disclosure(case)}各方都听过、都书面同意的，打勾再交一次；没有的，请选镇人民调解委员会。"
        ask_unusual(case, said, asked, is_so=answer.is_so, actor=answer.actor, now=answer.now)
    put_on_level(case, body_for(case, level), on=local(answer.occurred_at).date())
    return {"target": level.value, "outcome": "", **come_by("fresh")}


def accept_case(answer: Answer) -> Words:
    """Take the case on under the committee's next number, or refuse it in writing."""
    case = case_by_id(answer.subject_id)
    decided_on = local(answer.occurred_at).date()
    decide_acceptance(case, on=decided_on, actor=answer.actor, now=answer.now)
    if answer.text("outcome") != "accepted":
        is_refused = answer.text("reason_kind") == "refused"
        kind = TerminationKind.REFUSED if is_refused else TerminationKind.NOT_ACCEPTED
        end_mediation(case, kind=kind, reason=answer.text("reason"), answer=answer)
        return {"outcome": "not_accepted"}
    ask_order(case, Event.ACCEPTANCE, decided_on, is_so=answer.is_so, actor=answer.actor, now=answer.now)
    month = open_handling(case, accepted_on=decided_on, actor=answer.actor, now=answer.now)
    return {"outcome": "accepted", "month_ends_at": due_word(month)}


def open_handling(case: Case, *, accepted_on: date, actor: Actor, now: datetime) -> Deadline:
    """The committee accepts: number and month.  Returns the month.

    A committee that gets a case back keeps its old number and starts a new month.
    """
    handling = case.handling
    if handling is None:
        number = give_number(case, case.committee, accepted_on=accepted_on, now=now)
        handling = Handling(
            case_id=case.id,
            committee_id=case.committee_id,
            number=number.text,
            accepted_on=accepted_on,
        )
        case.handlings.append(handling)
        db.session.flush()
    handling.accepted_on = accepted_on
    freeze_register(case, actor=actor, now=now)
    return begin_month(case, accepted_on=accepted_on, actor=actor, now=now)


def record_consents(answer: Answer) -> Words:
    """Three states per party: who refuses is out, who is silent is asked again (人民调解法 第17条).

    Mediation begins with somebody willing on each side; it is over when all of a side refuse, and may be closed where
    a side could never be reached, which is neither.  Raises `Invalid` for that where every side answered.
    """
    case = case_by_id(answer.subject_id)
    answers = keep_willingness(case, answer)
    standing = standing_of(sides(case))
    if standing in OVER:
        who = "、".join(party.name for party in case.parties if answers.get(party.id) == REFUSED)
        reason = answer.text("note") or f"{who}明确拒绝调解。"
        end_mediation(case, kind=TerminationKind.REFUSED, reason=reason, answer=answer)
        return {"outcome": "refused"}
    if answer.text("silent") == "close":
        reached = unreached_fault(sides(case))
        if reached:
            raise Invalid(reached, {"silent": reached})
        reason = answer.text("note") or UNREACHED
        end_mediation(case, kind=TerminationKind.UNREACHED, reason=reason, answer=answer)
        return {"outcome": "unreached"}
    return {"outcome": "agreed" if standing is Standing.READY else "pending"}


def tell_rights(answer: Answer) -> Words:
    """Rights and duties were told before mediating; public only when every party asks for it (第23条).

    Who was not told yet is told later (`tell_rights_later`).
    """
    case = case_by_id(answer.subject_id)
    told_on = local(answer.occurred_at).date()
    ask_order(case, Event.RIGHTS, told_on, is_so=answer.is_so, actor=answer.actor, now=answer.now)
    keep_rights_told(case, answer)
    case.is_public = is_public(answer.per_party("public").values())
    freeze_rights_notice(case, actor=answer.actor, now=answer.now)
    return {"outcome": "told"}


def mediate(answer: Answer) -> Words:
    """How mediation at this level ended; at least one sitting stands on record."""
    outcome = answer.text("outcome")
    must_be(result_fault(outcome, sittings=len(sessions_of(answer.subject_id))))
    return {"outcome": outcome, **_agreed_words(answer, outcome)}


def _agreed_words(answer: Answer, outcome: str) -> Words:
    if outcome != "agreed":
        return {}
    case, agreed_on = case_by_id(answer.subject_id), local(answer.occurred_at).date()
    writing = writing_fault(case.dispute_type, is_land_contract=case.is_land_contract)
    if writing and answer.text("form") == "oral":
        raise Invalid(writing, {"form": writing})
    reach_agreement(case, on=agreed_on, actor=answer.actor, now=answer.now)
    return {"form": answer.text("form") or "written", "partial": answer.text("partial") == "yes"}


def ask_month(answer: Answer) -> Words:
    """The month is over and asks; a step of versions in which the clock took 调解 away meanwhile."""
    outcome = answer.text("outcome")
    case = case_by_id(answer.subject_id)
    if outcome == "extended":
        return _extend(case, answer)
    if outcome == "ended":
        end_mediation(case, kind=TerminationKind.NOT_REACHED, reason=answer.text("reason"), answer=answer)
    return {"outcome": outcome, **_agreed_words(answer, outcome)}


def _extend(case: Case, answer: Answer) -> Words:
    answers = of_those_asked(case, "ask_month", answer.per_party("consents"))
    keep_consents(case, answer, ConsentMatter.EXTEND, answers)
    must_be(longer_fault(answers.values()))
    given = answer.values.get("until")
    until = given if isinstance(given, date) else None
    agreed_on = local(answer.occurred_at).date()
    fault = longer_day_fault(until, agreed_on=agreed_on)
    if fault or until is None:
        raise Invalid("延长的日子不对。", {"until": fault or ""})
    month = extend_month(case, until, agreed_on=agreed_on, actor=answer.actor, now=answer.now)
    return {"outcome": "extended", "month_ends_at": due_word(month)}


def ask_beside(answer: Answer) -> Words:
    """The month is over and asks beside the work; people decide (若干规定 第33条: 一般在一个月内调结).

    Raises `Invalid` like an extension, without a reason, or for one that not every party agreed to.
    """
    outcome, case = answer.text("outcome"), case_by_id(answer.subject_id)
    if outcome == "extended":
        _extend(case, answer)
    if outcome == "ended":
        end_mediation(case, kind=TerminationKind.NOT_REACHED, reason=answer.text("reason"), answer=answer)
        tell_waiting(case, "stop_mediation", {"outcome": "ended"}, now=answer.now)
    return {"outcome": outcome}


def take_over(answer: Answer) -> Words:
    """The receiving committee answers a transfer letter: its own number and month, or back to the sender."""
    case = case_by_id(answer.subject_id)
    if answer.text("outcome") != "accepted":
        answer_transfer(case, answer, accepted=False, reason=answer.text("reason"))
        return {"outcome": "moved", "target": case.level.value, "answer_due_at": None, **come_by("resumed")}
    consents = of_those_asked(case, "answer_transfer", answer.per_party("consents"))
    keep_consents(case, answer, ConsentMatter.MOVE, consents)
    must_be(take_over_fault(consents.values()))
    answer_transfer(case, answer, accepted=True, reason=answer.text("materials"))
    accepted_on = local(answer.occurred_at).date()
    month = open_handling(case, accepted_on=accepted_on, actor=answer.actor, now=answer.now)
    return {"outcome": "accepted", "month_ends_at": due_word(month), "answer_due_at": None}


def chase_answer(answer: Answer) -> Words:
    """The sender asked after its letter; the record of the answered step is all there is."""
    if open_transfer(answer.subject_id) is None:
        raise NotNow("对方已经答复了，不用再催。")
    return {}


def tell_routes(answer: Answer) -> Words:
    """The parties were told in writing that mediation is over, and the other routes (第26条)."""
    return tell_ended(case_by_id(answer.subject_id), answer)


def tell_rest(answer: Answer) -> Words:
    """Parties whom the agreement does not bind get a notice of their own (第26条).

    Raises `Invalid` where nobody is left out, or for a day that has not come.
    """
    told, told_on = answer.per_party("told"), answer.values.get("told_on")
    if all(how == BOUND for how in told.values()):
        raise Invalid("总有一方没有达成协议，请看看是不是选错了。", {"told": "不能全都是“已达成协议”。"})
    if not isinstance(told_on, date) or told_on > local(answer.now).date():
        raise Invalid("告知的日子不对。", {"told_on": "请填实际告知的那一天，不能是以后的日子。"})
    send_to_the_left_out(case_by_id(answer.subject_id), answer, told_on=told_on)
    return {}


HANDLERS = {
    "choose_start": choose_start,
    "accept_case": accept_case,
    "record_consents": record_consents,
    "tell_rights": tell_rights,
    "choose_mediators": choose_from_answer,
    "mediate": mediate,
    "next_step": decide_next_step,
    "answer_transfer": take_over,
    "chase_answer": chase_answer,
    "tell_routes": tell_routes,
    "tell_rest": tell_rest,
}
"""What answering each step of the ladder does."""
OLDER_HANDLERS = {"ask_month": ask_month}
"""And of those that only versions have with which older disputes began."""
MONTH_HANDLERS = {"ask_month": ask_beside}
"""Of the small flow that the lapse of the month opens."""
