"""The agreed day of a promise is over and asks beside the work: kept, another day, or not kept."""

from __future__ import annotations

from datetime import date

from app.agreements.actions.agreement_deadlines import begin_promise
from app.agreements.actions.mark_duty import mark_duty, put_off
from app.agreements.queries import get_agreement
from app.agreements.queries.duties import duty_of
from app.agreements.rules.performance import new_day_fault
from app.core.clock import local
from app.core.errors import Invalid
from app.processes.registry import Answer, Words

CHOOSE = "请选做了没有。"


def answer_promise(answer: Answer) -> Words:
    """Keep what came of one promise whose day is over (人民调解法 第31条): nothing is decided by the clock.

    Raises `Invalid` without a day that fits, `NotFound` for a promise that is gone.
    """
    duty, outcome = duty_of(answer.task.process.part), answer.text("outcome")
    agreed_on, note = local(answer.occurred_at).date(), answer.text("note")
    if outcome == "new_day":
        given = answer.values.get("until")
        until = given if isinstance(given, date) else None
        fault = new_day_fault(until, agreed_on=agreed_on)
        if fault or until is None:
            raise Invalid(fault or "", {"until": fault or ""})
        put_off(duty, until=until, note=note, actor=answer.actor, now=answer.now)
        begin_promise(get_agreement(duty.agreement_id), duty, until, actor=answer.actor, now=answer.now)
    elif outcome in ("kept", "not_kept"):
        given = answer.values.get("on")
        done_on = given if isinstance(given, date) else None
        state, on = ("done", done_on) if outcome == "kept" else ("not_done", agreed_on)
        mark_duty(duty, state=state, on=on, note=note, actor=answer.actor, now=answer.now)
    else:
        raise Invalid(CHOOSE, {"outcome": CHOOSE})
    return {"outcome": outcome}


HANDLERS = {"promise_due": answer_promise}
"""Of the small flow that the end of an agreed day opens."""
