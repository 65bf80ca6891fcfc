"""Who sees a petition, a claim, a supervision."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select

from app.core.permissions import Actor, Permission, may, sees_every_claim
from app.matters.registry.sight import Owned, Owners
from app.matters.rules import owners
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter, Supervision


def owners_of(actor: Actor) -> Owners:
    """The words an account goes by among petitions: the desk and the leaders see all, an office its own claims."""
    if not may(actor, Permission.PETITION_SEE):
        return ()
    if sees_every_claim(actor):
        return None
    return () if actor.office_id is None else (owners.office(actor.office_id),)


def supervision_owners_of(actor: Actor) -> Owners:
    """Among supervisions: the desk and the leaders see all, nobody else any."""
    return None if sees_every_claim(actor) else ()


visible_to = Owned(Claim.subject_kind, Claim.id, owners_of)
"""The condition on `Claim` for what an account may see."""
petitions_visible_to = Owned(Petition.subject_kind, Petition.id, owners_of)
"""The condition on `Petition`: those with a claim the account may see."""
supervisions_visible_to = Owned(Supervision.subject_kind, Supervision.id, supervision_owners_of)
"""The condition on `Supervision`."""


def letters_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Letter`: those about a claim the account may see, the others for who sees supervisions."""
    about_claims = Letter.claim_id.in_(select(Claim.id).where(visible_to(actor)))
    return or_(about_claims, Letter.claim_id.is_(None) if sees_every_claim(actor) else false())


def claim_seen_by(claim: Claim) -> frozenset[str]:
    """The office that handles a claim."""
    return frozenset() if claim.handling_office_id is None else frozenset({owners.office(claim.handling_office_id)})


def petition_seen_by(petition: Petition) -> frozenset[str]:
    """The offices that handle its claims."""
    return frozenset().union(*map(claim_seen_by, petition.claims))


def supervision_seen_by(_row: Supervision) -> frozenset[str]:
    """Nobody besides those who see all."""
    return frozenset()
