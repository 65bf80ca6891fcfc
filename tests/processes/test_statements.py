"""How much a step costs: the same few statements after five rounds and after many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import transaction
from app.processes.actions.answer import answer_task
from app.processes.queries import process_of
from tests.agreements.paths import Path
from tests.processes.talks import KIND, account, again, open_step, start_talk
from tests.story import Story
from tests.town import NOW

MOST_STATEMENTS = 15
LARGEST_STATE = 20_000
NOT_WORK = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    sent: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NOT_WORK):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", listen)


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("rounds", [5, 40, pytest.param(200, marks=pytest.mark.campaign)])
def test_a_step_takes_few_statements(rounds: int) -> None:
    start_talk(speak_by=NOW + timedelta(days=30))
    for _ in range(rounds):
        again(now=NOW)
    task, actor = open_step(), account("mediator")
    given = {"page_version": task.row_version, "values": {"outcome": "again"}, "occurred_at": NOW, "now": NOW}
    task_id, _ = task.id, actor.display_name
    db.session.rollback()
    with statements() as sent, transaction():
        actor = account("mediator")
        sent.clear()
        answer_task(task_id, spoken_by="王甲", actor=actor, **given)
    assert len(sent) <= MOST_STATEMENTS, f"{len(sent)} statements after {rounds} rounds:\n" + "\n".join(sent)
    assert len(sent) >= 8, "the counting itself is broken"


def state_of(story: Story) -> bytes:
    process = process_of("case", story.case_id)
    assert process is not None
    return process.state


@pytest.mark.usefixtures("app")
def test_the_state_of_a_case_on_all_four_levels_stays_small() -> None:
    story = Path().mediating_at("clan")
    sizes = [len(state_of(story))]
    for _ in range(2):
        story.not_reached().next("up").choose_mediators()
        sizes.append(len(state_of(story)))
    story.not_reached().next("up")
    sizes.append(len(state_of(story)))
    story.seal_letter().answer_transfer("clerk", materials="齐全")
    story.tell_rights("town-mediator").choose_mediators("town-mediator", presiding="韩主任").sit("town-mediator")
    sizes.append(len(state_of(story)))
    story.answer("mediate", "town-mediator", outcome="agreed", form="written", partial="no")
    sizes.append(len(state_of(story)))
    assert story.open == ["draft"]
    assert max(sizes) <= LARGEST_STATE, sizes


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("rounds", [20, pytest.param(60, marks=pytest.mark.campaign)])
def test_the_stored_state_does_not_grow(rounds: int) -> None:
    start_talk()
    sizes = []
    for _ in range(rounds):
        again()
        process = process_of(KIND, 1)
        assert process is not None
        sizes.append(len(process.state))
    assert sizes[-1] <= sizes[4] + 8, sizes
    assert max(sizes) <= LARGEST_STATE
