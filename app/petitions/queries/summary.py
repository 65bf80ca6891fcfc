"""A petition, a claim and a supervision in short, and what they are found by, for the rows of their matters."""

from __future__ import annotations

from sqlalchemy import select

from app.core.crypto import marks_of
from app.core.db import db
from app.matters.models.corrections import Correction
from app.matters.queries.corrections import of_matter
from app.matters.registry.opening import Handed
from app.matters.rules.found_by import FoundBy
from app.matters.rules.summary import Summary
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter, Supervision


def petition_summary(petition: Petition) -> Summary:
    """What came in; it is over when nothing of it is left to do."""
    closed = [claim.closed_on for claim in petition.claims]
    days = [day for day in closed if day is not None]
    return Summary(
        number=petition.number,
        title=petition.names,
        category="",
        source=petition.channel.value,
        region=petition.region,
        village_id=petition.village_id,
        committee_id=None,
        office_id=None,
        status="",
        outcome="",
        accepted_on=None,
        opened_at=petition.registered_at,
        ended_on=max(days) if days and len(days) == len(closed) else None,
    )


def claim_summary(claim: Claim) -> Summary:
    """One thing a petition asks for."""
    petition = claim.petition
    return Summary(
        number=claim.number,
        title=claim.title,
        category=claim.matter_class.value if claim.matter_class else "",
        source=petition.channel.value,
        region=claim.region,
        village_id=petition.village_id,
        committee_id=None,
        office_id=claim.handling_office_id,
        status=claim.status.value,
        outcome=claim.ending.value if claim.ending else "",
        accepted_on=claim.accepted_on,
        opened_at=petition.registered_at,
        ended_on=claim.closed_on,
        parent=(Petition.subject_kind, petition.id),
    )


def supervision_summary(row: Supervision) -> Summary:
    """What a higher body asks the town about; the desk answers it."""
    return Summary(
        number=row.number,
        title=f"{row.from_body}督办",
        category="",
        source="",
        region=row.region,
        village_id=None,
        committee_id=None,
        office_id=office_of_kind(OfficeKind.DESK).id,
        status="",
        outcome="",
        accepted_on=None,
        opened_at=row.entered_at,
        ended_on=row.answered_on,
    )


def _names(petition: Petition) -> list[str]:
    """Those of its people, those that were put right too."""
    corrected = of_matter(petition.subject_kind, petition.id), Correction.field.endswith("·name")
    return [*(one.name for one in petition.petitioners), *db.session.scalars(select(Correction.old).where(*corrected))]


def _village(petition: Petition) -> str:
    return petition.village.full_name if petition.village else ""


def petition_found_by(petition: Petition) -> FoundBy:
    """Who petitions, its own numbers and those others gave it."""
    return FoundBy(
        names=_names(petition),
        numbers=(petition.number, petition.national_number),
        texts=(petition.title, petition.story, _village(petition)),
        marks=marks_of(*petition.petitioners),
    )


def claim_found_by(claim: Claim) -> FoundBy:
    """Who petitions, its numbers, those of its petition and of the letters about it, and what is asked for."""
    petition = claim.petition
    lettered = db.session.scalars(select(Letter.number).where(Letter.claim_id == claim.id, Letter.number != ""))
    return FoundBy(
        names=_names(petition),
        numbers=[claim.number, petition.national_number, *lettered],
        texts=(claim.request, petition.story, _village(petition)),
        marks=marks_of(*petition.petitioners),
    )


def supervision_found_by(row: Supervision) -> FoundBy:
    """Its number, and who asks."""
    return FoundBy(numbers=(row.number,), texts=(row.from_body,))


def handed_by(petition: Petition) -> Handed:
    """What a matter that is registered out of a petition begins with; who takes part there is for them to say."""
    return Handed(petition.village_id, petition.story, ())
