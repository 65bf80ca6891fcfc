"""What the flow says of a case: its status words, and what happens in a version that says none."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app.cases.actions.follow_flow import moved
from app.cases.models import CaseStatus
from app.cases.rules.standing import WITHOUT_END
from app.processes.queries import process_of
from app.processes.queries.definitions import definition_of, folder_of
from tests.bpmn.said import said
from tests.story import Story
from tests.town import NOW
from workflows import engine
from workflows.steps import End, Position


def position_of(story: Story) -> Position:
    process = process_of("case", story.case_id)
    assert process is not None
    return engine.look(definition_of(process), process.state)


def test_the_words_of_the_diagrams_are_the_statuses_of_cases() -> None:
    endings = {CaseStatus.CLOSED, CaseStatus.ENDED}
    assert said(folder_of("mediation"), "status") == set(CaseStatus) - endings - WITHOUT_END
    assert said(folder_of("mediation"), "ending") == endings


def test_a_step_without_a_status_leaves_the_case_as_it_was(app: Flask) -> None:
    story = Story().mediating_at("village")
    position = position_of(story)
    silent = replace(position, steps=tuple(replace(step, name="new_step", properties={}) for step in position.steps))

    moved(story.case, silent, NOW)

    assert story.case.status is CaseStatus.MEDIATING


def test_an_end_without_a_word_closes_the_case_by_what_is_on_record(app: Flask) -> None:
    story = Story().mediating_at("village")
    over = replace(position_of(story), steps=(), finished=True, end=End("closed", {}))

    moved(story.case, over, NOW)

    assert story.case.status is CaseStatus.CLOSED
