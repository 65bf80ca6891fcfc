"""Splits, joins and laps: a join waits on every lap, many laps never stall, a diagram that spins is stopped."""

from itertools import permutations

import pytest
from walking import LADDER_WORDS, LAPS_WORDS, MORNING, Walker, small

from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import EngineError


@pytest.mark.parametrize("order", list(permutations(["left", "right", "foot"])))
def test_the_join_waits_for_every_branch_on_every_lap(order: tuple[str, ...]) -> None:
    case = Walker(small("laps"), LAPS_WORDS)
    for _ in range(3):
        for done, name in enumerate(order):
            assert sorted(case.open()) == sorted(order[done:])
            case.answer(name)
        assert case.open() == ["rest"]
        case.answer("rest").answer("judge", outcome="again")


def test_more_than_two_hundred_and_fifty_laps_never_stall() -> None:
    case = Walker(small("laps"), LAPS_WORDS)
    for _ in range(260):
        case.answer("left").answer("right").answer("foot").answer("rest").answer("judge", outcome="again")
    assert sorted(case.open()) == ["foot", "left", "right"]


def test_a_diagram_that_turns_without_asking_anybody_is_stopped_with_a_sentence() -> None:
    text = (
        '<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" id="f"><d:process id="spin">'
        '<d:startEvent id="s"/><d:exclusiveGateway id="g" default="out"/><d:exclusiveGateway id="t"/>'
        '<d:endEvent id="e"/>'
        '<d:sequenceFlow id="a" sourceRef="s" targetRef="g"/><d:sequenceFlow id="out" sourceRef="g" targetRef="e"/>'
        '<d:sequenceFlow id="on" sourceRef="g" targetRef="t"><d:conditionExpression>spin</d:conditionExpression>'
        '</d:sequenceFlow><d:sequenceFlow id="back" sourceRef="t" targetRef="g"/></d:process></d:definitions>'
    )
    spinning = Definition.from_files("spin", {"spin.bpmn": text})
    assert engine.start(spinning, {"spin": False}, now=MORNING).finished
    with pytest.raises(EngineError, match="一直打转"):
        engine.start(spinning, {"spin": True}, now=MORNING)


def test_two_cases_of_one_version_know_nothing_of_each_other() -> None:
    one, other = (
        Walker(small("ladder"), LADDER_WORDS | words).answer("choose_start", target="village", **words)
        for words in ({}, {"month_ends_at": None})
    )
    one.wait(31)
    assert other.open() == ["mediate"]
    assert one.open() == ["ask_month"]
