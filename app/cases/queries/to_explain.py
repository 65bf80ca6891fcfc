"""What the file's 卷宗情况说明 must say: what stands otherwise than usual and is so, and what was not done."""

from __future__ import annotations

import json

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.cases.models import Case
from app.cases.queries.asked import TELLS_LATER, asked_parties
from app.core.db import db
from app.processes.queries import tasks_of

UNUSUAL = "case:unusual_days"
TELLS = "tell_rights"
"""The step at which it is said who was told their rights, and who was not."""


def to_explain(case: Case) -> list[str]:
    """A sentence each, in the order in which it was entered."""
    said = [f"{one}，经办人说确实如此。" for one in _unusual(case)]
    was_asked = any(one.name == TELLS and one.closed_at is not None for one in tasks_of(case.subject_kind, case.id))
    untold = asked_parties(case, TELLS_LATER) if was_asked else []
    return [*said, *([f"还没告知权利义务的：{'、'.join(one.name for one in untold)}。"] if untold else [])]


def is_explained(case: Case, said: str) -> bool:
    """Whether somebody said of just this that it is so."""
    return said in _unusual(case)


def _unusual(case: Case) -> list[str]:
    mine = (AuditEntry.subject_kind == case.subject_kind, AuditEntry.subject_id == case.id)
    found = select(AuditEntry).where(*mine, AuditEntry.deed == UNUSUAL).order_by(AuditEntry.id)
    return [json.loads(one.detail)["said"] for one in db.session.scalars(found)]
