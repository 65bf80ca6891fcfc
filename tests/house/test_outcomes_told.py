"""经过 tells what came of every step: each step of every diagram has words for it, or is listed as having none."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cases.rules.outcomes import OLDER_OUTCOMES as OLDER_OF_CASES
from app.letters.terms import STEPS
from app.petitions.rules.outcomes import OLDER_OUTCOMES, TOLD_BY_ROWS, TOLD_NOTHING
from app.processes.queries.definitions import current, folders
from app.processes.registry import registry
from workflows.engine import properties_of
from workflows.pinned import pinned

BY_ROWS = {"petition": TOLD_BY_ROWS, "letter": frozenset(STEPS)}
"""By process: the steps whose own row tells it; the trail tells how a letter goes."""
WITHOUT = {**BY_ROWS, "petition": TOLD_NOTHING | TOLD_BY_ROWS}
"""By process: the steps of which nothing comes but their text, and those whose own row tells it."""
OLDER = {"petition": frozenset(OLDER_OUTCOMES), "mediation": frozenset(OLDER_OF_CASES)}
"""By process: the steps that only versions have with which older matters began."""
PROCESSES = sorted(folder.name for folder in folders())


@pytest.mark.parametrize("process", PROCESSES)
def test_every_step_says_what_came_of_it_or_is_listed(app: Flask, process: str) -> None:
    steps = set(pinned(current(process)).steps)
    told = {name for key, name in registry.with_outcome() if key == process} - OLDER.get(process, frozenset())
    without = WITHOUT.get(process, frozenset())
    assert steps - told == without, "say what comes of the step, or list it"
    assert told & without == set()
    assert told <= steps, "there is no such step"


def test_what_a_row_tells_the_diagram_says_so_too(app: Flask) -> None:
    said = {
        (process, name)
        for process in PROCESSES
        for name in pinned(current(process)).steps
        if properties_of(current(process), name).get("entry") == "own_row"
    }
    assert said == {(process, name) for process, names in BY_ROWS.items() for name in names}
