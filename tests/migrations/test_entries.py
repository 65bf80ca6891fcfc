"""What happened in an older town is told as its pages told it before there were entries, now with what came of it."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator

import pytest

from app.cases.models import Case
from app.core.db import db
from app.matters.actions.tell import tell_all
from app.matters.models.entries import Entry
from app.matters.pages.history import History
from app.petitions.models import Petition
from app.petitions.pages.petition_history import history_of
from tests.migrations.conftest import DUMP
from tests.migrations.kept import Kept, Stage

ALL = 1_000
NEW = frozenset({"终止调解", "撤回申请", "存入材料"})
"""Titles that no page told before: a party ended it and no step says so, or files were handed in."""
Line = tuple[str, str, str, str]
"""Title, when, who spoke, who typed."""


def before() -> dict[str, list[Line]]:
    """The lines of every page of that town, as the last program without entries composed them: newest first."""
    with gzip.open(DUMP / "lines.json.gz", "rt", encoding="utf-8") as kept:
        return {key: [tuple(line) for line in lines] for key, lines in json.load(kept).items()}


def histories() -> Iterator[tuple[str, History]]:
    for case in db.session.query(Case).order_by(Case.id):
        yield f"case:{case.id}", History({("case", case.id): ""})
    for one in db.session.query(Petition).order_by(Petition.id):
        yield f"petition:{one.id}", history_of(one, one.claims, sees_all=True)
        yield f"petition:{one.id}:office", history_of(one, one.claims[:1], sees_all=False)


def now_told() -> dict[str, list[Line]]:
    told = {key: [one for one in history.lines(1, ALL) if one.title not in NEW] for key, history in histories()}
    return {key: [(one.title, one.occurred, one.spoken_by, one.typed_by) for one in told[key]] for key in told}


@pytest.mark.both
@pytest.mark.usefixtures("upgraded")
def test_every_page_of_that_town_tells_the_same_lines() -> None:
    then, now = before(), now_told()
    assert then.keys() == now.keys()
    differing = {key: (Counter(now[key]) - Counter(then[key]), Counter(then[key]) - Counter(now[key])) for key in then}
    assert {key: two for key, two in differing.items() if any(two)} == {}


@pytest.mark.usefixtures("upgraded")
def test_they_stand_in_the_same_order_but_for_opinions_from_above() -> None:
    """Of those only the day is told, and they stand at that day now, no longer at the one on which they were typed."""
    then, now = before(), now_told()
    for key in then:
        here, there = ([line for line in lines if "意见：" not in line[0]] for lines in (then[key], now[key]))
        assert here == there, key


@pytest.mark.both
@pytest.mark.usefixtures("upgraded")
def test_what_came_of_it_is_told_and_a_second_start_adds_nothing() -> None:
    outcomes = Counter(row.word for row in db.session.query(Entry) if row.outcome)
    for step in ("accept_case", "record_consents", "mediate", "sign", "legal_review", "sort_claim", "decide_claim"):
        assert outcomes[f"step:{step}"], step
    rows = db.session.query(Entry).count()
    assert tell_all() == 0
    assert db.session.query(Entry).count() == rows


@pytest.mark.usefixtures("upgraded")
def test_what_goes_on_is_told_and_nothing_twice(kept: Kept, end: Stage) -> None:
    rows = db.session.query(Entry).count()
    kept.reach(end)
    assert db.session.query(Entry).count() > rows
    assert tell_all() == 0
