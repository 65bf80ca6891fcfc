"""The example's petitions stand on every road, happened through the same deeds as real ones, and in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accusations.models import Accusation
from app.accusations.queries import visible_to
from app.audit.models import AuditEntry
from app.cases.queries import case_by_id
from app.cli.town import load_example_if_empty
from app.core import clock
from app.core.db import db
from app.deadlines.queries import running_named
from app.deadlines.queries.reckoned import ends_of, thresholds
from app.deadlines.rules import Light, light_of
from app.example.town.diary import Diary
from app.example.town.petitions import STORIES
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Hearing, Letter, Settlement, Supervision, UpperOpinion, Urging
from app.petitions.queries import earlier_petitions, letters_of, newest, satisfaction_of
from app.petitions.terms import ClaimStatus, Ending, LetterKind, Origin, Route
from app.processes.models import Task
from app.processes.queries import count_open_tasks, open_steps_about, open_tasks_of
from tests import town
from tests.cli.prepared import OTHER_DAY, loaded_on_another_day
from tests.cli.test_town import make_app
from tests.example import app_on, example_in
from tests.trail import trail_fault


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return example_in(tmp_path_factory.mktemp("petitions"), tmp_path_factory)


@pytest.fixture
def example(loaded: Flask) -> Iterator[Flask]:
    """The application with the example town, for reading only."""
    clock.clock.source = lambda: town.NOW
    with loaded.app_context():
        yield loaded
        db.session.remove()
        db.engine.dispose()


def claim_about(words: str) -> Claim:
    """The only claim that asks for this and is no repetition."""
    found = select(Claim).join(Petition).where(Claim.request.contains(words), Petition.repeats_id.is_(None))
    return db.session.scalars(found).one()


def steps_of(claim: Claim) -> list[str]:
    return [task.name for task in open_steps_about("claim", [claim.id])]


def light_of_sixty_days(claim: Claim) -> Light:
    running = running_named("claim", claim.id, "D5")
    assert running is not None
    return light_of(ends_of(running), now=town.NOW, thresholds=thresholds())


def test_claims_stand_at_every_status_but_the_decision(example: Flask) -> None:
    statuses = set(db.session.scalars(select(Claim.status)))
    assert set(ClaimStatus) - statuses == {ClaimStatus.DECIDING}
    assert len(STORIES) == db.session.query(Petition).filter_by(repeats_id=None).count() + len(sealed_for("discipline"))


def sealed_for(login_name: str) -> list[Accusation]:
    """The accusations an account sees."""
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    return list(db.session.scalars(select(Accusation).where(visible_to(account))))


def test_one_is_nearly_over_and_was_urged(example: Flask) -> None:
    claim = claim_about("量一量占了多少地")
    assert steps_of(claim) == ["investigate"]
    assert light_of_sixty_days(claim) is Light.SOON
    assert newest(Urging, claim.id) is not None
    assert claim.petition.national_number


def test_one_is_late_and_supervised_from_above(example: Flask) -> None:
    claim = claim_about("排水沟修好，保证下雨不倒灌")
    assert steps_of(claim) == ["investigate"]
    assert light_of_sixty_days(claim) is Light.OVERDUE
    running = running_named("claim", claim.id, "D5")
    assert running is not None
    assert running.due_on == date(2026, 11, 20), "the Friday before the Saturday that is two days ago"
    supervision = db.session.query(Supervision).one()
    assert (supervision.claim_id, supervision.answered_on) == (claim.id, None)
    assert running_named("supervision", supervision.id, "D14") is not None


def test_one_opinion_waits_for_the_leader_and_one_extension_too(example: Flask) -> None:
    claim = claim_about("高龄津贴该从哪个月发")
    assert steps_of(claim) == ["sign_off"]
    assert letters_of(claim.id)[-1].kind is LetterKind.OPINION
    assert steps_of(claim_about("压塌的排水沟")) == ["approve_extension"]


def test_one_opinion_was_refused_and_its_window_runs(example: Flask) -> None:
    claim = claim_about("三棵花椒树")
    assert (steps_of(claim), claim.status) == ([], ClaimStatus.REVIEWABLE)
    letter = letters_of(claim.id)[-1]
    assert letter.witness
    assert letter.refusal
    assert running_named("claim", claim.id, "D7") is not None


def test_one_is_reviewed_by_the_district(example: Flask) -> None:
    claim = claim_about("翻建申请办到哪一步")
    assert steps_of(claim) == ["record_upper"]
    assert running_named("claim", claim.id, "D8") is not None


def test_one_ended_after_three_levels_and_came_again(example: Flask) -> None:
    ended = claim_about("三亩二分")
    assert ended.ending is Ending.THREE_LEVELS
    assert newest(Hearing, ended.id) is not None
    last = newest(UpperOpinion, ended.id)
    assert last is not None
    assert last.is_final
    again = db.session.scalars(select(Petition).where(Petition.repeats_id == ended.petition_id)).one()
    assert list(earlier_petitions(again)) == [ended.petition]
    assert again.claims[0].ground == "same_after_final"
    assert steps_of(again.claims[0]) == ["seal_letter"]


def test_the_simple_one_was_answered_and_judged_by_its_petitioner(example: Flask) -> None:
    claim = claim_about("不亮的路灯")
    assert claim.ending is Ending.ANSWERED_SIMPLY
    judged = satisfaction_of(claim.id)
    assert judged is not None
    assert judged.comment
    assert steps_of(claim_about("安排清运")) == ["answer_simply"]
    assert steps_of(claim_about("带扶手的椅子")) == ["study_suggestion"]


def test_others_were_shown_another_road(example: Flask) -> None:
    assert claim_about("两个月的工资").ending is Ending.TOLD
    assert claim_about("两个月的工资").route is Route.ARBITRATION
    assert letters_of(claim_about("安排孩子转学").id)[0].kind is LetterKind.ELSEWHERE
    objected = claim_about("督促维修电梯")
    assert objected.petition.origin is Origin.TRANSFERRED
    assert (steps_of(objected), objected.status) == ([], ClaimStatus.OBJECTING)
    assert letters_of(objected.id)[0].served_on is not None
    assert running_named("claim", objected.id, "D3") is not None, "until the other body agrees the period runs"


def test_a_letter_of_twelve_has_three_claims_on_three_routes(example: Flask) -> None:
    petition = claim_about("料场扩的院墙").petition
    assert petition.signatures == 12
    assert [claim.route for claim in petition.claims] == [Route.ADMINISTRATIVE, Route.PETITION, Route.DUTY]
    assert [claim.ending for claim in petition.claims] == [Ending.RESULT_TOLD, None, Ending.TOLD]
    kinds = [letter.kind for letter in letters_of(petition.claims[0].id)]
    assert kinds == [LetterKind.LEAD_IN, LetterKind.STATUTORY_RESULT]


def test_one_was_settled_and_its_dispute_has_an_agreement(example: Flask) -> None:
    claim = claim_about("把过道让出来")
    assert claim.ending is Ending.SETTLED
    settled = newest(Settlement, claim.id)
    assert settled is not None
    assert settled.is_mediated
    assert claim.dispute_id is not None
    assert case_by_id(claim.dispute_id).number.endswith("白塔人调字第0001号")
    assert [task.name for task in open_tasks_of("case", claim.dispute_id)]


def test_an_accusation_lies_in_the_closed_room_alone(example: Flask) -> None:
    [sealed] = sealed_for("discipline")
    assert "重复" in sealed.content["text"]
    assert sealed_for("petition") == []
    assert db.session.query(Claim).filter(Claim.request.contains("查账")).count() == 0


@pytest.mark.parametrize("login_name", ["petition", "leader", "station", "handler08", "town-mediator"])
def test_whoever_signs_in_finds_something_to_do(example: Flask, login_name: str) -> None:
    assert count_open_tasks(db.session.query(Account).filter_by(login_name=login_name).one()) > 0


def test_letters_are_numbered_without_a_gap_in_the_order_of_their_days(example: Flask) -> None:
    found = select(Letter).where(Letter.sealed_on.is_not(None)).order_by(Letter.sequence)
    letters = db.session.scalars(found).all()
    assert [letter.sequence for letter in letters] == list(range(1, len(letters) + 1))
    days = [letter.sealed_on for letter in letters]
    assert days == sorted(days)


OF_THE_TABLES = ("audit:rows_written", "audit:adopted")
"""Entries of the command that made the tables, which were empty still."""


def test_everything_happened_before_the_town_was_loaded_and_the_trail_runs_with_time(example: Flask) -> None:
    told = select(AuditEntry).where(AuditEntry.deed.not_in(OF_THE_TABLES)).order_by(AuditEntry.id)
    entries = db.session.scalars(told).all()
    moments = [entry.entered_at for entry in entries]
    assert moments == sorted(moments)
    assert moments[-1] == town.NOW
    assert entries[-1].deed == "town:example_loaded"
    assert max(task.closed_at for task in db.session.scalars(select(Task)) if task.closed_at) < town.NOW
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


MOMENTS = (datetime(2026, 10, 6, 20, tzinfo=UTC), datetime(2028, 5, 3, 3, tzinfo=UTC))


def shape() -> Counter[object]:
    """Everything of the claims but the random numbers and the days."""
    return Counter((one.request, one.status, one.ending, one.route, one.title) for one in db.session.query(Claim))


def assert_the_same_on(moment: datetime, app: Flask, first: Counter[object]) -> None:
    with app.app_context():
        assert shape() == first
        late = claim_about("排水沟修好，保证下雨不倒灌")
        running = running_named("claim", late.id, "D5")
        assert running is not None
        assert running.due_on <= clock.local(moment).date() - timedelta(days=2)
        db.session.remove()
        db.engine.dispose()


def test_on_another_day_it_is_the_same_town(
    example: Flask, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On a day of rest in a year without a notice of holidays."""
    first = shape()
    loaded_on_another_day(tmp_path, tmp_path_factory)
    assert_the_same_on(OTHER_DAY, app_on(tmp_path), first)


@pytest.mark.campaign
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def test_on_any_day_it_is_the_same_town(example: Flask, tmp_path: Path, moment: datetime) -> None:
    """Also in a long holiday, at night, and in a year without a notice of holidays."""
    first = shape()
    again = make_app(tmp_path)
    clock.clock.source = lambda: moment
    load_example_if_empty(again)
    assert_the_same_on(moment, again, first)


def test_the_diary_leaves_out_rest_days(app: Flask) -> None:
    diary = Diary(datetime(2026, 10, 8, 2, tzinfo=UTC))
    assert diary.worked_on(1) == date(2026, 9, 30), "the national holiday"
    assert diary.worked_on(0) == date(2026, 10, 8)
