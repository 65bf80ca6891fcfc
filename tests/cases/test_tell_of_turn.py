"""Whoever's turn it is is told when another answered, with what came of it; where the same people go on nobody is."""

from __future__ import annotations

from flask import Flask

from app.accounts.models import Account
from app.cases.actions.tell_of_turn import tell_of_turn
from app.core.db import db
from app.core.transaction import transaction
from app.notifications.models import Notice
from app.organisations.models import Person
from tests.agreements.paths import Path
from tests.story import Story


def notices(login_name: str) -> list[str]:
    """What stands in somebody's page, oldest first."""
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    found = db.session.query(Notice).filter_by(account_id=account.id).order_by(Notice.id)
    return [one.text for one in found if one.key.startswith("turn:")]


def test_where_the_same_people_go_on_nobody_is_told(app: Flask) -> None:
    Story().mediating_at("village").sit()
    assert db.session.query(Notice).filter(Notice.key.startswith("turn:")).count() == 0


def test_the_adviser_hears_of_a_draft_and_the_mediator_what_the_adviser_said(app: Flask) -> None:
    path = Path().drafted().sent()
    (text,) = notices("adviser")
    assert text.endswith("：该您办“法律顾问看协议”了。送法律顾问看")
    assert notices("mediator") == []
    path.answer("legal_review", "adviser", outcome="returned", comment="重写。", comments={})
    (text,) = notices("mediator")
    assert text.endswith("：该您办“起草协议”了。顾问退回：重写。")
    assert notices("head") == [text], "he presides"
    path.later(hours=1).sent()
    assert len(notices("adviser")) == 2, "the second time too"


def test_the_head_hears_of_a_waiting_seal_with_who_signed(app: Flask) -> None:
    path = Path().signed()
    assert "：该您办“盖章”了。双方都签了" in notices("head")[-1]
    assert not any("盖章" in text for text in notices("mediator"))
    path.answer("seal", "head", sealed_on=path.today)
    assert [one for one in notices("mediator") if "督促履行" in one] != []


def test_another_committee_hears_of_a_letter_and_the_sender_of_its_answer(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    for name in ("town-head", "clerk"):
        (text,) = notices(name)
        assert "该您办“答复移交”了。往上一级" in text
    assert notices("mediator") == notices("town-mediator") == []
    story.answer("answer_transfer", "town-head", outcome="returned", reason="材料不齐。")
    assert any("退回去了：材料不齐。" in text for text in notices("mediator"))


def test_of_those_who_may_do_it_only_who_works_on_the_case_is_told(app: Flask) -> None:
    path = Path().drafted().sent()
    mediator, idle = path.account("mediator"), db.session.query(Person).filter(Person.name == "尤大娘").one()
    with transaction():
        values = {"password_hash": mediator.password_hash, "role": mediator.role, "person_id": idle.id}
        db.session.add(Account(login_name="idle", committee_id=mediator.committee_id, **values))
    path.answer("legal_review", "adviser", outcome="passed", comment="", comments={})
    assert all("顾问看过，没有意见" in notices(name)[-1] for name in ("mediator", "head"))
    assert notices("idle") == []


def test_a_step_that_the_clock_opened_is_told_by_its_period_alone(app: Flask) -> None:
    story = Story().mediating_at("village")
    before = db.session.query(Notice).count()
    story.later(days=40)
    with transaction():
        tell_of_turn(story.case, now=story.now)
    assert db.session.query(Notice).count() == before
