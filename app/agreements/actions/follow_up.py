"""After effect: performance, the return visit, the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.agreements.actions.agreement_deadlines import end_visits, pay_visit
from app.agreements.actions.mark_duty import mark_duty
from app.agreements.models import ArchiveRecord, ReturnVisit
from app.agreements.queries import archive_of, duties_of, the_agreement
from app.agreements.rules.performance import fulfilment_fault, visit_fault
from app.audit.actions.record import record
from app.cases.papers.print_papers import issuer_of
from app.cases.queries import case_by_id
from app.cases.queries.handling import must_be
from app.core.asked import whole_number
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.processes.registry import Answer, Words

WAYS = {"in_person": "上门", "phone": "电话", "wechat": "微信等"}
CONTENT = {"satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意", "not_reached": "没问到"}
RETENTIONS = {"short": "短期", "long": "长期", "permanent": "永久"}


def keep_fulfilment(answer: Answer) -> Words:
    """Each promise done or not done, then how it stands in all (人民调解法 第31条).

    ``duties`` is a list of mappings: id, state (open, done, not_done), on (a date), note.
    """
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    duties = {duty.id: duty for duty in duties_of(agreement.id)}
    given = answer.values.get("duties")
    for one in given if isinstance(given, Sequence) else ():
        duty = duties.get(whole_number(one.get("id")) or 0) if isinstance(one, Mapping) else None
        if duty is not None:
            on = one.get("on")
            mark_duty(
                duty,
                state=str(one.get("state")),
                on=on if isinstance(on, date) else None,
                note=str(one.get("note") or ""),
                actor=answer.actor,
                now=answer.now,
            )
    waiting = [number for number, duty in enumerate(duties.values(), start=1) if duty.done_on is None]
    fault = fulfilment_fault(outcome, waiting=waiting)
    if fault and outcome == "performed":
        raise NotNow(fault)
    if fault:
        raise Invalid(fault, {"outcome": fault})
    return {"outcome": outcome}


def keep_visit(answer: Answer) -> Words:
    """A return visit: what was found, who is content."""
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    undecided = sum(duty.done_on is None and duty.not_done_on is None for duty in duties_of(agreement.id))
    must_be(visit_fault(outcome, undecided=undecided))
    names = {party.id: party.name for party in case_by_id(answer.subject_id).parties}
    content = [
        f"{names[party_id]}：{CONTENT.get(word, word)}"
        for party_id, word in answer.per_party("satisfied").items()
        if party_id in names
    ]
    situation = "\n".join(part for part in (answer.text("situation"), "；".join(content)) if part)
    way = answer.text("method")
    visit = ReturnVisit(
        agreement_id=agreement.id,
        way=WAYS.get(way, way),
        situation=situation,
        measures=answer.text("measures"),
        **answer.entry,
    )
    db.session.add(visit)
    pay_visit(agreement, on=local(answer.occurred_at).date(), actor=answer.actor, now=answer.now)
    db.session.flush()
    return {"outcome": outcome}


def keep_archive(answer: Answer) -> Words:
    """The file is bound and put away (人民调解法 第27条)."""
    case = case_by_id(answer.subject_id)
    if archive_of(case.id) is not None:
        raise NotNow("这一件已经归档了。")
    kept = ArchiveRecord(
        case_id=case.id,
        place=issuer_of(case.committee),
        retention=RETENTIONS.get(answer.text("retention"), RETENTIONS["long"]),
        **answer.entry,
    )
    db.session.add(kept)
    end_visits(the_agreement(case.id), actor=answer.actor, now=answer.now)
    db.session.flush()
    detail = {"complete": answer.text("complete"), "missing": answer.text("missing"), "retention": kept.retention}
    record("case:archived", case, answer.actor, now=answer.now, occurred_at=answer.occurred_at, detail=detail)
    return {"outcome": "archived"}
