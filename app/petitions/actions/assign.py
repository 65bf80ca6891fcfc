"""内部分办单: give a claim to an office of the town until an inner date, or to another one later."""

from __future__ import annotations

from datetime import date

from app.audit.actions.record import record
from app.core.asked import whole_number
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.organisations.models import Office, OfficeKind
from app.organisations.queries import handling_offices
from app.papers.actions.freeze import freeze
from app.petitions.models import Claim
from app.petitions.models.records import Assignment
from app.petitions.papers.fill_claim_sheets import assignment_slip
from app.processes.registry import Submission


def assign(claim: Claim, *, office_id: int, inner_due_on: date | None, note: str, submission: Submission) -> Assignment:
    """Write the slip; steps of the handler stand with that office from now on.

    Raises `Invalid` for an unknown office or an inner date before today.
    """
    office = next((one for one in handling_offices() if one.id == office_id), None)
    if office is None:
        raise Invalid("请选承办单位。", {"office": "请选一个单位。"})
    if inner_due_on is None or inner_due_on < local(submission.occurred_at).date():
        raise Invalid("请填什么时候回。", {"inner_due_on": "要填今天或者今天以后的日子。"})
    row = Assignment(
        claim_id=claim.id, office_id=office.id, inner_due_on=inner_due_on, note=note.strip(), **submission.entry
    )
    db.session.add(row)
    claim.handling_office_id, claim.inner_due_on = office.id, inner_due_on
    db.session.flush()
    db.session.refresh(claim, ["handling_office"])
    freeze(assignment_slip(row, claim), row.id, actor=submission.actor, now=submission.now)
    record(
        "claim:assigned",
        claim,
        submission.actor,
        now=submission.now,
        detail={"office": office.name, "due": inner_due_on},
    )
    return row


def assign_as_submitted(claim: Claim, submission: Submission) -> Assignment:
    """The slip as it was submitted: ``office`` (an id), ``inner_due_on``, ``note``.  Raises as `assign`."""
    office, due = submission.text("office"), submission.values.get("inner_due_on")
    return assign(
        claim,
        office_id=whole_number(office) or 0,
        inner_due_on=due if isinstance(due, date) else None,
        note=submission.text("note"),
        submission=submission,
    )


def own_village_warning(claim: Claim, office: Office) -> str | None:
    """A sentence when the matter would go to the village it lies in; the person decides."""
    if office.kind is OfficeKind.VILLAGE and office.village_id == claim.petition.village_id:
        return f"这件事就在{office.name}的地面上；反映的要是村干部，请另选单位。"
    return None
