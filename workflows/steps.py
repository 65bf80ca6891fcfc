"""What the outside sees of a flow: open steps, dates waited for, routing words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Word = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """A task somebody can do now.

    ``name`` is the BPMN id (the name of its form), ``label`` its Chinese title;
    ``process`` the id of the process it stands in; ``id`` names this one
    occurrence and stays the same through store and reload.
    """

    id: str
    name: str
    label: str
    lane: str
    process: str
    documentation: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Due:
    """A date the flow waits for: ``code`` names the deadline, ``at`` is aware UTC.

    ``name`` is the BPMN id of the timer, ``step_name`` that of the task it is attached to.
    """

    id: str
    name: str
    code: str
    at: datetime
    step_name: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sequence flow that was taken: the process it is drawn in, and the BPMN ids it leads from and to."""

    process: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a flow stands; ``state`` is all that has to be stored.

    ``words`` are those of the first open step, or the last ones of a finished flow;
    ``messages`` are the names somebody in the flow waits for. ``taken`` says how the
    last move came here; it is not stored, so positions that stand alike are equal.
    """

    state: bytes
    steps: tuple[Step, ...]
    dues: tuple[Due, ...]
    words: Mapping[str, Word]
    finished: bool
    messages: tuple[str, ...]
    taken: tuple[Passage, ...] = field(default=(), compare=False)
