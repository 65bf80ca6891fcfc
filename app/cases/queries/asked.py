"""Whom a step or an action of a dispute asks about: who is out of it is asked nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select

from app.cases.models import Case, Party
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Consent, ConsentMatter
from app.cases.queries import rights_told_of
from app.cases.queries.panels import bound_by_agreement
from app.cases.rules.taking_part import OUT, Sides, sides_of
from app.cases.terms import CaseLetterKind, ConsentState
from app.core.db import db
from app.matters.terms import Participation
from app.processes.rules.answered import AskedPerson

ASKS_WHETHER = "record_consents"
ENDS = frozenset({"tell_routes", "tell_rest"})
"""Steps by which everybody learns how it ended, but who has a notice of their own already."""
STILL_IN = frozenset({"tell_rights", "choose_mediators", "stop", "withdraw"})
AFTER_EFFECT = frozenset({"return_visit", "tell_of_suit", "tell_of_enforcement"})
"""Whom the agreement does not bind is asked nothing about it."""
ASKS_AGAIN, TELLS_LATER = "ask_again", "tell_rights_later"


def sides(case: Case) -> Sides:
    """How the parties of each side stand."""
    return sides_of((party.side, party.participation) for party in case.parties)


def asked_parties(case: Case, name: str) -> Sequence[Party]:
    """The parties that the step or action of this name asks about.

    Of what those who mediate agree among themselves, the ones who are willing are asked: silence is no answer to a
    question that presupposes one.
    """
    if name == ASKS_WHETHER:
        return [one for one in case.parties if one.participation is not Participation.LEFT]
    if name == ASKS_AGAIN:
        return [one for one in case.parties if one.participation is Participation.UNANSWERED]
    if name in ENDS:
        noticed = _have_a_notice(case)
        return [one for one in case.parties if one.participation not in OUT or one.id not in noticed]
    if name in AFTER_EFFECT:
        bound = bound_by_agreement(case.id)
        return [one for one in case.parties if bound is None or one.id in bound]
    still_in = [one for one in case.parties if one.participation not in OUT]
    if name == TELLS_LATER:
        told = {row.party_id for row in rights_told_of(case.id) if row.committee_id == case.committee_id}
        return [one for one in still_in if one.id not in told]
    willing = [one for one in still_in if one.participation is Participation.WILLING]
    is_whole = {one.side for one in willing} == {one.side for one in case.parties}
    return willing if is_whole and name not in STILL_IN else still_in


def of_those_asked(case: Case, name: str, answers: Mapping[int, str]) -> dict[int, str]:
    """What was answered for the parties that the step or action asks about, and for nobody else."""
    asked = {one.id for one in asked_parties(case, name)}
    return {party: state for party, state in answers.items() if party in asked}


def asked_people(case: Case, name: str) -> Sequence[AskedPerson]:
    """The same, as forms have them."""
    return [AskedPerson(one.id, one.public_id, one.name, one.side) for one in asked_parties(case, name)]


def _have_a_notice(case: Case) -> set[int | None]:
    """Who was out while the others went on; who came back in since then has no notice of another end."""
    mine = (CaseLetter.case_id == case.id, CaseLetter.kind == CaseLetterKind.LEAVING)
    came_back = exists().where(
        Consent.party_id == CaseLetter.party_id,
        Consent.matter == ConsentMatter.MEDIATE,
        Consent.state != ConsentState.REFUSED,
        Consent.entered_at > CaseLetter.drafted_at,
    )
    return set(db.session.scalars(select(CaseLetter.party_id).where(*mine, ~came_back)))
