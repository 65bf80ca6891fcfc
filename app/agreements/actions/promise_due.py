"""The agreed day of a promise is over and asks beside the work: kept, another day, or not kept; then the ways on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.agreements.actions.agreement_deadlines import begin_promise
from app.agreements.actions.claims import code_of
from app.agreements.actions.mark_duty import mark_duty, put_off
from app.agreements.actions.record_performance import record_performance
from app.agreements.models import Duty
from app.agreements.queries import get_agreement
from app.agreements.queries.duties import duty_of
from app.agreements.rules.part_performance import Entered
from app.agreements.rules.performance import new_day_fault, telling_faults
from app.agreements.terms import EntryKind, ProofWay
from app.core.clock import local
from app.core.errors import Invalid
from app.processes.registry import Answer, Words

CHOOSE = "请选做了没有。"
ENFORCED = "M9"


def answer_promise(answer: Answer) -> Words:
    """Keep what came of one promise whose day is over (人民调解法 第31条): nothing is decided by the clock.

    What is not done leads on to whoever it was promised to: urged at his wish, and told what he may do.
    Raises `Invalid` without a day that fits, `NotFound` for a promise that is gone.
    """
    duty, outcome = duty_of(answer.task.process.part), answer.text("outcome")
    note = answer.text("note")
    if outcome == "kept":
        mark_duty(duty, state="done", on=_day(answer, "on"), note=note, actor=answer.actor, now=answer.now)
    elif outcome == "new_day":
        _new_day(duty, answer)
    elif outcome == "not_kept":
        return {"outcome": _not_kept(duty, answer)}
    else:
        raise Invalid(CHOOSE, {"outcome": CHOOSE})
    return {"outcome": outcome}


def _not_kept(duty: Duty, answer: Answer) -> str:
    """Nothing, or part of it: what covers the whole is kept after all; else whether it can be enforced."""
    if answer.text("part") == "yes":
        _part(duty, answer)
    if duty.done_on is not None:
        return "kept"
    seen_on = local(answer.occurred_at).date()
    mark_duty(duty, state="not_done", on=seen_on, note=answer.text("note"), actor=answer.actor, now=answer.now)
    return "enforceable" if code_of(get_agreement(duty.agreement_id)) == ENFORCED else "not_kept"


def _part(duty: Duty, answer: Answer) -> None:
    """A payment; where nobody was named, whoever types stands as the speaker, and is not the payee."""
    amount, way = answer.values.get("amount"), answer.text("way")
    entered = Entered(
        EntryKind.PAYMENT,
        _day(answer, "paid_on"),
        amount=amount if isinstance(amount, Decimal) else None,
        way=ProofWay(way) if way else None,
        has_paper=bool(answer.text("paper_at")),
        note=answer.text("left"),
        spoken_by="" if answer.spoken_by == answer.actor.display_name else answer.spoken_by,
    )
    fields = {"took_place_on": "paid_on", "proof": "paper_at", "note": "left"}
    _record(duty, entered, answer, answer.text("paper_at"), fields)


def _new_day(duty: Duty, answer: Answer) -> None:
    """One on paper begins the claim anew; by word of mouth it is only waited for."""
    agreed_on, until = local(answer.occurred_at).date(), _day(answer, "until")
    fault = new_day_fault(until, agreed_on=agreed_on)
    if fault or until is None:
        raise Invalid(fault or "", {"until": fault or ""})
    note = answer.text("note")
    paper = answer.text("signed_at")
    if paper:
        signed = Entered(EntryKind.NEW_DAY, agreed_on, until=until, way=ProofWay.SIGNED, has_paper=True, note=note)
        _record(duty, signed, answer, paper, {})
        return
    put_off(duty, until=until, note=note, actor=answer.actor, now=answer.now)
    begin_promise(get_agreement(duty.agreement_id), duty, until, actor=answer.actor, now=answer.now)


def tell_ways(answer: Answer) -> Words:
    """Keep at whose wish the debtor was urged, with its proof, and who was told what he may do (第31、32条).

    Raises `Invalid` when urged at nobody's wish, or when nobody was told and no reason stands there.
    """
    duty = duty_of(answer.task.process.part)
    wishing = [party for party, wish in answer.per_party("wished").items() if wish == "yes"]
    is_urged = answer.text("urged") == "yes"
    told = [party for party, how in answer.per_party("told").items() if how == "told"]
    faults = telling_faults(wishing=wishing, is_urged=is_urged, told=told, note=answer.text("note"))
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    for party in wishing if is_urged else ():
        way = answer.text("way")
        demand = Entered(
            EntryKind.DEMAND,
            _day(answer, "urged_on"),
            until=_day(answer, "until"),
            way=ProofWay(way) if way else None,
            asked_by=party,
            has_paper=bool(answer.text("paper_at")),
            note=answer.text("note"),
        )
        fields = {"took_place_on": "urged_on", "proof": "paper_at", "asked_by": "wished"}
        _record(duty, demand, answer, answer.text("paper_at"), fields)
    return {"outcome": "told"}


def _record(duty: Duty, entered: Entered, answer: Answer, paper_at: str, fields: dict[str, str]) -> None:
    """Keep an entry whose paper lies there; what is wrong is said at the field of this form."""
    try:
        record_performance(
            duty,
            entered,
            entry=answer.entry,
            paper_at=paper_at,
            is_so=answer.is_so,
            actor=answer.actor,
            now=answer.now,
        )
    except Invalid as refused:
        raise Invalid(
            refused.sentence, {fields.get(name, name): words for name, words in refused.fields.items()}
        ) from refused


def _day(answer: Answer, name: str) -> date | None:
    given = answer.values.get(name)
    return given if isinstance(given, date) else None


HANDLERS = {"promise_due": answer_promise, "tell_of_suit": tell_ways, "tell_of_enforcement": tell_ways}
"""Of the small flow that the end of an agreed day opens."""
