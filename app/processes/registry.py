"""Where upper rooms enter what the process room calls: handlers, placements, pages, prompts.

Lower rooms know higher things only as ``(kind, id)``; this is the one mechanism that reaches upward.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from click import ClickException

from app.core.pages import address
from app.core.permissions import Actor
from app.processes.models import Task
from app.processes.rules.answered import Answered, AskedPerson
from workflows.diagrams.forms import FormSpec
from workflows.steps import Position, Step, Word

Words = Mapping[str, Word]
Key = tuple[str, int]
"""A subject by its kind and the id of its row there."""


@dataclass(frozen=True)
class Named:
    """A subject that is known by kind and id alone."""

    subject_kind: str
    id: int


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

    @property
    def is_so(self) -> bool:
        """Whether somebody said of something unusual that it is so."""
        return self.values.get("is_so") is True

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

    def about(self, subject_id: int) -> Key:
        """The matter in whose work its steps stand and whose periods they show: itself, or what a letter is about."""

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        """Whether an open side step has lost its point and closes by itself."""

    def hold(self, subject_id: int) -> None:
        """Lock the subject's own row until the transaction ends, before any of its flows is locked."""

    def moved(self, subject_id: int, key: str, position: Position, now: datetime) -> None:
        """A flow of this process moved: bring the subject's own projections up to date."""

    def look(self, subject_id: int, actor: Actor) -> str:
        """The subject's title for the actor.  Raises `NotFound` when it is out of their sight."""

    def link(self, subject_id: int) -> str:
        """The address of the subject's page."""

    def key_of(self, public_id: str) -> int:
        """The subject that an address names; `app.core.public_ids.NO_ROW` when there is none."""

    def parties(self, subject_id: int) -> Sequence[AskedPerson]:
        """Everybody a step may ever have asked about one by one."""

    def asked(self, subject_id: int, step_name: str) -> Sequence[AskedPerson]:
        """Those of them whom this step asks about: who is out of a matter is asked nothing more."""

    def advice(self, subject_id: int, step_name: str) -> Sequence[str]:
        """Sentences shown above a step's form: suggestions and warnings, never decisions."""

    def beforehand(self, subject_id: int, step_name: str) -> Mapping[str, object]:
        """What a step's empty form is filled with, by field: something to change, never a decision."""


StepHandler = Callable[[Answer], Words]
OutcomeOf = Callable[[Answered], str]
"""What came of an answered step, in words; empty where its answers say nothing of the kind."""
PartName = Callable[[str], str]
"""What a list calls a part of a subject, in one piece and in quotes; empty for one that is gone."""
PageAgain = Callable[[Task, Any], str | None]
Asks = Callable[[Task], FormSpec]
StepKey = tuple[str, str]
"""A step by the key of its process and its name in the diagram: two processes may name a step alike."""
V = TypeVar("V")


class EnteredTwice(ClickException):
    """A step has two handlers or two pages: the program is wrong, and does not start."""

    def __init__(self, step: StepKey) -> None:
        super().__init__(f"程序有错：流程“{step[0]}”的步骤“{step[1]}”登记了两次。系统没有打开，没有动任何东西。")


@dataclass(frozen=True)
class StepPage:
    """The hand-written page of a step: its endpoint, and what its address calls the subject and the task.

    `again` makes the page once more with a refused form; a page without it takes its own refusals.  `asks`: what the
    step asks, where that depends on what it is about and not on its form file alone.
    """

    endpoint: str
    subject: str
    task: str = ""
    again: PageAgain | None = None
    asks: Asks | None = None

    def address_for(self, task: Task) -> str:
        """Where the page of this open step is."""
        named = {self.task: task.id} if self.task else {}
        return address(self.endpoint, **{self.subject: task.subject_id}, **named)


class Registry:
    """All that upper rooms entered: subjects by kind, handlers and pages by step."""

    def __init__(self) -> None:
        self._subjects: dict[str, SubjectAdapter] = {}
        self._handlers: dict[StepKey, StepHandler] = {}
        self._pages: dict[tuple[StepKey, str], StepPage] = {}
        self._outcomes: dict[StepKey, OutcomeOf] = {}
        self._parts: dict[str, PartName] = {}

    def subject(self, kind: str, adapter: SubjectAdapter) -> None:
        """Enter a kind of subject."""
        self._subjects[kind] = adapter

    def handlers(self, process: str, by_step: Mapping[str, StepHandler]) -> None:
        """Enter what happens when steps of a process are answered.  Raises `EnteredTwice`."""
        for name, handler in by_step.items():
            _enter(self._handlers, (process, name), handler)

    def outcomes(self, process: str, by_step: Mapping[str, OutcomeOf]) -> None:
        """Enter what comes of steps of a process, in words.  Raises `EnteredTwice`."""
        for name, words in by_step.items():
            _enter(self._outcomes, (process, name), words)

    def parts(self, process: str, named: PartName) -> None:
        """Enter what lists call the parts of subjects that a process is about one by one."""
        self._parts[process] = named

    def part_name(self, process: str, part: str) -> str:
        """What a list calls this part; empty where the process is about the whole subject."""
        named = self._parts.get(process)
        return named(part) if named and part else ""

    def page(self, process: str, step_name: str, page: StepPage, *, kind: str = "") -> None:
        """Enter the hand-written page of a step, of subjects of one kind where several go through the process.

        Raises `EnteredTwice`.
        """
        step = (process, step_name)
        if self._pages.setdefault((step, kind), page) != page:
            raise EnteredTwice(step)

    def adapter_of(self, kind: str) -> SubjectAdapter:
        """The adapter of a kind of subject."""
        return self._subjects[kind]

    def kinds(self) -> frozenset[str]:
        """Every kind of subject that was entered."""
        return frozenset(self._subjects)

    def handler_of(self, task: Task) -> StepHandler:
        """The handler of an open step."""
        return self._handlers[_step(task)]

    def outcome_of(self, task: Task, answered: Answered) -> str:
        """What came of an answered step; empty for one of which nothing is said."""
        words = self._outcomes.get((task.process.key, task.name))
        return words(answered) if words else ""

    def with_outcome(self) -> frozenset[StepKey]:
        """Every step of which it is said what came of it."""
        return frozenset(self._outcomes)

    def page_of(self, task: Task) -> str | None:
        """The address of a step's hand-written page, or None when the generic page serves."""
        page = self._page(task)
        return page.address_for(task) if page else None

    def _page(self, task: Task) -> StepPage | None:
        step = _step(task)
        return self._pages.get((step, task.subject_kind)) or self._pages.get((step, ""))

    def pages(self) -> Mapping[StepKey, StepPage]:
        """The hand-written pages by step."""
        return {step: page for (step, _), page in self._pages.items()}

    def asks_of(self, task: Task) -> FormSpec | None:
        """What a step asks by itself; None where its form file says it."""
        page = self._page(task)
        return page.asks(task) if page and page.asks else None

    def has_own_door(self, task: Task) -> bool:
        """Whether a step is answered on its hand-written page alone, which takes its own refusals."""
        page = self._page(task)
        return page is not None and page.again is None

    def page_again(self, task: Task, form: object) -> str | None:
        """The hand-written page with a refused form on it, or None when the generic page serves."""
        page = self._page(task)
        return page.again(task, form) if page and page.again else None

    def steps(self) -> frozenset[StepKey]:
        """Every step that has a handler."""
        return frozenset(self._handlers)


def _step(task: Task) -> StepKey:
    return task.process.definition.key, task.name


def _enter(entered: dict[StepKey, V], step: StepKey, value: V) -> None:
    if entered.setdefault(step, value) != value:
        raise EnteredTwice(step)


registry = Registry()
