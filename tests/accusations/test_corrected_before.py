"""What was put right before somebody saw that it is an accusation does not stay behind either."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import db
from app.core.identity_documents import DocumentKind
from app.core.transaction import transaction
from app.matters.models.corrections import Correction
from app.petitions.actions.correct_petition import Facts, Particulars, correct_facts, correct_petitioner
from tests.accusations.sealing import ACCUSED, ACCUSER, ADDRESS, MARK, TEXT, sealed_by_the_desk, typed_as_a_petition
from tests.accusations.test_sealing import cells
from tests.petitions.way import Way
from tests.trail import trail_fault

WHY = "听错了"


def put_right(way: Way, *, name: str, story: str, request: str) -> None:
    petition, clerk = way.petition, way.account("petition")
    facts = Facts(petition.channel, petition.village_id, story, petition.signatures, {way.claim.id: request})
    with transaction():
        correct_facts(petition, facts, reason=WHY, actor=clerk, now=way.now)
    person = Particulars(name, "新住址", DocumentKind.ID_CARD)
    with transaction():
        correct_petitioner(petition, petition.petitioners[0], person, reason=WHY, actor=clerk, now=way.now)


@pytest.mark.both
def test_nothing_that_was_once_written_of_a_sealed_petition_stays(app: Flask) -> None:
    way = typed_as_a_petition()
    put_right(way, name="钱守秘", story="写对了。", request="请查。")
    sealed_by_the_desk(way)
    words = (ACCUSER, "钱守秘", ACCUSED, MARK, TEXT, ADDRESS)
    assert [cell for cell in cells() if any(word in cell[1] for word in words)] == []
    assert db.session.query(Correction).count() == 0
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_of_a_petition_that_stays_only_the_texts_once_written_go(app: Flask) -> None:
    way = typed_as_a_petition(claims=(TEXT, "路灯坏了三个月，请修。"))
    put_right(way, name="钱守秘", story="写对了。", request="请查。")
    sealed_by_the_desk(way, story="路灯坏了。")
    assert [cell for cell in cells() if MARK in cell[1] or TEXT in cell[1]] == []
    left = {row.field.rpartition("·")[2] for row in db.session.query(Correction)}
    assert left == {"name", "address", "gender", "born_on"}
    assert trail_fault(db.session.connection()) is None
