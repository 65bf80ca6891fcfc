"""The door through which a diagram's timers learn the time: always an argument, never a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.util import BpmnEvent

from workflows.errors import EngineError

_now: ContextVar[datetime] = ContextVar("now")


@contextmanager
def at_moment(now: datetime) -> Iterator[None]:
    """Everything inside happens at ``now`` (aware). Raises EngineError for a naive moment."""
    token = _now.set(aware(now))
    try:
        yield
    finally:
        _now.reset(token)


def aware(moment: datetime) -> datetime:
    """The same moment in UTC. Raises EngineError when it carries no offset."""
    if moment.tzinfo is None:
        raise EngineError(f"时间“{moment.isoformat()}”没有时区，请写明，例如 +08:00。")
    return moment.astimezone(UTC)


class DateTimer:
    """A timer that waits for a stored date; stands where SpiffWorkflow's own definition stood.

    The expression gives an ISO text with offset, or None: then there is no date
    and the timer never rings. The value is fixed when the timer is first reached
    (``event_value``); only ``set_date`` changes it afterwards. A date equal to
    now has come.
    """

    def __init__(self, name: str, expression: str) -> None:
        self.name = name
        self.expression = expression
        self.description = "Timer"

    def has_fired(self, task: Any) -> bool:
        date = self._fixed_date(task)
        if date is not None and date <= _now.get():
            task.internal_data["event_fired"] = True
        return bool(task.internal_data.get("event_fired", False))

    def date(self, task: Any) -> datetime | None:
        """The date this task waits for, in UTC, or None when it has none."""
        value = task.internal_data.get("event_value")
        return None if value is None else _read(value)

    def set_date(self, task: Any, at: datetime) -> None:
        """Make a waiting task wait for another date."""
        task.internal_data["event_value"] = aware(at).isoformat()

    def _fixed_date(self, task: Any) -> datetime | None:
        if task.internal_data.get("event_value") is None:
            value = task.workflow.script_engine.evaluate(task, self.expression)
            if value is None:
                return None
            task.internal_data["event_value"] = _read(value).isoformat()
        return self.date(task)

    def catches(self, task: Any, event: Any) -> bool:
        return False

    def catch(self, task: Any, event: Any) -> None:
        """A date that came first at a gateway has nothing to keep."""

    def update_task(self, task: Any) -> None:
        """Nothing happens while it waits."""

    def update_task_data(self, task: Any) -> None:
        """A date brings no words with it."""

    def reset(self, task: Any) -> None:
        task.internal_data["event_fired"] = False


class FirstOf:
    """What an event-based gateway waits for: a message, or its one date, whichever comes first.

    Stands where SpiffWorkflow's own definition stood, which looks only at timers of its own.  ``event_definitions``
    are in the order of the ways out; the gateway reads from ``seen_events`` which way to go.
    """

    def __init__(self, events: list[Any]) -> None:
        self.event_definitions = events
        self.name, self.description = "", "First of"

    def has_fired(self, task: Any) -> bool:
        if not task.internal_data.get("seen_events"):
            rung = [each for each in self.event_definitions if isinstance(each, DateTimer) and each.has_fired(task)]
            task.internal_data.update({"seen_events": [BpmnEvent(rung[0])]} if rung else {})
        return bool(task.internal_data.get("seen_events"))

    def catches(self, task: Any, event: Any) -> bool:
        return any(each.catches(task, event) for each in self.event_definitions)

    def catch(self, task: Any, event: Any) -> None:
        """The first message of one moment counts."""
        task.internal_data.setdefault("seen_events", [event])

    def update_task(self, task: Any) -> None:
        """Nothing happens while it waits."""

    def reset(self, task: Any) -> None:
        task.internal_data.pop("seen_events", None)


def _read(value: object) -> datetime:
    if not isinstance(value, str):
        raise EngineError(f"期限“{value}”不是日期，请写成带时区的时间，例如 2026-01-31T23:59:59+08:00。")
    try:
        return aware(datetime.fromisoformat(value))
    except ValueError as error:
        raise EngineError(f"期限“{value}”读不懂，请写成带时区的时间，例如 2026-01-31T23:59:59+08:00。") from error
