"""A dispute of many people is divided: each household gets a dispute of its own (系列案（分户）).

What they have in common stays where it is.  Nobody is taken to have agreed to anything in a dispute of their own
because they did in the common one: each is asked there (人民调解法 第17、31条).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.cases.actions.intake import AgentIntake, CaseIntake, PartyIntake
from app.cases.actions.register_case import register_case
from app.cases.models import Case, Party
from app.cases.models.series import HouseholdCase
from app.cases.queries.handling import hold, must_split
from app.cases.queries.series import apart_in, households_of
from app.cases.rules.series import sides_fault, split_fault, twice_fault, whole_fault
from app.core.asked import whole_number
from app.core.db import db
from app.core.errors import Invalid
from app.matters.actions.join_people import keep_join
from app.matters.actions.record_deed import record_deed
from app.matters.models.participants import Agent
from app.processes.registry import Submission

NO_SIDE = "请选是哪一方的户。"
TWICE = "{}已经单独成案了，不用再分。"
TOO_EARLY = "不能早于当事人来申请的时间，请改成实际提出分户的时间。"
NOT_COME = "时间还没有到，请改成实际提出的时间。"


@dataclass(frozen=True)
class Wanted:
    """Who gets a dispute of their own: parties of one side, and householders who are not registered yet.

    `together`: the parties are one household; else each is one.
    """

    side: int
    parties: Collection[int]
    names: Sequence[str] = ()
    together: bool = False

    @property
    def households(self) -> int:
        """How many disputes this makes."""
        return (min(len(self.parties), 1) if self.together else len(self.parties)) + len(self.names)


def split(series: Case, wanted: Wanted, submission: Submission) -> list[Case]:
    """Register a dispute for every household that is wanted, with everybody of the other sides and what it is about.

    Who stands in the common dispute applied when that was applied for; a householder who is new applies now.  Raises
    `NotAllowed` for another committee, `NotNow` when the dispute is over or a household's own, `Invalid` for nobody,
    for more than one side, for somebody who has one already, and for what no party may be any more.
    """
    hold(series)
    must_split(series, submission.actor)
    chosen = _chosen(series, wanted, submission)
    groups = [chosen] if wanted.together and chosen else [[party] for party in chosen]
    made = [_register(series, wanted.side, group, [_told(one) for one in group], submission) for group in groups]
    strangers = [PartyIntake(side=wanted.side, name=name) for name in wanted.names]
    made += [_register(series, wanted.side, [], [one], submission) for one in strangers]
    record_deed(series, "case:split", submission, count=len(made))
    for case in made:
        record_deed(case, "case:household", submission)
    return made


def _chosen(series: Case, wanted: Wanted, submission: Submission) -> list[Party]:
    households = households_of(series.id)
    chosen = [party for party in series.parties if party.id in wanted.parties]
    fault = split_fault(households=len(households), wanted=wanted.households)
    if fault:
        raise Invalid(fault, {"parties": fault})
    present = {party.side for party in series.parties}
    if wanted.side not in present:
        raise Invalid(NO_SIDE, {"side": NO_SIDE})
    wrong_side = sides_fault([party.side for party in chosen], wanted.side, present)
    if wrong_side:
        raise Invalid(wrong_side, {"parties": wrong_side})
    apart = apart_in(series, households)
    again = next((TWICE.format(party.name) for party in chosen if party.id in apart), None)
    if again:
        raise Invalid(again, {"parties": again})
    standing = [party.name for party in series.parties if party.side == wanted.side]
    twice = twice_fault(wanted.names, [*standing, *(party.name for one in households for party in one.people)])
    if twice:
        raise Invalid(twice, {"names": twice})
    wrong_moment = NOT_COME if submission.occurred_at > submission.now else None
    if submission.occurred_at < series.applied_at:
        wrong_moment = TOO_EARLY
    if wrong_moment:
        raise Invalid(wrong_moment, {"occurred_at": wrong_moment})
    side = {party.id for party in series.parties if party.side == wanted.side}
    others = [one for one in households if one.side == wanted.side]
    left = side - set(wanted.parties) - apart.keys()
    whole = whole_fault(left=len(left), households=len(others) + wanted.households)
    if whole:
        raise Invalid(whole, {"parties": whole})
    return chosen


def _register(
    series: Case, side: int, group: Sequence[Party], told: Sequence[PartyIntake], submission: Submission
) -> Case:
    """One household's dispute, tied to the common one; whoever stands in both is the same person."""
    facing = [party for party in series.parties if party.side != side]
    people = sorted([*told, *(_told(party) for party in facing)], key=lambda one: one.side)
    intake = _about(series, people, submission, is_new=not group)
    try:
        case = register_case(
            intake,
            actor=submission.actor,
            now=submission.now,
            committee=series.committee,
            waiting_since=submission.occurred_at,
        )
    except Invalid as refused:
        fault = _named(refused, people)
        raise Invalid(fault, {"parties": fault}) from refused
    db.session.add(HouseholdCase(case_id=case.id, series_id=series.id, side=side, **submission.entry))
    db.session.flush()
    _are_the_same(group, [party for party in case.parties if party.side == side], submission)
    _are_the_same(facing, [party for party in case.parties if party.side != side], submission)
    return case


def _are_the_same(known: Sequence[Party], fresh: Sequence[Party], submission: Submission) -> None:
    """Who was written from whom, one by one in their order, is the same person."""
    for one, other in zip(known, fresh, strict=bool(known)):
        keep_join(one, other, joined_at=submission.now, joined_by_id=submission.actor.id)


def _named(refused: Invalid, people: Sequence[PartyIntake]) -> str:
    """What the registration of a household refuses, with whose it is."""
    field, reason = next(iter(refused.fields.items()), ("", refused.sentence))
    place = whole_number(field.split("-")[1]) if field.startswith("parties-") else None
    whose = people[place].name if place is not None else "、".join(one.name for one in people)
    return f"还不能单独成案。{whose}：{reason}请先在这件里更正、补全。"


def _about(series: Case, people: Sequence[PartyIntake], submission: Submission, *, is_new: bool) -> CaseIntake:
    return CaseIntake(
        source=series.source,
        referred_by=series.referred_by,
        reply_due_on=series.reply_due_on,
        court_file=series.court_file,
        court_received_on=series.court_received_on,
        rights_known_on=series.rights_known_on,
        is_land_contract=series.is_land_contract,
        village_id=series.village_id,
        dispute_type=series.dispute_type,
        facts=series.facts,
        claims=series.claims,
        parties=tuple(people),
        applied_at=submission.occurred_at if is_new else series.applied_at,
        spoken_by=submission.spoken_by or submission.actor.display_name,
        is_grave=series.is_grave,
        is_ownership=series.is_ownership,
        has_cadre_party=series.has_cadre_party,
        shared=series.shared,
    )


def _told(party: Party) -> PartyIntake:
    """A party as it would be told again."""
    return PartyIntake(
        side=party.side,
        name=party.name,
        kind=party.kind,
        standing=party.standing,
        id_number=party.id_number,
        phone=party.phone,
        gender=party.gender,
        born_on=party.born_on,
        ethnicity=party.ethnicity,
        occupation=party.occupation,
        address=party.address,
        credit_code=party.credit_code,
        legal_representative=party.legal_representative,
        representative_post=party.representative_post,
        document_kind=party.document_kind,
        needs=party.all_needs,
        safe_contact=party.safe_contact,
        agents=tuple(_told_agent(agent) for agent in party.agents),
    )


def _told_agent(agent: Agent) -> AgentIntake:
    """Without powers: a written authority names the matter it is for, and this is another one (民法典 第165条)."""
    return AgentIntake(
        kind=agent.kind,
        name=agent.name,
        relation=agent.relation,
        id_number=agent.id_number,
        phone=agent.phone,
        document_kind=agent.document_kind,
    )
