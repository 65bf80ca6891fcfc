"""Random walks: a flow stored and reloaded at every move never differs from one that stays in memory."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walking import (
    BPMN,
    LADDER_WORDS,
    LAPS_WORDS,
    MEDIATION_WORDS,
    MORNING,
    PETITION_WORDS,
    mediation,
    outcomes_after,
    small,
    vocabulary,
)

from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import NobodyWaits, NotReady
from workflows.steps import Position, Word

Move = tuple[str, int, int, int]

moves = st.lists(
    st.tuples(
        st.sampled_from(["complete"] * 8 + ["tick", "retime", "send"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.integers(-5, 40),
    ),
    min_size=5,
    max_size=35,
)
walks = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shape(position: Position) -> tuple[object, ...]:
    """All that the outside can see, without the names of single occurrences."""
    steps = [(step.name, step.label, step.lane, step.process, dict(step.properties)) for step in position.steps]
    dues = [(due.name, due.code, due.at, due.step_name) for due in position.dues]
    return steps, dues, dict(position.words), position.finished, position.messages


class Twins:
    """The same case twice: one only in memory, one only in stored bytes."""

    def __init__(self, definition: Definition, words: Mapping[str, Word]) -> None:
        self.definition = definition
        self.spoken = vocabulary(definition)
        self.now = MORNING
        self.memory = engine.Flow.new(definition)
        self.memory.start(words, now=self.now)
        self.stored = engine.start(definition, words, now=self.now)
        self.compare()

    def compare(self) -> None:
        assert shape(self.memory.position()) == shape(self.stored)
        assert engine.look(self.definition, self.stored.state) == self.stored

    def words(self, pick: int, days: int, step: str = "") -> dict[str, Word]:
        """An outcome, mostly one its gateway asks for; now and then another word, or a date (perhaps a past one)."""
        outcomes = outcomes_after(self.definition).get(step, []) if pick % 5 else []
        outcomes = outcomes or self.spoken["outcome"]
        chosen = {"outcome": outcomes[pick // 5 % len(outcomes)]}
        others = [word for word in self.spoken if word != "outcome"]
        if others and pick % 3 == 0:
            word = others[pick // 3 % len(others)]
            chosen[word] = self.spoken[word][pick // 7 % len(self.spoken[word])]
        dates = sorted(word for word in self.stored.words if word.endswith(("_at", "_by")))
        if dates and pick % 4 == 1:
            chosen[dates[pick // 4 % len(dates)]] = (self.now + timedelta(days=days)).isoformat()
        return chosen

    def move(self, kind: str, which: int, pick: int, days: int) -> None:
        if kind == "complete" and self.stored.steps:
            self._complete(which, pick, days)
        elif kind == "retime" and self.stored.dues:
            self._retime(which, self.now + timedelta(days=days))
        elif kind == "send" and self.stored.messages and pick % 6 == 0:
            message = self.stored.messages[which % len(self.stored.messages)]
            words = self.words(pick, days)
            self.memory.send(message, words, now=self.now)
            self.stored = engine.send(self.definition, self.stored.state, message, words, now=self.now)
        else:
            self.now += timedelta(days=max(days, 0))
            self._tick()
        self.compare()

    def _complete(self, which: int, pick: int, days: int) -> None:
        place = which % len(self.stored.steps)
        words = self.words(pick, days, self.stored.steps[place].name)
        ours = self.memory.position().steps[place].id
        stored_id = self.stored.steps[place].id
        self.memory.complete(ours, words, now=self.now)
        self.stored = engine.complete(self.definition, self.stored.state, stored_id, words, now=self.now)

    def _retime(self, which: int, at: datetime) -> None:
        place = which % len(self.stored.dues)
        ours = self.memory.position().dues[place].id
        stored_id = self.stored.dues[place].id
        self.memory.retime(ours, at, now=self.now)
        self.stored = engine.retime(self.definition, self.stored.state, stored_id, at, now=self.now)

    def _tick(self) -> None:
        self.memory.tick(now=self.now)
        self.stored = engine.tick(self.definition, self.stored.state, now=self.now)


def walk(definition: Definition, words: Mapping[str, Word], steps: list[Move]) -> None:
    twins = Twins(definition, words)
    for kind, which, pick, days in steps:
        if twins.stored.finished:
            break
        twins.move(kind, which, pick, days)
    if twins.stored.finished:
        with pytest.raises(NobodyWaits):
            engine.send(definition, twins.stored.state, "stop", {}, now=twins.now)
        with pytest.raises(NotReady):
            engine.complete(definition, twins.stored.state, "gone", {}, now=twins.now)


@walks
@given(moves)
def test_two_levels_stored_at_every_move_equal_two_levels_kept_in_memory(steps: list[Move]) -> None:
    walk(small("ladder"), LADDER_WORDS, steps)


@walks
@given(moves)
def test_laps_with_a_split_and_a_join_equal_laps_kept_in_memory(steps: list[Move]) -> None:
    walk(small("laps"), LAPS_WORDS, steps)


@walks
@given(st.sampled_from(["clan", "group", "village", "town"]), moves)
def test_mediation_stored_at_every_move_equals_mediation_kept_in_memory(target: str, steps: list[Move]) -> None:
    walk(mediation(), MEDIATION_WORDS | {"target": target}, steps)


CALL_FROM = (MORNING + timedelta(days=3)).isoformat()
OPENINGS: dict[str, dict[str, Word]] = {
    "petition": PETITION_WORDS,
    "letter": {"without_sign_off": False, "outcome": ""},
    "withdrawal": {"outcome": "", "call_from": CALL_FROM},
    "month": {"outcome": ""},
    "promise": {"outcome": ""},
}


def test_every_process_is_walked() -> None:
    assert {*OPENINGS, "mediation"} == {file.parent.name for file in BPMN.glob("*/process.json")}


@pytest.mark.parametrize("key", OPENINGS)
@walks
@given(steps=moves)
def test_a_flow_stored_at_every_move_equals_one_kept_in_memory(key: str, steps: list[Move]) -> None:
    walk(Definition.from_folder(BPMN / key, key), OPENINGS[key], steps)
