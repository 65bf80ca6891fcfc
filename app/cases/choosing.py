"""Choose who mediates: the parties first, else the committee; a person confirms (人民调解法 第19、20条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.cases.models import Case, CaseMediator, CaseMediatorPart
from app.cases.queries import case_by_id, mediators_of
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.mediators.models import Appointment, PoolMember, PoolState
from app.organisations.queries import is_member
from app.processes.registry import Answer, Words

MOST = 3


def choose_from_answer(answer: Answer) -> Words:
    """The hinge of the step: `parts` maps pool member ids to presiding, mediator or invited."""
    parts = answer.values.get("parts")
    chosen = {int(one): CaseMediatorPart(part) for one, part in parts.items()} if isinstance(parts, Mapping) else {}
    case = case_by_id(answer.subject_id)
    on = local(answer.occurred_at).date()
    choose_mediators(case, chosen, chosen_by=answer.text("chosen_by"), disclosure=answer.text("disclosure"), on=on)
    return {"outcome": "chosen"}


def choose_mediators(
    case: Case, chosen: Mapping[int, CaseMediatorPart], *, chosen_by: str, disclosure: str, on: date
) -> list[CaseMediator]:
    """Write one to three mediators, one presiding, at least one who may sign; earlier ones end.

    Raises `Invalid` when that is not so or somebody chosen is excluded.
    """
    members = {one.id: one for one in db.session.scalars(select(PoolMember).where(PoolMember.id.in_(chosen)))}
    _check(case, members, chosen, on)
    for earlier in mediators_of(case.id):
        earlier.until_on = on
    rows = [
        CaseMediator(
            case_id=case.id,
            pool_member_id=member_id,
            part=part,
            committee_id=case.committee_id,
            chosen_by="committee" if chosen_by == "committee" else "parties",
            disclosure=disclosure[:500],
            signs=part != "invited" and may_sign(members[member_id], case.committee_id, on),
            since_on=on,
        )
        for member_id, part in chosen.items()
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _check(case: Case, members: Mapping[int, PoolMember], chosen: Mapping[int, CaseMediatorPart], on: date) -> None:
    working = [one for one, part in chosen.items() if part != "invited"]
    if not 1 <= len(working) <= MOST:
        raise Invalid(f"调解员要有一到{MOST}位。", {"parts": f"请选一到{MOST}位调解员。"})
    if sum(part == "presiding" for part in chosen.values()) != 1:
        raise Invalid("要有一位、也只能有一位主持人。", {"parts": "请选一位主持人。"})
    if set(members) != set(chosen):
        raise Invalid("名单里有人找不到了，请重新选。", {"parts": "请重新选。"})
    for member_id in working:
        reason = excluded_because(case, members[member_id], on)
        if reason:
            raise Invalid(reason, {"parts": reason})
    if not any(may_sign(members[one], case.committee_id, on) for one in working):
        raise Invalid(
            "调解员里至少要有一位是本调委会的委员或者聘任的调解员，协议要由他签名（人民调解法第十三条）。",
            {"parts": "再加一位本调委会的调解员。"},
        )


def excluded_because(case: Case, member: PoolMember, on: date) -> str | None:
    """Why a member must not mediate this case, as a sentence, or None."""
    name = member.person.name
    if member.is_guidance_only:
        return f"{name}是法官或者警务助理，只能指导，不能当调解员；可以作为被邀请人。"
    if member.state is not PoolState.ACTIVE:
        return f"{name}现在不在册（{member.state_reason or '暂停或移出'}），不能选。"
    if member.away_from and member.away_from <= on and (member.away_until is None or on <= member.away_until):
        return f"{name}这段时间外出，请选别人。"
    if member.person_id in {party.person_id for party in case.parties}:
        return f"{name}是当事人，不能调解自己的事。"
    return None


def may_sign(member: PoolMember, committee_id: int, on: date) -> bool:
    """Whether a member signs for the committee: its member, or appointed by it on that day (第13条)."""
    if is_member(member.person_id, committee_id):
        return True
    found = select(Appointment).where(Appointment.pool_member_id == member.id, Appointment.committee_id == committee_id)
    return any(
        one.from_on <= on and (one.until_on is None or on <= one.until_on) for one in db.session.scalars(found)
    )
