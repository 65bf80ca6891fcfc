"""Who may write about a petition: the desk, the government's leader and the handling office, each its own part.

Whatever an open step asks for is guarded by the step; these questions are asked by everything else.
"""

from __future__ import annotations

from app.core.errors import NotAllowed, NotNow
from app.core.permissions import Actor, Permission, may
from app.petitions.models import Claim, Petition

NOT_YOURS = "您的身份办不了这件事；请找镇信访办。"


def must_may(actor: Actor, permission: Permission, sentence: str = NOT_YOURS) -> None:
    """Raises `NotAllowed` when the actor's role does not carry the permission."""
    if not may(actor, permission):
        raise NotAllowed(sentence)


def must_run(claim: Claim) -> None:
    """Raises `NotNow` when the claim is over."""
    if claim.ending is not None:
        raise NotNow("这一项已经办结，不能再改；新反映的请另外登记。")


def must_not_be_void(petition: Petition) -> None:
    """Raises `NotNow` for a paper of a void registration: it would say that there is such a petition."""
    if petition.is_void:
        raise NotNow("这件登记已经作废，不再打印文书。")
