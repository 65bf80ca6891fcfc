"""A dispute in short, and what it is found by, for the row of its matter."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.models import Case, CaseNumber
from app.cases.queries.series import membership_of
from app.core.clock import local
from app.core.crypto import marks_of
from app.core.db import db
from app.core.terms import DISPUTE_TYPE_NAMES
from app.matters.models.corrections import Correction
from app.matters.queries.corrections import of_matter
from app.matters.registry.opening import Handed, HandedPerson
from app.matters.rules.found_by import FoundBy
from app.matters.rules.summary import Summary
from app.matters.terms import PartyKind

NAME = "·name"
"""How the record of a correction names the name of a party."""


def summary_of(case: Case) -> Summary:
    """What lists say of a dispute; its number and its day of acceptance are those of the committee that has it now."""
    member = membership_of(case.id)
    return Summary(
        number=case.number,
        title=case.title,
        category=case.dispute_type.value,
        source=case.source.value,
        region=case.region,
        village_id=case.village_id,
        committee_id=case.committee_id,
        office_id=None,
        status=case.status.value,
        outcome="",
        accepted_on=case.handling.accepted_on if case.handling else None,
        opened_at=case.registered_at,
        ended_on=local(case.ended_at).date() if case.ended_at else None,
        parent=(case.subject_kind, member.series_id) if member else None,
    )


def _named(case: Case) -> list[str]:
    agents = [agent.name for party in case.parties for agent in party.agents]
    return [*(party.name for party in case.parties), *agents]


def found_by(case: Case) -> FoundBy:
    """Its parties and who speaks for them, by names (corrected ones too) and by numbers; its own numbers; its words."""
    once = select(Correction.old).where(of_matter(case.subject_kind, case.id), Correction.field.endswith(NAME))
    given = select(CaseNumber.text).where(CaseNumber.case_id == case.id)
    return FoundBy(
        names=[*_named(case), *db.session.scalars(once)],
        numbers=db.session.scalars(given).all(),
        texts=(case.facts, case.claims, DISPUTE_TYPE_NAMES[case.dispute_type], case.village.full_name),
        marks=marks_of(*case.parties, *(agent for party in case.parties for agent in party.agents)),
    )


def handed_by(case: Case) -> Handed:
    """What a matter that is registered out of a dispute begins with."""
    people = [HandedPerson(one.side, one.name, one.kind is PartyKind.LEGAL) for one in case.parties]
    return Handed(case.village_id, case.facts, people)
