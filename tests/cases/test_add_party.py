"""Another party joins a dispute that is under way: asked for itself, on every later step and paper, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.actions.add_party import Asked, add_party
from app.cases.actions.intake import MOST_PARTIES, PartyIntake
from app.cases.models.records import Consent, RightsTold
from app.cases.papers.print_papers import acceptance_register
from app.cases.terms import ConsentState
from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.matters.models.corrections import Correction
from app.matters.terms import Participation
from tests import public
from tests.agreements.paths import Path
from tests.rights.matters import moved
from tests.story import Story
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
TYPED: dict[str, str] = {
    "side": "2", "kind": "natural", "name": "王丙", "document": "id_card", "standing": "co_owner", "consent": "pending",
    "reason": "房子是王乙和王丙共有的。", "occurred_at": "2026-11-20T09:00",
}  # fmt: skip


def address(story: Story | Path) -> str:
    return f"/cases/{public.case(story.case_id)}/parties/add"


def join(story: Story, given: PartyIntake | None = None, asked: Asked | None = None, **changes: Any) -> None:
    values: dict[str, Any] = {"occurred_at": story.now, "reason": "共有人。", "now": story.now} | changes
    with transaction():
        add_party(
            story.case,
            given or PartyIntake(side=2, name="王丙"),
            asked or Asked(ConsentState.PENDING),
            actor=story.account("mediator"),
            **values,
        )


@pytest.mark.both
def test_who_joins_stands_on_page_paper_and_in_the_search_and_nobody_answers_for_them(client_of: ClientOf) -> None:
    story, client = Story().mediating_at("village"), client_of("mediator")
    assert "增加一位当事人" in client.get(f"/cases/{public.case(story.case_id)}").text
    assert client.post(address(story), data=TYPED).status_code == 302
    third = story.case.parties[2]
    assert (third.side, third.name, third.standing.value) == (2, "王丙", "co_owner")
    assert third.participation is Participation.UNANSWERED
    assert db.session.query(Consent).filter_by(party_id=third.id).count() == 0
    assert db.session.query(RightsTold).filter_by(party_id=third.id).count() == 0
    page = client.get(f"/cases/{public.case(story.case_id)}").text
    assert "王丙" in page
    assert "共有人" in page
    assert "房子是王乙和王丙共有的" in page
    assert "王丙" in [party.name for party in acceptance_register(story.case).parties]
    assert story.case.public_id in client.get("/search?words=王丙").text
    assert trail_fault(db.session.connection()) is None


def test_what_they_answered_is_kept_as_theirs(app: Flask) -> None:
    story = Story().mediating_at("village")
    join(story, asked=Asked(ConsentState.AGREED, "phone", "oral", "王丙的女儿"))
    third = story.case.parties[2]
    (consent,) = db.session.query(Consent).filter_by(party_id=third.id).all()
    assert (consent.state, consent.method, consent.spoken_by) == (ConsentState.AGREED, "phone", "王丙的女儿")
    (told,) = db.session.query(RightsTold).filter_by(party_id=third.id).all()
    assert (told.method, told.spoken_by) == ("oral", story.account("mediator").display_name)
    assert third.participation is Participation.WILLING
    story.not_reached().next("up")
    assert set(story.everyone("agreed")) == {str(party.id) for party in story.case.parties}


def test_one_who_refuses_is_written_as_refusing_and_the_others_go_on(app: Flask) -> None:
    story = Story().mediating_at("village")
    join(story, asked=Asked(ConsentState.REFUSED, "in_person"))
    assert story.case.parties[2].participation is Participation.REFUSED
    assert "mediate" in story.open


@pytest.mark.parametrize(
    ("given", "asked", "field"),
    [
        (PartyIntake(side=2, name=""), Asked(ConsentState.PENDING), "name"),
        (PartyIntake(side=1, name="王乙"), Asked(ConsentState.PENDING), "name"),
        (PartyIntake(side=2, name="王乙"), Asked(ConsentState.PENDING), "name"),
        (PartyIntake(side=2, name="王丙", id_number="123"), Asked(ConsentState.PENDING), "id_number"),
        (PartyIntake(side=99, name="王丙"), Asked(ConsentState.PENDING), "side"),
        (PartyIntake(side=2, name="王丙"), Asked(ConsentState.AGREED), "method"),
    ],
)
def test_a_wrong_one_is_refused_at_its_field(app: Flask, given: PartyIntake, asked: Asked, field: str) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(Invalid) as refused:
        join(story, given, asked)
    assert field in refused.value.fields
    assert len(story.case.parties) == 2


def test_the_second_time_and_the_thirty_first_are_refused_with_a_sentence(app: Flask) -> None:
    story = Story().mediating_at("village")
    join(story)
    with pytest.raises(Invalid, match="有几处要改"):
        join(story)
    for number in range(MOST_PARTIES - 3):
        join(
            story,
            PartyIntake(side=3, name=f"邻{'零一二三四五六七八九'[number // 10]}{'零一二三四五六七八九'[number % 10]}"),
        )
    with pytest.raises(Invalid) as refused:
        join(story, PartyIntake(side=3, name="最后一个"))
    assert "推选代表人" in refused.value.fields["name"]
    assert len(story.case.parties) == MOST_PARTIES


def test_after_the_text_is_fixed_and_elsewhere_nobody_joins(client_of: ClientOf) -> None:
    frozen = Path().frozen()
    assert client_of("mediator").get(address(frozen)).status_code == 409
    assert client_of("mediator").post(address(frozen), data=TYPED).status_code == 409
    gone = moved()
    assert client_of("mediator").post(address(gone), data=TYPED).status_code == 403
    assert client_of("stranger").post(address(gone), data=TYPED).status_code == 404
    assert client_of("adviser").post(address(gone), data=TYPED).status_code == 403


def test_it_is_told_as_what_was_put_right_with_who_and_why(app: Flask) -> None:
    story = Story().mediating_at("village")
    join(story)
    (row,) = db.session.query(Correction).all()
    assert (row.field, row.old, row.new, row.reason) == ("party", "", "乙方　王丙", "共有人。")
