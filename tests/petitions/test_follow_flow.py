"""What the flow says of a claim, and what happens in a version of the diagram that says nothing."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app.petitions.actions.follow_flow import moved
from app.petitions.terms import ClaimStatus
from app.processes.actions.standing import elements_at
from app.processes.queries import process_of
from app.processes.queries.definitions import definition_of
from tests.petitions.way import Way
from tests.town import NOW
from workflows import engine
from workflows.steps import End, Position


def position_of(way: Way) -> Position:
    process = process_of("claim", way.claim.id)
    assert process is not None
    return engine.look(definition_of(process), process.state)


def test_a_step_without_a_status_leaves_the_claim_as_it_was(app: Flask) -> None:
    way = Way().register()
    position = position_of(way)
    silent = replace(position, steps=tuple(replace(step, name="new_step", properties={}) for step in position.steps))

    moved(way.claim, silent, NOW)

    assert way.claim.status is ClaimStatus.SORTING


def test_an_end_without_a_word_closes_the_claim_and_leaves_open_how_it_ended(app: Flask) -> None:
    way = Way().register()
    over = replace(position_of(way), steps=(), finished=True, end=End("told", {}))

    moved(way.claim, over, NOW)

    assert way.claim.status is ClaimStatus.CLOSED
    assert (way.claim.ending, way.claim.closed_on) == (None, None)


def test_a_claim_stands_at_its_step_and_in_the_part_of_the_whole_around_it(app: Flask) -> None:
    way = Way().register()
    assert elements_at("claim", way.claim.id) == ["sort_claim"]
