"""Parties that are the village's own organisations, and who of its committee is near to them."""

from __future__ import annotations

from app.cases.models import Case
from app.cases.rules.intake import is_of_the_village
from app.core.clock import local
from app.core.clock import now as moment
from app.core.terms import Level
from app.matters.terms import PartyKind
from app.mediators.queries import own_advisers
from app.organisations.queries import body_covering, members_of


def village_bodies(case: Case) -> list[str]:
    """The names of parties that look like the village's own committee, cooperative, group or firm."""
    village = case.village.name
    return [
        party.name
        for party in case.parties
        if is_of_the_village(party.name, is_organisation=party.kind is PartyKind.LEGAL, village=village)
    ]


def near_to_the_village(case: Case) -> list[str]:
    """The members of the village's committee and its legal advisers: what must be said to the other parties."""
    committee = body_covering(Level.VILLAGE, case.village_id, None)
    members = [one.person.name for one in members_of(committee.id)]
    advisers = [one.person.name for one in own_advisers(committee.id, local(moment()).date())]
    return list(dict.fromkeys([*members, *advisers]))


def disclosure(case: Case) -> str:
    """What is said of a village's own organisation as a party, and what is offered; empty where none is one."""
    bodies = village_bodies(case)
    if not bodies:
        return ""
    return (
        f"“{'”“'.join(bodies)}”像是{case.village.full_name}自己的组织。村级调委会的委员和法律顾问"
        f"（{'、'.join(near_to_the_village(case))}）跟它有关系，要当面告诉各方；先问各方要不要请镇里或者邻村的调委会调。"
        "仍由本村调的，要各方都书面同意。"
    )
