"""One letter on its way, step by step; `tests.petitions.way.Way` drives the newest letter of a claim the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from app.petitions.models.records import Letter
from app.petitions.queries import letter_by_id
from app.processes.models import Task
from app.processes.queries import open_tasks_of
from tests.walk import Walk

DESK, LEADER = "petition", "leader"


class LetterWay(Walk):
    """A letter of the petition desk, by its id."""

    kind = "letter"

    @property
    def letter(self) -> Letter:
        return letter_by_id(self.subject_id)

    def steps(self) -> Sequence[Task]:
        return open_tasks_of(self.kind, self.subject_id)

    def signed_off(self) -> Self:
        return self.answer("sign_off", LEADER, outcome="approved")

    def returned(self, reason: str) -> Self:
        """The leader wants it changed."""
        return self.answer("sign_off", LEADER, outcome="back", reason=reason)

    def redrafted(self, **changes: str) -> Self:
        return self.answer("redraft", DESK, **changes)

    def sealed(self) -> Self:
        return self.answer("seal_letter", DESK, copies=2)

    def delivered(self, on: date | None = None, **values: object) -> Self:
        given = {"outcome": "delivered", "method": "direct", "delivered_on": on or self.today, "receiver": "收发室"}
        return self.answer("deliver", DESK, **{**given, **values})

    def came_back(self, on: date | None = None, **values: object) -> Self:
        """It did not arrive."""
        given = {"outcome": "returned", "method": "mail", "tried_on": on or self.today, "returned_why": "查无此人。"}
        return self.answer("deliver", DESK, **{**given, **values})

    def out(self) -> Self:
        """Signed off, sealed and served today."""
        return self.signed_off().sealed().delivered()
