"""A dispute that was registered wrongly, or a second time, is voided until it is accepted (X10)."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries.sight import visible_to
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.matters.actions.void import void_matter
from app.matters.models import Matter
from app.matters.queries.finding import found_by
from app.processes.registry import Submission

NO_OTHER = "没有找到这一件，或者它不归您看；请写留下来的那一件的编号，还没编号的写两边当事人的姓名。"
SEVERAL = "找到不止一件，请写全编号，或者把两边当事人的姓名都写上。"


def void_registration(case: Case, submission: Submission) -> None:
    """Void it: no withdrawal, no refusal, and no word about the citizen.

    Raises `Invalid` without a reason, or where the one that stays cannot be told; else like `void_matter`.
    """
    instead = _the_other(case, submission) if submission.text("why") == "double" else None
    case.status, case.ended_at = CaseStatus.VOIDED, submission.now
    void_matter(case, submission, instead=instead)


def _the_other(case: Case, submission: Submission) -> Case:
    """The one dispute besides this and void ones that bears what was typed, of those the actor sees."""
    words = submission.text("other").strip()
    found = _bearing(words, submission.actor) if words else []
    others = [one for one in found if one.id != case.id and one.status is not CaseStatus.VOIDED]
    if len(others) != 1:
        fault = SEVERAL if others else NO_OTHER
        raise Invalid(fault, {"other": fault})
    return others[0]


def _bearing(words: str, actor: Actor) -> list[Case]:
    bears = found_by(words)
    ids = select(Matter.subject_id).where(Matter.kind == Case.subject_kind, bears(Matter.id))
    return list(db.session.scalars(select(Case).where(Case.id.in_(ids), visible_to(actor)).order_by(Case.id).limit(9)))
