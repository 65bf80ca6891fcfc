"""What was told of a petition before somebody saw that it is an accusation does not stay behind, nor come back."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accusations.models import Accusation
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.tell import tell_all
from app.matters.models.entries import Entry
from app.petitions.actions.enter_national import enter_national
from app.processes.registry import Submission
from tests.accusations.sealing import (
    ACCUSED,
    ACCUSER,
    MARK,
    TEXT,
    account,
    sealed,
    sealed_by_the_desk,
    typed_as_a_petition,
)
from tests.accusations.test_corrected_before import put_right
from tests.accusations.test_sealing import cells
from tests.petitions.way import Way
from tests.trail import trail_fault


def told(kind: str) -> list[str]:
    return [one.word for one in db.session.query(Entry).filter_by(subject_kind=kind).order_by(Entry.id)]


def entered(way: Way) -> Way:
    with transaction():
        told_then = Submission({"national_number": "G1"}, way.now, ACCUSER, account("petition"), way.now)
        enter_national(way.petition, told_then)
    return way


@pytest.mark.both
def test_of_a_sealed_petition_nothing_is_told_any_more(app: Flask) -> None:
    way = entered(typed_as_a_petition().sort())
    put_right(way, name="钱守秘", story="写对了。", request="请查。")
    assert {"registered", "national", "corrected"} <= set(told("petition"))
    assert told("claim") == ["step:sort_claim"]
    sealed_by_the_desk(way)
    assert db.session.query(Entry).count() == 0
    assert tell_all() == 0, "nor does a later start tell it again from the trail"
    words = (ACCUSER, "钱守秘", ACCUSED, MARK, TEXT)
    assert [cell for cell in cells() if any(word in cell[1] for word in words)] == []
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_of_a_petition_that_stays_only_what_is_of_the_claim_goes(app: Flask) -> None:
    way = typed_as_a_petition(claims=(TEXT, "路灯坏了三个月，请修。")).sort()
    stays = way.second_claim().sort().claim_id
    put_right(way, name="钱守秘", story="写对了。", request="请查。")
    sealed_by_the_desk(way, story="路灯坏了。")
    assert [(one.word, one.subject_id) for one in db.session.query(Entry).filter_by(subject_kind="claim")] == [
        ("step:sort_claim", stays)
    ]
    assert "registered" in told("petition")
    assert [cell for cell in cells() if cell[0] == "entry" and (MARK in cell[1] or TEXT in cell[1])] == []
    assert tell_all() == 0
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_accusations_have_no_entries(app: Flask) -> None:
    sealed()
    assert db.session.query(Accusation).count() == 1
    assert db.session.query(Entry).count() == 0
    assert tell_all() == 0
