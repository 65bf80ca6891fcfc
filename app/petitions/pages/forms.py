"""What the forms of several pages share: fields for texts, and what is read after an accusation was sealed."""

from __future__ import annotations

from typing import Protocol

from wtforms import StringField

from app.accusations.actions.tell import nobody_takes

SEALED = "已密封，交给有权的人办理。这里不再显示。"


class MayAccuse(Protocol):
    """A form on which it may turn out that somebody is accused."""

    accused: StringField
    accused_unit: StringField

    @property
    def is_accusation(self) -> bool:
        """Whether it goes to the closed domain."""


def said_after(form: MayAccuse, otherwise: str) -> str:
    """What the person reads afterwards; of an accusation, that it is gone, and what to do when nobody may see it."""
    if not form.is_accusation:
        return otherwise
    return SEALED + nobody_takes(accused=form.accused.data or "", accused_unit=form.accused_unit.data or "")
