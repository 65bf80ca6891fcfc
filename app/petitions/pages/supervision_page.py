"""What the pages of supervisions (督办) from above show: those not answered, and one with its period and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.accounts.queries import names_of
from app.core import clock
from app.core.db import db
from app.core.pages import chinese_date
from app.core.permissions import Actor, Role
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import rows_of
from app.petitions.models.records import Letter, Supervision
from app.petitions.papers.paper_list import letter_shown
from app.petitions.queries import SEES_ALL

MOST = 20


def waiting_supervisions(actor: Actor) -> Sequence[Supervision]:
    """Supervisions that were not answered yet, the oldest first; for the desk and the leaders."""
    if Role(actor.role) not in SEES_ALL:
        return []
    found = select(Supervision).where(Supervision.answered_on.is_(None)).order_by(Supervision.received_on)
    return db.session.scalars(found.order_by(Supervision.id).limit(MOST)).all()


def letters_about(supervision: Supervision) -> Sequence[Letter]:
    """The answers drafted so far, oldest first."""
    found = select(Letter).where(Letter.supervision_id == supervision.id).order_by(Letter.id)
    return db.session.scalars(found).all()


def supervision_page(supervision: Supervision) -> dict[str, object]:
    """Values of templates/pages/petitions/supervision.html."""
    answered = f"{chinese_date(supervision.answered_on)}书面回复了" if supervision.answered_on else "还没有回复"
    letters = letters_about(supervision)
    typed_by = names_of({supervision.typed_by_id}).get(supervision.typed_by_id, "")
    return {
        "supervision": supervision,
        "standing": f"{chinese_date(supervision.received_on)}收到，{answered}。",
        "deadlines": rows_of(running_of("supervision", supervision.id), now=clock.now()),
        "facts": [
            ("哪个机关发来的", supervision.from_body),
            ("文号", supervision.number),
            ("关于哪一项", supervision.claim.number if supervision.claim else "不关具体一件"),
            ("督办什么、提了什么建议", supervision.text),
            ("谁录的", typed_by),
        ],
        "letters": [_opened(letter_shown(one)) for one in letters],
        "may_draft": supervision.answered_on is None and not any(one.served_on is None for one in letters),
    }


def _opened(letter: Mapping[str, str]) -> dict[str, str]:
    """A letter of a list, with the way to its page: its words, where it stands, its next deed, and the print."""
    return {**letter, "href": letter["page"], "action": "打开"}
