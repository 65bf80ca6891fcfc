"""A petition that was registered wrongly, or a second time, is voided until something of it is decided (X10)."""

from __future__ import annotations

from sqlalchemy import select

from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.matters.actions.void import void_matter
from app.petitions.models import Claim, Petition
from app.petitions.queries import claim_numbered, joined_to
from app.petitions.rules.decisions import voiding_fault
from app.petitions.terms import Ending
from app.processes.registry import Submission

NO_OTHER = "没有这个编号的信访件，请核对；要写留下来的那一件的编号，不是这一件自己的。"
JOINED_HERE = "有别的信访件并到了这一件，不能作废；请先把那几件弄清楚，找司法所或者镇信访办负责人商量。"


def registration_fault(claim: Claim) -> str | None:
    """Why the petition of this claim cannot be voided."""
    claims = claim.petition.claims
    return voiding_fault([one.ending for one in claims], [one.decision for one in claims])


def void_registration(claim: Claim, submission: Submission) -> None:
    """Void the whole petition, claim by claim: no withdrawal, no refusal, and no word about the citizen.

    Later petitions that were marked as repeats of it repeat the one that stays.  Raises `NotNow` once something of it
    is decided or other claims were joined to it, `Invalid` without a reason or without the one that stays.
    """
    petition = claim.petition
    fault = registration_fault(claim)
    if fault is not None or any(joined_to(one) for one in petition.claims):
        raise NotNow(fault or JOINED_HERE)
    stays = _the_other(petition, submission) if submission.text("why") == "double" else None
    for one in petition.claims:
        one.ending, one.closed_on = Ending.VOIDED, local(submission.now).date()
        void_matter(one, submission, instead=stays)
    for repeat in db.session.scalars(select(Petition).where(Petition.repeats_id == petition.id)):
        repeat.repeats_id = stays.petition_id if stays and stays.petition_id != repeat.id else None


def _the_other(petition: Petition, submission: Submission) -> Claim:
    """The first claim of the petition that stays, named by its number or by the number of one of its claims."""
    typed = submission.text("other").strip()
    other = claim_numbered(typed) or claim_numbered(f"{typed}-1")
    if other is None or other.petition_id == petition.id or other.ending is Ending.VOIDED:
        raise Invalid(NO_OTHER, {"other": NO_OTHER})
    return other.petition.claims[0]
