"""A kind of matter is entered once and serves the rooms below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accusations.kind import ACCUSATION
from app.cases.kind import CASE, CASE_LETTER
from app.core.errors import NotFound
from app.deadlines.registry import registry as deadlines
from app.matters.registry import kinds
from app.matters.registry.kinds import KindEnteredTwice, enter
from app.matters.registry.sight import Owned
from app.petitions.kind import CLAIM, LETTER, PETITION, SUPERVISION
from app.processes.registry import registry as processes
from tests.story import Story

AccountOf = Callable[[str], Account]


@pytest.fixture
def entered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is entered here is forgotten afterwards."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds.kinds()))


def test_every_kind_is_declared_and_reaches_deadlines_and_processes(app: Flask) -> None:
    assert kinds.kinds() == {
        kind.name: kind for kind in (CASE, CASE_LETTER, PETITION, CLAIM, SUPERVISION, LETTER, ACCUSATION)
    }
    for kind in kinds.kinds().values():
        assert deadlines.kinds().get(kind.name) is (kind.rows if kind.has_periods else None)
        assert (kind.name in processes.kinds()) == (kind.flow is not None)
    assert deadlines.closed_kinds == {ACCUSATION.name}


def test_a_kind_that_keeps_rows_is_seen_by_them_and_a_list_is_one_of_rows(app: Flask) -> None:
    for kind in kinds.kinds().values():
        assert isinstance(kind.rows.sight, Owned) == (kind.projection is not None), kind.name
        assert kind.listing is None or kind.projection is not None, kind.name


@pytest.mark.usefixtures("entered")
def test_the_same_kind_again_is_harmless_and_another_of_its_name_stops_the_start() -> None:
    enter(CASE)
    with pytest.raises(KindEnteredTwice, match="事项种类“case”登记了两次"):
        enter(replace(CASE, is_closed=True))
    assert deadlines.closed_kinds == {ACCUSATION.name}


def test_a_matter_is_looked_at_by_whoever_sees_it_and_by_nobody_else(app: Flask, account: AccountOf) -> None:
    story, adapter = Story().register(), processes.adapter_of("case")
    assert adapter.look(story.case_id, account("mediator")) == story.case.title
    assert adapter.look(story.case_id, account("justice")) == story.case.title
    for name in ("stranger", "leader", "discipline"):
        with pytest.raises(NotFound):
            adapter.look(story.case_id, account(name))
