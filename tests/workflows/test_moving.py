"""A stored flow goes to another version of its diagrams and on from there, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_random_walks import Move, Twins, moves, shape, walks
from walking import BPMN, LADDER_WORDS, LATER, MEDIATION_WORDS, MORNING, PETITION_WORDS, mediation, small

from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import CannotMove
from workflows.moving import move
from workflows.steps import Position, Word

PETITION = Definition.from_folder(BPMN / "petition", "petition")
OPENING: dict[str, Word] = {**PETITION_WORDS, "decision": "accepted"}


def with_changes(definition: Definition, *changes: tuple[str, str, str]) -> Definition:
    """The version with some of its texts written otherwise: file, before, after."""
    files = definition.files()
    for name, before, after in changes:
        assert before in files[name], before
        files[name] = files[name].replace(before, after)
    return Definition.from_files(definition.key, files)


def told_otherwise(definition: Definition) -> Definition:
    """The same diagrams, drawn and explained in other words."""
    files = definition.files()
    return Definition.from_files(definition.key, {name: text.replace("。</", "！</") for name, text in files.items()})


class Movers(Twins):
    """One case only in memory; the other is stored, and goes to the other version and back before every move."""

    def compare(self) -> None:
        super().compare()
        if not self.stored.finished:
            there = move(self.definition, told_otherwise(self.definition), self.stored.state, now=self.now)
            self.stored = move(told_otherwise(self.definition), self.definition, there.state, now=self.now)
            assert shape(self.memory.position()) == shape(self.stored)


def walk(definition: Definition, words: dict[str, Word], steps: list[Move]) -> None:
    movers = Movers(definition, words)
    for kind, which, pick, days in steps:
        if movers.stored.finished:
            break
        movers.move(kind, which, pick, days)


@walks
@given(moves)
def test_a_petition_that_goes_back_and_forth_equals_one_that_stays(steps: list[Move]) -> None:
    walk(PETITION, OPENING, steps)


@walks
@given(st.sampled_from(["clan", "group", "village", "town"]), moves)
def test_a_mediation_that_goes_back_and_forth_equals_one_that_stays(target: str, steps: list[Move]) -> None:
    walk(mediation(), dict(MEDIATION_WORDS) | {"target": target}, steps)


@walks
@given(moves)
def test_two_levels_that_go_back_and_forth_equal_two_that_stay(steps: list[Move]) -> None:
    walk(small("ladder"), dict(LADDER_WORDS), steps)


# What it refuses, each with its sentence


def sorted_(**words: Word) -> Position:
    position = engine.start(PETITION, OPENING | words, now=MORNING)
    return engine.complete(PETITION, position.state, position.steps[0].id, {"outcome": "new"}, now=MORNING)


def accepted() -> Position:
    position = sorted_()
    return engine.complete(PETITION, position.state, position.steps[0].id, {"decision": "accepted"}, now=MORNING)


def simply() -> Position:
    position = sorted_()
    return engine.complete(PETITION, position.state, position.steps[0].id, {"decision": "simple"}, now=MORNING)


def objected() -> Position:
    position = sorted_()
    return engine.complete(PETITION, position.state, position.steps[0].id, {"decision": "objection"}, now=MORNING)


ROLE = 'name="role" value="petition_clerk" />\n          <spiffworkflow:property name="status" value="deciding"'
FAULTS = [
    pytest.param(sorted_, ("petition.bpmn", "decide_claim", "settle_claim"), "新图里没有“决定怎么办理”", id="renamed"),
    pytest.param(
        sorted_,
        ("petition.bpmn", ROLE, ROLE.replace("petition_clerk", "handler")),
        "“决定怎么办理”在新图里变了：答复的角色换了",
        id="another role",
    ),
    pytest.param(
        simply,
        ("simple.bpmn", 'attachedToRef="answer_simply"', 'attachedToRef="ask_conversion"'),
        "“办理并答复”在新图里变了：",
        id="nothing beside it",
    ),
    pytest.param(
        accepted,
        ("petition.bpmn", 'calledElement="handle"', 'calledElement="upper"'),
        "变了：调用的是另一段",
        id="another call",
    ),
    pytest.param(
        accepted,
        ("handle.bpmn", '"assign_unit"', '"assign_office"'),
        "新图里没有“分给承办单位”",
        id="renamed in what it calls",
    ),
    pytest.param(
        objected,
        ("petition.bpmn", '<bpmn:message id="message_objection_answered" name="objection_answered" />',
         '<bpmn:message id="message_objection_answered" name="answered" />'),
        "“转送机关答复了”在新图里变了：等的事情换了",
        id="another message",
    ),
    pytest.param(
        sorted_,
        ("petition.bpmn", "decision == 'again'", "is_wrong"),
        "新图要用的词“is_wrong”，这件事里没有",
        id="an unknown word",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("at", "change", "sentence"), FAULTS)
def test_where_it_stands_must_be_there_and_mean_the_same(
    at: Callable[[], Position], change: tuple[str, str, str], sentence: str
) -> None:
    with pytest.raises(CannotMove, match=sentence):
        move(PETITION, with_changes(PETITION, change), at().state, now=MORNING)


def test_what_it_went_through_must_be_there_as_well() -> None:
    position = sorted_()
    suggested = engine.complete(PETITION, position.state, position.steps[0].id, {"decision": "suggestion"}, now=MORNING)
    other = with_changes(PETITION, ("petition.bpmn", '"road"', '"way"'), ("petition.bpmn", ">road<", ">way<"))
    with pytest.raises(CannotMove, match=r"走过的“.+”新图里没有"):
        move(PETITION, other, suggested.state, now=MORNING)


def test_what_is_over_stays_where_it_ended() -> None:
    begun = engine.start(PETITION, OPENING, now=MORNING)
    over = engine.complete(PETITION, begun.state, begun.steps[0].id, {"outcome": "joined"}, now=MORNING)
    with pytest.raises(CannotMove, match="已经办完"):
        move(PETITION, told_otherwise(PETITION), over.state, now=MORNING)


def test_branches_that_meet_again_are_not_moved_half_way() -> None:
    definition = small("laps")
    begun = engine.start(definition, {"outcome": ""}, now=MORNING)
    with pytest.raises(CannotMove, match="分着走再汇合"):
        move(definition, told_otherwise(definition), begun.state, now=MORNING)


# What may differ: all that is still to come


def test_what_it_has_not_come_to_is_that_of_the_other_version() -> None:
    other = with_changes(
        PETITION,
        ("petition.bpmn", "study_suggestion", "weigh_suggestion"),
        ("petition.bpmn", 'name="研究建议"', 'name="掂量建议"'),
    )
    position = move(PETITION, other, sorted_().state, now=MORNING)
    position = engine.complete(other, position.state, position.steps[0].id, {"decision": "suggestion"}, now=MORNING)
    assert [(step.name, step.label) for step in position.steps] == [("weigh_suggestion", "掂量建议")]


def test_what_comes_next_in_what_it_calls_may_be_called_otherwise() -> None:
    other = with_changes(
        PETITION,
        ("handle.bpmn", "to_investigate", "to_look_into"),
        ("handle.bpmn", 'name="调查核实"', 'name="查清楚"'),
    )
    position = move(PETITION, other, accepted().state, now=MORNING)
    position = engine.complete(other, position.state, position.steps[0].id, {"outcome": ""}, now=MORNING)
    assert [(step.name, step.label) for step in position.steps] == [("investigate", "查清楚")]


@pytest.mark.parametrize(("said", "step"), [({}, "assign_unit"), ({"is_wrong": True}, "sort_claim")])
def test_a_word_it_never_heard_of_says_what_it_says_at_a_start(said: dict[str, Word], step: str) -> None:
    other = with_changes(
        PETITION,
        ("petition.bpmn", "decision == 'again'", "is_wrong"),
        ("words.json", '  "outcome":', '  "is_wrong": {"label": "定错了", "kind": "yes_no"},\n  "outcome":'),
    )
    before = sorted_()
    position = move(PETITION, other, before.state, now=MORNING)
    assert position.words == {**before.words, "is_wrong": False}
    answered = {"decision": "accepted", "outcome": "", **said}
    position = engine.complete(other, position.state, position.steps[0].id, answered, now=MORNING)
    assert [one.name for one in position.steps] == [step]
    back = move(other, PETITION, position.state, now=MORNING)
    assert [one.name for one in back.steps] == [step]


def test_a_date_that_was_put_off_stays_put_off() -> None:
    position = sorted_(simple_ends_at=LATER)
    position = engine.complete(PETITION, position.state, position.steps[0].id, {"decision": "simple"}, now=MORNING)
    (due,) = position.dues
    put_off = engine.retime(PETITION, position.state, due.id, due.at + timedelta(days=3), now=MORNING)
    moved = move(PETITION, told_otherwise(PETITION), put_off.state, now=MORNING)
    assert [(one.id, one.at) for one in moved.dues] == [(due.id, due.at + timedelta(days=3))]
    rung = engine.tick(told_otherwise(PETITION), moved.state, now=due.at + timedelta(days=3))
    assert [step.name for step in rung.steps] == ["ask_conversion"]
