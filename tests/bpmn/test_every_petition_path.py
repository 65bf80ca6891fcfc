"""Answers of people, deeds, and dates that come take every sequence flow of the five diagrams of petitions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.petitions.terms import ClaimStatus, Ending
from tests.bpmn.petition_stories import TALES
from tests.bpmn.watching import drawn, missing, watching
from tests.petitions.way import Way

DRAWN = drawn("petition", ("petition", "simple", "handle", "letter", "upper"))


def test_every_sequence_flow_is_taken_by_somebodys_answer(app: Flask) -> None:
    with watching("claim") as watcher:
        for tale in TALES:
            tale(Way())
    assert missing(DRAWN, watcher.taken) == []
    assert len(DRAWN) == 83


@pytest.mark.parametrize("tale", TALES, ids=lambda tale: tale.__name__)
def test_every_story_ends_as_its_name_says(app: Flask, tale: Callable[[Way], None]) -> None:
    way = Way()
    tale(way)
    assert way.open == []
    assert (way.claim.status, way.claim.ending) == (ClaimStatus.CLOSED, TALES[tale])
    assert way.claim.closed_on is not None
    assert not {"D1", "D2", "D3", "D4", "D5", "D8", "D10", "D12a", "D12b"} & set(way.periods)


def test_the_stories_come_to_every_end_there_is() -> None:
    assert set(TALES.values()) == set(Ending) - {Ending.VOIDED}
