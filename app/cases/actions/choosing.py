"""Choose who mediates: the parties first, else the committee; a person confirms (人民调解法 第19、20条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.audit.actions.record import record
from app.cases.actions.record_wishes import Will, Wish, record_wishes
from app.cases.models import Case, CaseMediator, CaseMediatorPart, PartyWish
from app.cases.queries import case_by_id, mediators_of
from app.cases.queries.proposal import concerned_by, whereabouts
from app.cases.rules.consents import BY_COMMITTEE, BY_PARTIES, chooser_fault
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.fields import too_long_sentence
from app.core.permissions import Actor
from app.core.public_ids import public_ids_of
from app.mediators.models import PoolMember
from app.mediators.queries import candidates_by_id
from app.mediators.rules import Candidate, exclusions, panel_fault, signing_fault
from app.processes.registry import Answer, Words

LONGEST_DISCLOSURE = 500


@dataclass(frozen=True)
class Choice:
    """What was decided about the people of a case, on one page."""

    parts: Mapping[int, CaseMediatorPart]
    """By pool member id; whoever is not in it is not chosen."""
    chosen_by: str = BY_COMMITTEE
    disclosure: str = ""
    """Relations said aloud that concern everybody chosen."""
    disclosures: Mapping[int, str] = field(default_factory=dict)
    """Relations of one chosen person, by pool member id."""
    wishes: Sequence[Wish] = ()


def choose_from_answer(answer: Answer) -> Words:
    """The handler of the step.

    `parts` maps pool member ids to presiding, mediator or invited; `disclosures` maps them to texts; `wishes` holds
    mappings of party_id, pool_member_id, will and reason.
    """
    case = case_by_id(answer.subject_id)
    choose_mediators(case, choice_of(answer.values), occurred_at=answer.occurred_at, actor=answer.actor, now=answer.now)
    return {"outcome": "chosen"}


def choice_of(values: Mapping[str, object]) -> Choice:
    """The choice out of plain values, as `choose_from_answer` names them."""
    return Choice(
        parts={member: CaseMediatorPart(part) for member, part in _by_member(values.get("parts")).items()},
        chosen_by=str(values.get("chosen_by") or ""),
        disclosure=str(values.get("disclosure") or ""),
        disclosures=_by_member(values.get("disclosures")),
        wishes=_wishes(values.get("wishes")),
    )


def _by_member(value: object) -> dict[int, str]:
    return {int(member): str(text) for member, text in value.items()} if isinstance(value, Mapping) else {}


def _wishes(value: object) -> list[Wish]:
    if not isinstance(value, list | tuple):
        return []
    return [
        Wish(int(one["party_id"]), int(one["pool_member_id"]), Will(one["will"]), str(one.get("reason", "")))
        for one in value
    ]


def choose_mediators(
    case: Case, choice: Choice, *, occurred_at: datetime, actor: Actor, now: datetime
) -> list[CaseMediator]:
    """Write who works on the case from that day on: one to three mediators, one presiding, and invited people.

    Whoever worked on it before and is not chosen again, or in another part, ends on that day.  The parties' wishes
    are kept first, so that an objection made just now counts.  Raises `Invalid` when the panel is not right, somebody
    chosen is excluded, or a mediator is neither a member of nor appointed by the sealing committee (they can be
    invited; 人民调解法 第13、20条).
    """
    on = local(occurred_at).date()
    wishes = record_wishes(case, choice.wishes, occurred_at=occurred_at, actor=actor, now=now)
    people = {one.id: one for one in candidates_by_id(whereabouts(case, on), choice.parts, loads={})}
    _check(case, choice, people, wishes, on)
    earlier = {one.pool_member_id: one for one in mediators_of(case.id)}
    kept = {member for member, row in earlier.items() if _stays(case, row, choice)}
    for member, row in earlier.items():
        if member in kept:
            row.disclosure = _said(choice, member) or row.disclosure
        else:
            row.until_on = on
    db.session.add_all(_row(case, choice, people[member], wishes, on) for member in choice.parts if member not in kept)
    db.session.flush()
    detail = {str(member): part.value for member, part in choice.parts.items()}
    record("case:mediators_chosen", case, actor, now=now, occurred_at=occurred_at, detail=detail)
    return list(mediators_of(case.id))


def _check(
    case: Case,
    choice: Choice,
    people: Mapping[int, Candidate],
    wishes: Mapping[tuple[int, int], PartyWish],
    on: date,
) -> None:
    parts = list(choice.parts.values())
    fault = panel_fault(parts.count(CaseMediatorPart.PRESIDING), parts.count(CaseMediatorPart.MEDIATOR))
    if fault:
        raise Invalid(fault)
    concerned = concerned_by(case, wishes.values())
    faults: dict[int, str] = {}
    for member, part in choice.parts.items():
        if member not in people:
            raise Invalid("名单里有人找不到了，请重新选。")
        one, is_invited = people[member], part is CaseMediatorPart.INVITED
        reasons = [*exclusions(one, concerned, on), signing_fault(may_sign=one.may_sign, is_invited=is_invited)]
        reason = next(filter(None, reasons), None)
        if reason:
            faults[member] = f"{one.name}：{reason}"
    if faults:
        names = public_ids_of(PoolMember, faults)
        raise Invalid("；".join(faults.values()), {f"part_{names[member]}": words for member, words in faults.items()})
    _check_who_chose(case, choice, wishes)


def _check_who_chose(case: Case, choice: Choice, wishes: Mapping[tuple[int, int], PartyWish]) -> None:
    choosing = {wish.party_id for (member, _), wish in wishes.items() if not wish.objects and member in choice.parts}
    fault = chooser_fault(
        choice.chosen_by,
        sides={party.side for party in case.parties},
        naming={party.side for party in case.parties if party.id in choosing},
        has_wishes=bool(wishes),
    )
    if fault:
        raise Invalid(fault)


def _stays(case: Case, row: CaseMediator, choice: Choice) -> bool:
    return choice.parts.get(row.pool_member_id) is row.part and row.committee_id == case.committee_id


def _row(
    case: Case, choice: Choice, candidate: Candidate, wishes: Mapping[tuple[int, int], PartyWish], on: date
) -> CaseMediator:
    part = choice.parts[candidate.id]
    wanted = any(member == candidate.id and not wish.objects for (member, _), wish in wishes.items())
    by_parties = wanted or (choice.chosen_by == BY_PARTIES and not wishes)
    return CaseMediator(
        case_id=case.id,
        pool_member_id=candidate.id,
        part=part,
        committee_id=case.committee_id,
        chosen_by=BY_PARTIES if by_parties else BY_COMMITTEE,
        disclosure=_said(choice, candidate.id),
        signs=part is not CaseMediatorPart.INVITED and candidate.may_sign,
        since_on=on,
    )


def _said(choice: Choice, member: int) -> str:
    said = (choice.disclosures.get(member, "").strip(), choice.disclosure.strip())
    text = "；".join(text for text in said if text)
    fault = too_long_sentence(text, LONGEST_DISCLOSURE, "每位调解员的说明和下面的说明合在一起算。")
    if fault:
        raise Invalid(fault, {"disclosure": fault})
    return text
