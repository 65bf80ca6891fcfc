"""经过 of a petition: its own and that of the claims the reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from app.matters.pages.history import History
from app.petitions.models import Claim, Petition


def history_of(petition: Petition, claims: Sequence[Claim], *, sees_all: bool) -> History:
    """Its lines, those of each claim marked where there are several; reports above are no office's business."""
    is_plural = len(petition.claims) > 1
    marks = {("claim", one.id): f"第{one.position}项：" if is_plural else "" for one in claims}
    return History({("petition", petition.id): "", **marks}, sees_all)
