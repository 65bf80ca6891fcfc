"""The row of a matter follows whatever is written, in the same transaction, and can be made again from the tables."""

from __future__ import annotations

from threading import Event

import pytest
from flask import Flask

from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.public_ids import is_public_id
from app.core.transaction import transaction
from app.matters.actions.rebuild import differences, rebuild
from app.matters.models import Matter, Piece, Sight
from app.matters.queries import children_of, matter_of
from app.petitions.models import Claim, Petition
from tests.accusations.sealing import sealed, sealed_by_the_desk, typed_as_a_petition
from tests.agreements.paths import Path
from tests.petitions.way import Way
from tests.story import Story
from tests.together import LONGEST_SECONDS, at_once


def row_of(kind: str, subject_id: int) -> Matter:
    row = matter_of(kind, subject_id)
    assert row is not None
    return row


@pytest.mark.both
def test_a_dispute_has_its_row_from_registration_and_it_follows_every_step(app: Flask) -> None:
    story = Story().register()
    row = row_of("case", story.case_id)
    assert (row.number, row.title, row.status) == ("", story.case.title, CaseStatus.REGISTERED.value)
    assert is_public_id(row.public_id)
    kept = row.public_id
    story.start_at("village").accept()
    db.session.expire_all()
    row = row_of("case", story.case_id)
    assert (row.public_id, row.number, row.accepted_on) == (kept, story.case.number, story.case.handling.accepted_on)
    assert (row.committee_id, row.status) == (story.case.committee_id, story.case.status.value)
    assert list(differences()) == []


@pytest.mark.both
def test_the_nearest_period_stands_on_the_row_with_both_ends_and_goes_with_it(app: Flask) -> None:
    way = Way().investigating()
    claim = way.claim
    row = row_of("claim", claim.id)
    assert row.period_code
    assert row.unrolled_at is not None
    assert row.due_at is not None
    assert row.due_at >= row.unrolled_at
    assert list(differences()) == []


@pytest.mark.both
def test_a_petition_is_the_parent_of_its_claims_and_its_names_are_theirs(app: Flask) -> None:
    way = Way().register()
    parent = row_of("petition", way.petition.id)
    (child,) = children_of(parent)
    assert (child.kind, child.subject_id) == ("claim", way.claim.id)
    with transaction():
        way.petition.petitioners[0].name = "改名人"
    assert "改名人" in row_of("claim", way.claim.id).title
    assert "改名人" in row_of("petition", way.petition.id).title


def test_nothing_of_what_is_undone_stays(app: Flask) -> None:
    story = Story().register()
    story.case.title = "别的"
    db.session.flush()
    db.session.rollback()
    with transaction():
        pass
    assert row_of("case", story.case_id).title == story.case.title
    assert list(differences()) == []


@pytest.mark.both
def test_what_went_past_the_session_is_named_and_rebuilt_with_the_public_ids_kept(app: Flask) -> None:
    Path().frozen()
    Way().investigating()
    kept = {(row.kind, row.subject_id): row.public_id for row in db.session.query(Matter)}
    with transaction():
        db.session.query(Matter).filter_by(kind="case").update({"title": "旧的"})
        db.session.query(Matter).filter_by(kind="claim").delete()
        petition = db.session.query(Matter).filter_by(kind="petition").one()
        db.session.query(Piece).filter_by(matter_id=petition.id).delete()
        db.session.query(Sight).filter_by(matter_id=petition.id).delete()
    assert {(one.kind, one.columns) for one in differences()} == {
        ("case", ("title",)),
        ("claim", ()),
        ("petition", ("sight", "pieces")),
    }
    rebuild()
    assert list(differences()) == []
    again = {(row.kind, row.subject_id): row.public_id for row in db.session.query(Matter)}
    assert again == kept


@pytest.mark.both
def test_what_is_sealed_away_leaves_no_row(app: Flask) -> None:
    way = typed_as_a_petition()
    kept = row_of("petition", way.petition.id), row_of("claim", way.claim.id)
    assert all(kept)
    sealed_by_the_desk(way)
    db.session.expire_all()
    assert db.session.query(Matter).count() == 0
    assert list(differences()) == []


def test_an_accusation_that_comes_directly_has_none(app: Flask) -> None:
    sealed()
    assert db.session.query(Matter).count() == 0
    assert rebuild() == 0


@pytest.mark.only("postgresql")
def test_what_somebody_else_committed_meanwhile_is_not_written_back(app: Flask) -> None:
    way = Way().register()
    petition_id, claim_id = way.petition.id, way.claim.id
    db.session.remove()
    is_read, is_written = Event(), Event()

    def rename() -> None:
        with transaction():
            petition = db.session.get_one(Petition, petition_id)
            assert petition.claims[0].request != "后来的请求"
            petition.petitioners[0].name = "改名人"
            db.session.flush()
            is_read.set()
            assert is_written.wait(LONGEST_SECONDS)

    def ask() -> None:
        assert is_read.wait(LONGEST_SECONDS)
        with transaction():
            db.session.get_one(Claim, claim_id).request = "后来的请求"
        is_written.set()

    at_once(app, [rename, ask])
    title = row_of("claim", claim_id).title
    assert "改名人" in title
    assert "后来的请求" in title
    assert list(differences()) == []


def test_a_row_of_nothing_is_named_and_taken_away(app: Flask) -> None:
    Way().register()
    with transaction():
        kept = db.session.query(Matter).filter_by(kind="claim").one()
        kept.subject_id = 4711
    assert {(one.kind, one.subject_id, one.columns) for one in differences()} >= {("claim", 4711, ())}
    rebuild()
    assert list(differences()) == []
