"""Two participants as one person: shown side by side, joined, undone; never across committees, never by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.queries import entries_of
from app.cases.models import Party
from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.matters.actions.join_people import ITSELF, SAME_MATTER, join_people
from app.matters.models.joins import Join
from app.matters.models.participants import Participant
from app.matters.queries.people import alike, joined_with, meet
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.models import Petitioner
from tests.accusations.sealing import sealed_by_the_desk, typed_as_a_petition
from tests.agreements.paths import Path
from tests.petitions.way import DESK, Way
from tests.rights.matters import moved
from tests.story import Story, homestead
from tests.town import NOW
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
MAYBE, ALSO = "可能是同一个人", "同一个人还在这些件里"


def registered(*, name: str = "王甲", phone: str = "13812345678", by: str = "mediator") -> Party:
    """The first party of a dispute of its own; the second is somebody else each time."""
    first, second = homestead(0).parties
    others = db.session.query(Party).count()
    parties = (replace(first, name=name, phone=phone), replace(second, name=f"李{'甲乙丙丁'[others // 2]}"))
    return Story().register(by=by, parties=parties).case.parties[0]


def page(one: Participant) -> str:
    return f"/participants/{one.public_id}"


def comparison(one: Participant, other: Participant) -> str:
    return f"{page(one)}/same/{other.public_id}"


@pytest.mark.both
def test_two_of_one_committee_are_compared_joined_and_parted_and_neither_row_changes(client_of: ClientOf) -> None:
    one, other = registered(), registered()
    client, before = client_of("mediator"), (one.row_version, other.row_version)
    assert MAYBE in client.get(page(one)).text
    shown = client.get(comparison(one, other)).text
    assert one.case.title in shown
    assert other.case.title in shown
    assert "13812345678" not in shown
    assert client.post(comparison(one, other)).status_code == 302
    (join,) = db.session.query(Join).all()
    assert (join.one_id, join.other_id, join.undone_at) == (*sorted((one.id, other.id)), None)
    for mine in (one, other):
        text = client.get(page(mine)).text
        assert ALSO in text
        assert MAYBE not in text
    assert client.post(comparison(other, one)).status_code == 302
    assert db.session.get_one(Join, join.id).undone_at is not None
    assert MAYBE in client.get(page(one)).text
    db.session.expire_all()
    assert (one.row_version, other.row_version) == before
    deeds = [entry.deed for entry in entries_of("case", one.case_id) if "people" in entry.deed]
    assert deeds == ["case:people_joined", "case:people_parted"]
    assert client.post(comparison(one, other)).status_code == 302
    assert db.session.query(Join).count() == 2
    assert trail_fault(db.session.connection()) is None


def test_by_way_of_a_third_two_are_the_same_person_without_a_row_that_says_so(app: Flask) -> None:
    one, two, three = registered(), registered(), registered()
    actor = Story().account("mediator")
    for left, right in ((one, two), (two, three)):
        with transaction():
            join_people(meet(left.id, actor), meet(right.id, actor), actor=actor, now=NOW)
    found = joined_with(meet(one.id, actor), actor)
    assert [(row.met.person.id, row.join is None) for row in found] == [(three.id, True), (two.id, False)]
    assert alike(meet(one.id, actor), actor) == []


def test_a_telephone_alone_is_enough_to_ask_and_a_name_that_only_looks_like_it_is_not(app: Flask) -> None:
    one = registered()
    by_phone = registered(name="王玉甲")
    registered(name="王甲木", phone="13900001111")
    actor = Story().account("mediator")
    found = alike(meet(one.id, actor), actor)
    assert [met.person.id for met in found] == [by_phone.id]


def test_one_row_and_two_of_one_matter_are_refused_with_a_sentence(client_of: ClientOf) -> None:
    one = registered()
    second = one.case.parties[1]
    client = client_of("mediator")
    for other, sentence in ((one, ITSELF), (second, SAME_MATTER)):
        refused = client.post(comparison(one, other))
        assert refused.status_code == 422
        assert sentence in refused.text
    assert db.session.query(Join).count() == 0


def test_across_committees_nobody_is_offered_compared_or_joined(client_of: ClientOf) -> None:
    one, gone = registered(), moved().case.parties[0]
    client = client_of("mediator")
    assert MAYBE not in client.get(page(one)).text
    assert client.get(comparison(one, gone)).status_code == 403
    assert client.post(comparison(one, gone)).status_code == 403
    assert client_of("stranger").get(page(one)).status_code == 404
    petitioner = Way().register().petition.petitioners[0]
    assert client.get(comparison(one, petitioner)).status_code == 404
    assert db.session.query(Join).count() == 0


def test_after_the_end_it_can_still_be_said(client_of: ClientOf) -> None:
    ended = Path().sealed().case.parties[0]
    one = registered(name=ended.name)
    assert client_of("mediator").post(comparison(ended, one)).status_code == 302
    assert db.session.query(Join).count() == 1


@pytest.mark.both
def test_a_petitioner_who_comes_again_is_offered_to_the_desk_and_goes_whole_into_the_closed_room(
    client_of: ClientOf,
) -> None:
    sealed = typed_as_a_petition()
    person = sealed.petition.petitioners[0]
    again = Way().register(petitioners=(PetitionerIntake(name=person.name, address="别处"),))
    other = again.petition.petitioners[0]
    client = client_of(DESK)
    assert MAYBE in client.get(page(other)).text
    assert client.post(comparison(person, other)).status_code == 302
    sealed_by_the_desk(sealed)
    assert db.session.query(Join).count() == 0
    assert [one.id for one in db.session.query(Petitioner)] == [other.id]
    text = client.get(page(other)).text
    assert ALSO not in text
    assert MAYBE not in text
    assert trail_fault(db.session.connection()) is None


def test_two_at_once_leave_one_row(app: Flask) -> None:
    one, other = registered(), registered()
    actor = Story().account("mediator")
    with transaction():
        join_people(meet(one.id, actor), meet(other.id, actor), actor=actor, now=NOW)
    with pytest.raises(Invalid), transaction():
        join_people(meet(other.id, actor), meet(one.id, actor), actor=actor, now=NOW)
    assert db.session.query(Join).count() == 1


@pytest.mark.both
def test_an_office_learns_of_no_petition_it_does_not_handle(client_of: ClientOf) -> None:
    """The same person petitioned twice; one petition is the station's, the other is nobody's but the desk's."""
    own, other = Way().investigating(), Way().register()
    mine, theirs = own.petition.petitioners[0], other.petition.petitioners[0]
    desk, office = client_of(DESK), client_of("handler")
    assert other.petition.number in desk.get(page(mine)).text
    asked = office.get(page(mine))
    assert asked.status_code == 200
    assert other.petition.number not in asked.text
    assert office.get(comparison(mine, theirs)).status_code == 404
    assert desk.post(comparison(mine, theirs)).status_code == 302
    joined = office.get(page(mine)).text
    assert other.petition.number not in joined
    assert ALSO not in joined
    assert other.petition.number in desk.get(page(mine)).text
