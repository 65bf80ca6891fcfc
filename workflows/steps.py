"""What the outside sees of a flow: open steps, dates waited for, routing words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Word = str | int | bool | None
OWN_PAGE = "own"
"""What the property ``page`` of a step says when it is answered on a page written by hand, and so has no form."""
INHERITED = frozenset({"status", "stage", "periods"})
"""Properties a call activity says for all steps of the process it calls; a step's own word goes before."""


@dataclass(frozen=True, slots=True)
class Step:
    """A task somebody can do now.

    ``name`` is the BPMN id (the name of its form), ``label`` its Chinese title;
    ``process`` the id of the process it stands in; ``id`` names this one
    occurrence and stays the same through store and reload. ``within`` holds the
    ids of the call activities it stands in, outermost first; ``properties`` are
    the element's, with what it inherits from those.
    """

    id: str
    name: str
    label: str
    lane: str
    process: str
    documentation: str
    properties: Mapping[str, str]
    within: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The status word its matter shows while it is open; empty in a version that does not say."""
        return self.properties.get("status", "")

    @property
    def stage(self) -> str:
        """The stretch of the whole way it belongs to, in Chinese; empty in a version that does not say."""
        return self.properties.get("stage", "")

    @property
    def periods(self) -> tuple[str, ...]:
        """The codes of the periods it belongs to."""
        return tuple(self.properties.get("periods", "").split())


@dataclass(frozen=True, slots=True)
class End:
    """The end event at which the main process came to its end: its BPMN id and its properties."""

    name: str
    properties: Mapping[str, str]

    @property
    def ending(self) -> str:
        """How the matter ended; empty in a version that does not say."""
        return self.properties.get("ending", "")

    @property
    def ended_on(self) -> str:
        """Where the day of the ending stands: a period's code, or a word of the kind of matter."""
        return self.properties.get("ended_on", "")


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
    ``messages`` are the names somebody in the flow waits for; ``end`` is where a
    finished flow ended (None for one that ended before ends were stored). ``waits``
    are the events and event-based gateways at which the flow itself waits, for nobody
    here. ``taken`` says how the last move came here; it is not stored, so positions
    that stand alike are equal.
    """

    state: bytes
    steps: tuple[Step, ...]
    dues: tuple[Due, ...]
    words: Mapping[str, Word]
    finished: bool
    messages: tuple[str, ...]
    end: End | None = None
    taken: tuple[Passage, ...] = field(default=(), compare=False)
    waits: tuple[Step, ...] = ()

    @property
    def status(self) -> str:
        """The status word of the first open step, or else the first wait, that has one; empty when none has."""
        return next((step.status for step in (*self.steps, *self.waits) if step.status), "")
