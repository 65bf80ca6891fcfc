"""A gateway waits for whichever comes first: one of its messages, or its one date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.tiny import CLOSING, OPENING
from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import DiagramRefused, NobodyWaits, NotReady
from workflows.steps import Position

NOW = datetime(2026, 11, 30, 1, tzinfo=UTC)
END = NOW + timedelta(days=30)
MESSAGE = '<b:messageEventDefinition id="{0}_m" messageRef="m"/>'
DATE = '<b:timerEventDefinition id="{0}_t"><b:timeDate>ends_at</b:timeDate></b:timerEventDefinition>'


def gateway(*events: tuple[str, str]) -> Definition:
    """A flow that waits at a gateway for each of these events, and then has the step ``after_<event>``."""
    drawn, flows = [], [("start", "first")]
    for name, awaited in events:
        said = ("deadline", "D7") if "timer" in awaited else ("status", "open")
        property_ = '<b:extensionElements><s:properties><s:property name="{}" value="{}"/></s:properties>'.format(*said)
        drawn += [
            f'<b:intermediateCatchEvent id="{name}">{property_}</b:extensionElements>{awaited.format(name)}'
            "</b:intermediateCatchEvent>",
            f'<b:userTask id="after_{name}"/><b:endEvent id="end_{name}"/>',
        ]
        flows += [("first", name), (name, f"after_{name}"), (f"after_{name}", f"end_{name}")]
    arrows = "".join(f'<b:sequenceFlow id="{a}_{z}" sourceRef="{a}" targetRef="{z}"/>' for a, z in flows)
    inside = f'<b:startEvent id="start"/><b:eventBasedGateway id="first"/>{"".join(drawn)}{arrows}'
    return Definition.from_files("tiny", {"tiny.bpmn": f"{OPENING}{inside}{CLOSING}"})


BOTH = (("asked", MESSAGE), ("closes", DATE))


def begun(definition: Definition) -> Position:
    return engine.start(definition, {"ends_at": END.isoformat()}, now=NOW)


def names(position: Position) -> list[str]:
    return [step.name for step in position.steps]


def test_it_waits_for_nobody_and_says_for_what() -> None:
    position = begun(gateway(*BOTH))
    assert position.steps == ()
    assert [wait.name for wait in position.waits] == ["first"]
    assert (position.status, position.messages) == ("open", ("stop",))
    assert [(due.name, due.code, due.at) for due in position.dues] == [("closes", "D7", END)]


def test_the_message_comes_first_and_the_date_is_waited_for_no_more() -> None:
    definition = gateway(*BOTH)
    position = engine.send(definition, begun(definition).state, "stop", {"who": "王"}, now=NOW)
    assert (names(position), position.dues, position.messages) == (["after_asked"], (), ())
    assert position.words["who"] == "王"
    with pytest.raises(NobodyWaits):
        engine.send(definition, position.state, "stop", {}, now=NOW)
    assert names(engine.tick(definition, position.state, now=END)) == ["after_asked"]


def test_the_date_comes_first_and_the_message_finds_nobody() -> None:
    definition = gateway(*BOTH)
    state = begun(definition).state
    assert names(engine.tick(definition, state, now=END - timedelta(seconds=1))) == []
    position = engine.tick(definition, state, now=END)
    assert names(position) == ["after_closes"]
    with pytest.raises(NobodyWaits):
        engine.send(definition, position.state, "stop", {}, now=END)


def test_of_a_date_that_has_come_and_a_message_the_date_is_first() -> None:
    definition = gateway(*BOTH)
    with pytest.raises(NobodyWaits):
        engine.send(definition, begun(definition).state, "stop", {}, now=END)


def test_the_date_can_be_another_one() -> None:
    definition = gateway(*BOTH)
    position = begun(definition)
    (due,) = position.dues
    later = engine.retime(definition, position.state, due.id, END + timedelta(days=5), now=NOW)
    assert [one.at for one in later.dues] == [END + timedelta(days=5)]
    assert names(engine.tick(definition, later.state, now=END)) == []
    assert names(engine.retime(definition, later.state, due.id, NOW, now=NOW)) == ["after_closes"]
    with pytest.raises(NotReady):
        engine.retime(definition, engine.tick(definition, later.state, now=END).state, "none", END, now=NOW)


def test_what_came_before_is_not_taken_for_what_comes_now() -> None:
    """The next flow of the same version waits anew: nothing of the first is left in the diagram."""
    definition = gateway(*BOTH)
    engine.send(definition, begun(definition).state, "stop", {}, now=NOW)
    assert begun(definition).steps == ()


@pytest.mark.parametrize(
    "events",
    [
        pytest.param((("one", DATE), ("two", DATE)), id="two dates"),
        pytest.param((("one", MESSAGE), ("two", '<b:signalEventDefinition signalRef="sig"/>')), id="a signal"),
        pytest.param(
            (("one", '<b:timerEventDefinition><b:timeDuration>"P7D"</b:timeDuration></b:timerEventDefinition>'),),
            id="a duration",
        ),
    ],
)
def test_other_things_are_refused(events: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(DiagramRefused):
        gateway(*events)
