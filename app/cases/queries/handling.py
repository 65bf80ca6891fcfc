"""Who handles a case, and what may still be done to it: asked by every use case before it writes.

The page of a case offers by the same questions, so that nothing is offered that will be refused.
"""

from __future__ import annotations

from app.cases.models import Case
from app.cases.queries.panels import frozen_because
from app.cases.queries.series import households_of, membership_of
from app.cases.rules import standing
from app.cases.rules.series import BEARS_HOUSEHOLDS, CHILD, TEXT_FIXED
from app.core.db import db
from app.core.errors import NotAllowed, NotNow
from app.core.permissions import Actor, Permission, handles, may
from app.processes.actions.raise_event import locked_process


def must_handle(case: Case, actor: Actor, then: str = "请他们来记。") -> None:
    """Only the committee that handles the case now goes on with it.  Raises `NotAllowed`, saying whom to ask."""
    if not handles(actor, case):
        raise NotAllowed(f"这件现在由{case.committee.name}办，{then}")


def hold(case: Case) -> None:
    """Lock the case's flow and read the case as it stands behind the lock.  Raises `NotNow` when it has no flow."""
    locked_process(case)
    db.session.refresh(case)


def must_file(case: Case, actor: Actor) -> None:
    """Raises `NotAllowed` without the right and for another committee, `NotNow` once the file is put away."""
    if not may(actor, Permission.CASE_ADVANCE):
        raise NotAllowed("您的身份办不了这件事；材料请交给承办的调委会来存。")
    must_handle(case, actor, "材料请交给他们来存。")
    must_be(standing.filing_fault(case.status))


def must_correct(case: Case, actor: Actor) -> None:
    """Raises `NotAllowed` for another committee, `NotNow` when what was registered is fixed."""
    must_handle(case, actor)
    must_be(correcting_fault(case))


def must_split(case: Case, actor: Actor) -> None:
    """Raises `NotAllowed` for another committee, `NotNow` when the case is over or a household's own."""
    must_handle(case, actor)
    must_be(splitting_fault(case))


def must_unmask(case: Case, actor: Actor) -> None:
    """Numbers in full are for the committee that handles the case, also when it is over.  Raises `NotAllowed`."""
    must_handle(case, actor, "要看全号请找他们。")


def must_be(fault: str | None) -> None:
    """Raises `NotNow` with the sentence by which a case, as it stands, refuses."""
    if fault is not None:
        raise NotNow(fault)


def over_fault(case: Case) -> str | None:
    """Why nothing is changed any more: the case is over."""
    return standing.over_fault(case.status)


def correcting_fault(case: Case) -> str | None:
    """Why what was registered cannot be corrected: the case is over, or its text is fixed."""
    return over_fault(case) or frozen_because(case.id)


def splitting_fault(case: Case) -> str | None:
    """Why no household is divided off: the text is fixed or mediation over, or the case belongs to a series itself."""
    stands = standing.splitting_fault(case.status) or (TEXT_FIXED if frozen_because(case.id) else None)
    return stands or (CHILD if membership_of(case.id) is not None else None)


def voiding_fault(case: Case) -> str | None:
    """Why the registration cannot be voided: it was accepted, is void already, or households belong to it."""
    return standing.voiding_fault(case.status) or (BEARS_HOUSEHOLDS if households_of(case.id) else None)


def may_void(case: Case, actor: Actor) -> bool:
    """Whether the registration is the actor's to void: who typed it, or the head of the committee that has it."""
    return case.typed_by_id == actor.id or may(actor, Permission.CASE_VOID_NUMBER, case)


def stopping_fault(case: Case) -> str | None:
    """Why mediation cannot be stopped or withdrawn from; None before effect."""
    return standing.stopping_fault(case.status)
