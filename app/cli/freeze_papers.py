"""Freeze the papers that an earlier version of the program left standing: once, at the start after the upgrade."""

from __future__ import annotations

from datetime import datetime

from app.accusations.actions.freeze_hand_overs import freeze_hand_overs
from app.core.db import db
from app.core.transaction import transaction
from app.papers.actions.freeze import freeze
from app.papers.actions.verify_frozen import UNFILLED, called
from app.papers.queries.frozen import frozen_subjects
from app.papers.registry.frozen_kinds import FrozenKind, frozen_kinds

BATCH = 100


def freeze_standing_papers(*, now: datetime) -> list[str]:
    """Freeze each fixed, sealed or handed-out paper as it would be printed today, a transaction for some of them.

    Returns a sentence for each that could not be: its rows are not whole, or no longer say what was fixed.  What is
    frozen already stays.  Raises `WrongKeys`.
    """
    lost: list[str] = []
    for kind in frozen_kinds():
        done = frozen_subjects(kind)
        waiting = [one for one in kind.subjects() if one not in done]
        for start in range(0, len(waiting), BATCH):
            with transaction():
                some = waiting[start : start + BATCH]
                lost += [f"{called(kind, one)}没能留存。" for one in some if not _freeze(kind, one, now)]
    with transaction():
        closed = freeze_hand_overs()
    return lost + ([f"有 {closed} 封密封移交函没能留存。"] if closed else [])


def _freeze(kind: FrozenKind, subject_id: int, now: datetime) -> bool:
    try:
        if not kind.is_trusted(subject_id):
            return False
        with db.session.begin_nested():
            freeze(kind.filled(subject_id), subject_id, actor=None, now=now)
    except UNFILLED:
        return False
    return True
