"""A kind of matter is declared once: its table, sight, periods and flow; entering it serves every lower room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic

from click import ClickException
from sqlalchemy import select

from app.core.db import Model, db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.permissions import Actor
from app.deadlines.models import Deadline
from app.deadlines.registry import registry as deadlines
from app.matters.models.corrections import Correction
from app.matters.registry.attachments import Attachments
from app.matters.registry.links import Links
from app.matters.registry.listing import Listing
from app.matters.registry.opening import Opening
from app.matters.registry.people import People
from app.matters.registry.subject_table import Row, SubjectTable, key_column
from app.matters.registry.telling import Teller
from app.matters.rules.found_by import FoundBy
from app.matters.rules.summary import Summary
from app.processes.models import Task
from app.processes.registry import Key, OutcomeOf, Placement, StepHandler, StepPage, Words
from app.processes.registry import registry as processes
from app.processes.rules.answered import AskedPerson
from workflows.steps import Position, Step


def _nobody(_row: Any) -> Sequence[AskedPerson]:
    return ()


def _no_sentences(_row: Any, _step_name: str) -> Sequence[str]:
    return ()


def _empty(_row: Any, _step_name: str) -> Mapping[str, object]:
    return {}


def _never(_row: Any, _step: Step) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class SmallFlow:
    """A flow that runs beside the work of matters of a kind and says nothing of where they stand."""

    process: str
    step_handlers: Mapping[str, StepHandler]
    outcomes: Mapping[str, OutcomeOf]


@dataclass(frozen=True, kw_only=True)
class Flow(Generic[Row]):
    """The diagrams that matters of a kind go through; every function takes the matter's row."""

    process: str
    place: Callable[[Row, Step], Placement]
    """Whose step it is, and what its row in a list says."""
    moved: Callable[[Row, Position, datetime], None]
    """Bring the row's own columns up to date."""
    about: Callable[[Row], Key] | None = None
    """The matter in whose work its steps stand and whose periods they show; None for its own."""
    holds: Callable[[Row], None] | None = None
    """Lock what the row is about, before the row itself."""
    people: Callable[[Row], Sequence[AskedPerson]] = _nobody
    """Everybody a step may ever ask about one by one."""
    asked: Callable[[Row, str], Sequence[AskedPerson]] | None = None
    """Those of them whom a step asks about; None for all."""
    advice: Callable[[Row, str], Sequence[str]] = _no_sentences
    """Sentences above a step's form: suggestions and warnings, never decisions."""
    beforehand: Callable[[Row, str], Mapping[str, object]] = _empty
    """What a step's empty form is filled with: something to change, never a decision."""
    is_outdated: Callable[[Row, Step], bool] = _never
    """Whether an open side step has lost its point and closes by itself."""
    step_handlers: Mapping[str, StepHandler] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeOf] = field(default_factory=dict)
    """What comes of an answered step, in words, by step."""
    pages: Mapping[str, StepPage] = field(default_factory=dict)
    """Hand-written pages, by step."""
    beside: Sequence[SmallFlow] = ()


def _unmarked(_ids: Collection[int], _on: date) -> Mapping[int, str]:
    return {}


def _nothing(_row: Any) -> FoundBy:
    return FoundBy()


@dataclass(frozen=True, kw_only=True)
class Projection(Generic[Row]):
    """What stands of a matter outside its kind's own tables; every function takes the matter's row there."""

    summary: Callable[[Row], Summary]
    """What its row says."""
    seen_by: Callable[[Row], Collection[str]]
    """The words of `app.matters.rules.owners` it is seen by, besides those who see every matter of the kind."""
    found_by: Callable[[Row], FoundBy] = _nothing
    """What it is found by."""
    parts: Mapping[type[Model], Callable[[Any], int | None]] = field(default_factory=dict)
    """Rows of other tables that these functions read, and the id of the matter each belongs to."""
    has_children: bool = False
    """Whether other matters belong to those of this kind, and say something of theirs."""


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Row]):
    """A kind of matter.  Of a closed one nobody learns who may not see it: no count, no number, no line."""

    rows: SubjectTable[Row]
    flow: Flow[Row] | None = None
    has_periods: bool = True
    is_closed: bool = False
    projection: Projection[Row] | None = None
    """None for a kind that keeps no row among the matters."""
    people: People[Row] | None = None
    """None for a kind nobody takes part in."""
    listing: Listing[Row] | None = None
    """None for a kind without a list of its own."""
    told: Mapping[type[Model], Teller] = field(default_factory=dict)
    """What its rows say in its history, by table; of what was entered at once the first here comes first."""
    links: Links[Row] | None = None
    """None for a kind that is tied to no other matter."""
    opening: Opening[Row] | None = None
    """None for a kind that is not registered out of another, and out of which no other is."""
    marks: Callable[[Collection[int], date], Mapping[int, str]] = _unmarked
    """What is said of some of its matters beside their light, on a day, by id."""
    attachments: Attachments[Row] | None = None
    """None for a kind that takes no files."""

    @property
    def name(self) -> str:
        """As it is stored beside the id of a row."""
        return self.rows.name

    def touched_by(self, row: Model) -> Iterator[Key]:
        """The matters of this kind of which a written row may have changed what stands outside its own tables."""
        parts = self.projection.parts if self.projection else {}
        if isinstance(row, self.rows.table):
            yield self.name, self.rows.id_of(row)
        elif isinstance(row, Deadline | Task | Correction) and row.subject_kind == self.name:
            yield self.name, row.subject_id
        elif (of := parts.get(type(row))) is not None and (subject_id := of(row)) is not None:
            yield self.name, subject_id


class KindEnteredTwice(ClickException):
    """Two kinds of matter have one name: the program is wrong, and does not start."""

    def __init__(self, name: str) -> None:
        super().__init__(f"程序有错：事项种类“{name}”登记了两次。系统没有打开，没有动任何东西。")


class FlowSubject(Generic[Row]):
    """The `app.processes.registry.SubjectAdapter` of a kind."""

    def __init__(self, subject: SubjectTable[Row], flow: Flow[Row]) -> None:
        self._subject, self._flow = subject, flow

    def place(self, subject_id: int, step: Step, words: Words) -> Placement:
        """Whose step this is."""
        return self._flow.place(self._subject.row(subject_id), step)

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        """Whether an open side step has lost its point."""
        return self._flow.is_outdated(self._subject.row(subject_id), step)

    def about(self, subject_id: int) -> Key:
        """The matter in whose work its steps stand."""
        about = self._flow.about
        return (self._subject.name, subject_id) if about is None else about(self._subject.row(subject_id))

    def hold(self, subject_id: int) -> None:
        """Lock the row of the matter, behind what it is about."""
        if self._flow.holds is not None:
            self._flow.holds(self._subject.row(subject_id))
        self._subject.hold(subject_id)

    def moved(self, subject_id: int, key: str, position: Position, now: datetime) -> None:
        """A flow moved; the matter's own columns follow the one it was registered with."""
        if key == self._flow.process:
            self._flow.moved(self._subject.row(subject_id), position, now)

    def look(self, subject_id: int, actor: Actor) -> str:
        """The title, for somebody who may see it.  Raises `NotFound`."""
        table = self._subject.table
        found = select(table).where(key_column(table) == subject_id, self._subject.sight(actor))
        row = db.session.scalar(found)
        if row is None:
            raise NotFound(OUT_OF_SIGHT)
        return self._subject.named_as(row).title

    def link(self, subject_id: int) -> str:
        """The address of its page."""
        return self._subject.link(subject_id)

    def key_of(self, public_id: str) -> int:
        """The matter that an address names."""
        return self._subject.key_of(public_id)

    def parties(self, subject_id: int) -> Sequence[AskedPerson]:
        """Everybody a step may ever have asked about one by one."""
        return self._flow.people(self._subject.row(subject_id))

    def asked(self, subject_id: int, step_name: str) -> Sequence[AskedPerson]:
        """Those of them whom this step asks about."""
        asked = self._flow.asked
        return self.parties(subject_id) if asked is None else asked(self._subject.row(subject_id), step_name)

    def advice(self, subject_id: int, step_name: str) -> Sequence[str]:
        """Sentences above a step's form."""
        return self._flow.advice(self._subject.row(subject_id), step_name)

    def beforehand(self, subject_id: int, step_name: str) -> Mapping[str, object]:
        """What a step's empty form is filled with."""
        return self._flow.beforehand(self._subject.row(subject_id), step_name)


_kinds: dict[str, Kind[Any]] = {}


def enter(kind: Kind[Any]) -> None:
    """A trade enters a kind: its periods, its flow with handlers and pages.

    Raises `KindEnteredTwice` for another one of the same name, `app.processes.registry.EnteredTwice` for a step that
    has a handler or a page already.
    """
    if _kinds.setdefault(kind.name, kind) != kind:
        raise KindEnteredTwice(kind.name)
    if kind.has_periods:
        deadlines.subject(kind.name, kind.rows, is_closed=kind.is_closed)
    flow = kind.flow
    if flow is not None:
        processes.subject(kind.name, FlowSubject(kind.rows, flow))
        processes.handlers(flow.process, flow.step_handlers)
        processes.outcomes(flow.process, flow.outcomes)
        for step, page in flow.pages.items():
            processes.page(flow.process, step, page)
        for small in flow.beside:
            processes.handlers(small.process, small.step_handlers)
            processes.outcomes(small.process, small.outcomes)


def kinds() -> Mapping[str, Kind[Any]]:
    """Every kind of matter, by name."""
    return dict(_kinds)
