"""Whom a period of a claim or of a supervision tells."""

from __future__ import annotations

from app.core.permissions import SEES_EVERY_CLAIM, Role
from app.deadlines.models import Deadline
from app.deadlines.terms import Stage
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Supervision
from app.petitions.queries import accounts_of, handler_accounts

DESK = frozenset({Role.PETITION_CLERK})
CALL = "D15"
LATE = frozenset({Stage.TODAY, Stage.LAPSED})


def told_of_claim(claim: Claim, deadline: Deadline, stage: Stage) -> list[int]:
    """The desk and the handling office; the leaders from the last day on.  Of a call to be made the desk alone."""
    if deadline.code == CALL:
        return accounts_of(DESK) if stage is Stage.LAPSED else []
    desk = accounts_of(SEES_EVERY_CLAIM if stage in LATE else DESK)
    return sorted({*desk, *handler_accounts(claim)})


def accounts_handling(petition: Petition) -> list[int]:
    """The desk, and every office that handles a claim of it."""
    offices = (handler_accounts(claim) for claim in petition.claims)
    return sorted({*accounts_of(DESK), *(account for several in offices for account in several)})


def is_same_day(deadline: Deadline, stage: Stage) -> bool:
    """On the last day itself."""
    return stage is Stage.TODAY


def told_of_supervision(supervision: Supervision, deadline: Deadline, stage: Stage) -> list[int]:
    """The desk."""
    return accounts_of(DESK)
