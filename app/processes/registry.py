"""Where upper rooms enter what the process room calls: handlers, placements, pages, prompts.

Lower rooms know higher things only as ``(kind, id)``; this is the one mechanism that reaches upward.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.core.permissions import Actor
from app.processes.models import Task
from workflows.steps import Position, Step, Word

Words = Mapping[str, Word]


@dataclass(frozen=True)
class Placement:
    """Whose step it is (a committee with the body, or an office) and what its row in a list says.

    ``deadline_codes``: the periods the step belongs to; of those that run, the one that ends first is shown.
    """

    region: str
    committee_id: int | None
    body_id: int | None
    title: str
    number: str
    deadline_codes: tuple[str, ...] = ()
    assignee_person_id: int | None = None
    office_id: int | None = None


@dataclass(frozen=True)
class Submission:
    """What a person sent for an action: values its form has typed, when it happened, who spoke, who types."""

    values: Mapping[str, object]
    occurred_at: datetime
    spoken_by: str
    actor: Actor
    now: datetime

    def text(self, name: str) -> str:
        """A text value, empty when it was not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def per_party(self, name: str) -> dict[int, str]:
        """The choice for every party, by party id."""
        value = self.values.get(name)
        return {int(party): str(choice) for party, choice in value.items()} if isinstance(value, Mapping) else {}

    @property
    def entry(self) -> dict[str, object]:
        """The columns every entry has: when it happened, when it was typed, who spoke, who typed."""
        return {
            "occurred_at": self.occurred_at,
            "entered_at": self.now,
            "spoken_by": (self.spoken_by or self.actor.display_name)[:100],
            "typed_by_id": self.actor.id,
        }


@dataclass(frozen=True)
class Answer(Submission):
    """What a person sent for an open step."""

    task: Task
    subject_id: int


class SubjectAdapter(Protocol):
    """What the process room must know of a kind of subject."""

    def place(self, subject_id: int, step: Step, words: Words) -> Placement:
        """Whose step this is."""

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        """Whether an open side step has lost its point and closes by itself."""

    def moved(self, subject_id: int, position: Position, now: datetime) -> None:
        """The flow moved: bring the subject's own projections up to date."""

    def look(self, subject_id: int, actor: Actor) -> str:
        """The subject's title for the actor.  Raises `NotFound` when it is out of their sight."""

    def link(self, subject_id: int) -> str:
        """The address of the subject's page."""

    def parties(self, subject_id: int) -> Sequence[tuple[int, str]]:
        """Id and name of everybody a step may ask about one by one."""

    def advice(self, subject_id: int, step_name: str) -> Sequence[str]:
        """Sentences shown above a step's form: suggestions and warnings, never decisions."""

    def beforehand(self, subject_id: int, step_name: str) -> Mapping[str, object]:
        """What a step's empty form is filled with, by field: something to change, never a decision."""


StepHandler = Callable[[Answer], Words]
PageAddress = Callable[[int, int], str]
PageAgain = Callable[[Task, Any], str | None]


class Registry:
    """All that upper rooms entered, by name."""

    def __init__(self) -> None:
        self._subjects: dict[str, SubjectAdapter] = {}
        self._handlers: dict[str, StepHandler] = {}
        self._pages: dict[str, PageAddress] = {}
        self._again: dict[str, PageAgain] = {}

    def subject(self, kind: str, adapter: SubjectAdapter) -> None:
        """Enter a kind of subject."""
        self._subjects[kind] = adapter

    def handler(self, step_name: str, handler: StepHandler) -> None:
        """Enter what happens when a step is answered."""
        self._handlers[step_name] = handler

    def page(self, step_name: str, address: PageAddress, again: PageAgain | None = None) -> None:
        """Enter the hand-written page of a step: (subject id, task id) → address.

        `again` makes that page once more with a refused form; a page without it takes its own refusals.
        """
        self._pages[step_name] = address
        if again is not None:
            self._again[step_name] = again

    def adapter_of(self, kind: str) -> SubjectAdapter:
        """The adapter of a kind of subject."""
        return self._subjects[kind]

    def kinds(self) -> frozenset[str]:
        """Every kind of subject that was entered."""
        return frozenset(self._subjects)

    def handler_of(self, step_name: str) -> StepHandler:
        """The handler of a step."""
        return self._handlers[step_name]

    def page_of(self, task: Task) -> str | None:
        """The address of a step's hand-written page, or None when the generic page serves."""
        address = self._pages.get(task.name)
        return address(task.subject_id, task.id) if address else None

    def page_again(self, task: Task, form: object) -> str | None:
        """The hand-written page with a refused form on it, or None when the generic page serves."""
        again = self._again.get(task.name)
        return again(task, form) if again else None

    def step_names(self) -> frozenset[str]:
        """Every step that has a handler."""
        return frozenset(self._handlers)


registry = Registry()
