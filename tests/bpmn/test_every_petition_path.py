"""Answers, actions, messages and dates take every sequence flow of the diagrams of petitions and their letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.petitions.terms import ClaimStatus, Ending
from tests.bpmn.petition_stories import TALES
from tests.bpmn.test_every_path import OF_COMMITTEES
from tests.bpmn.watching import drawn, each_from_the_start, missing, watching
from tests.petitions.way import Way
from workflows.steps import Passage

DRAWN = {
    *drawn("petition", ("petition", "simple", "handle", "statutory", "upper")),
    *drawn("letter", ("letter",)),
    *drawn("withdrawal", ("withdrawal",)),
}
NOT_OFFERED_YET = {
    Passage("handle", "investigated", "await_mediation"),
    Passage("handle", "await_mediation", "mediation_settled"),
    Passage("handle", "await_mediation", "mediation_over"),
    Passage("handle", "mediation_settled", "to_settle"),
    Passage("handle", "mediation_over", "to_investigate"),
    Passage("petition", "await_review", "opinion_revoked"),
    Passage("petition", "opinion_revoked", "to_redo"),
}
"""Drawn, and walked by the engine (`tests/workflows/test_petition_diagrams.py`); no page offers these ways so far."""


@pytest.mark.usefixtures("app")
def test_every_sequence_flow_is_taken_by_somebodys_answer_and_every_story_ends_as_its_name_says(tmp_path: Path) -> None:
    with watching("claim") as watcher, watching("letter") as letters:
        for tale in each_from_the_start(TALES, tmp_path):
            way = Way()
            tale(way)
            assert way.open == [], tale.__name__
            assert (way.claim.status, way.claim.ending) == (ClaimStatus.CLOSED, TALES[tale]), tale.__name__
            assert way.claim.closed_on is not None, tale.__name__
            assert not {"D1", "D2", "D3", "D4", "D5", "D8", "D10", "D12a", "D12b"} & set(way.periods), tale.__name__
    assert missing(DRAWN - NOT_OFFERED_YET - {OF_COMMITTEES}, watcher.taken | letters.taken) == []
    assert not NOT_OFFERED_YET & watcher.taken, "somebody offers it now: take it off the list"
    assert len(DRAWN) == 117


def test_the_stories_come_to_every_end_there_is() -> None:
    assert set(TALES.values()) == set(Ending) - {Ending.VOIDED}
