"""A letter beside the diagram has no step in 今天要办的事: a notice says whose turn it is."""

from __future__ import annotations

from datetime import datetime

from app.core.permissions import Role
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.petitions.models.records import Letter
from app.petitions.queries import accounts_of


def tell_of_standalone_letter(letter: Letter, role: Role, words: str, *, now: datetime) -> None:
    """Tell everybody of a role that the letter waits for them; once for every time it comes to them."""
    about = letter.claim or letter.supervision
    if about is None:
        return
    notify(
        accounts_of({role}),
        kind=NoticeKind.STEP,
        key=f"letter:{letter.id}:{role}:{letter.row_version}",
        text=words,
        subject_kind=about.subject_kind,
        subject_id=about.id,
        is_same_day=False,
        now=now,
    )
