"""Answers of people, and dates that come, take every sequence flow of mediation, its month and its promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bpmn.life import Life
from tests.bpmn.stories import TALES
from tests.bpmn.watching import drawn, each_from_the_start, missing, watching
from workflows.steps import Passage

MEDIATION = ("mediation", "ladder", "acceptance", "level", "transfer", "agreement", "follow_up")
OF_COMMITTEES = Passage("letter", "who_signs", "to_seal")
"""Of the diagram of letters, the way that only a committee's take; the others: `test_every_petition_path`."""
DRAWN = {
    *drawn("mediation", MEDIATION),
    *drawn("month", ("month",)),
    *drawn("promise", ("promise",)),
    OF_COMMITTEES,
}


@pytest.mark.usefixtures("app")
def test_every_sequence_flow_is_taken_by_somebodys_answer(tmp_path: Path) -> None:
    with watching("case") as watcher, watching("case_letter") as letters:
        for tale in each_from_the_start(TALES, tmp_path):
            tale(Life())
    assert missing(DRAWN, watcher.taken | letters.taken) == []


def test_a_way_nobody_takes_is_named() -> None:
    left = Passage("month", "ask_month", "answered")
    assert missing(DRAWN, DRAWN - {left}) == ["month: ask_month → answered"]


def test_a_way_that_is_not_drawn_makes_up_for_nothing() -> None:
    assert len(missing(DRAWN, {Passage("level", "mediate", "seal")})) == len(DRAWN) >= 110
