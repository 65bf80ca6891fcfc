"""Freeze the letters of hand-overs that stood before papers were frozen."""

from __future__ import annotations

from sqlalchemy import select

from app.accusations.models import HandOver
from app.accusations.papers.hand_over_paper import filled_hand_over
from app.core.db import db
from app.core.key_ring import SealBroken
from app.core.transaction import REFUSED
from app.papers.rules.frozen_value import to_text


def freeze_hand_overs() -> int:
    """Keep what each letter without a frozen value says today; returns how many could not be filled."""
    lost = 0
    for row in db.session.scalars(select(HandOver).where(HandOver.paper_sealed.is_(None)).order_by(HandOver.id)):
        try:
            row.seal_paper(to_text(filled_hand_over(row.accusation, row)))
        except (*REFUSED, SealBroken):
            lost += 1
    db.session.flush()
    return lost
