"""A dispute between the same people is asked about before it is registered a second time (X10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.cases.models import Case
from app.core.db import db
from app.organisations.models import Village
from tests.cases.test_register_page import filled
from tests.story import Story

__all__ = ["filled"]

ClientOf = Callable[[str], FlaskClient]
PAGE = "/cases/register"
SAME, ELSEWHERE = "已经有一件没办完", "镇里可能有同一件，请先问司法所"


def between(typed: dict[str, str], first: str, second: str, once: str) -> dict[str, str]:
    return {**typed, "parties-0-name": first, "parties-1-name": second, "once": once}


def count() -> int:
    return db.session.query(Case).count()


@pytest.mark.both
def test_the_same_two_people_are_asked_about_and_led_to_what_is_there(
    client_of: ClientOf, filled: dict[str, str]
) -> None:
    client = client_of("mediator")
    first = client.post(PAGE, data=between(filled, "周桂兰", "李志强", "a")).location
    typed = between(filled, "李 志强", "周桂蘭", "b")
    asked = client.post(PAGE, data=typed)
    assert asked.status_code == 422
    assert SAME in asked.text
    assert "就是这一件：还没编号，周桂兰 — 李志强" in asked.text
    assert 'value="李 志强"' in asked.text or 'value="李志强"' in asked.text
    assert count() == 1
    case = db.session.query(Case).one()
    again = client.post(PAGE, data={**typed, "repeats": case.public_id}, follow_redirects=True)
    assert again.request.path == first
    assert "没有再登记一件" in again.text
    assert count() == 1


def test_another_matter_of_the_same_people_is_registered_once_that_is_said(
    client_of: ClientOf, filled: dict[str, str]
) -> None:
    client = client_of("mediator")
    client.post(PAGE, data=between(filled, "周桂兰", "李志强", "a"))
    typed = {**between(filled, "周桂兰", "李志强", "b"), "repeats": "other"}
    assert client.post(PAGE, data=typed).status_code == 302
    assert count() == 2
    third = client.post(PAGE, data=between(filled, "周桂兰", "李志强", "c")).text
    assert third.count("就是这一件") == 2


def test_a_dispute_of_another_committee_is_only_hinted_at(client_of: ClientOf, filled: dict[str, str]) -> None:
    client_of("mediator").post(PAGE, data=between(filled, "周桂兰", "李志强", "a"))
    there = db.session.query(Village).filter_by(name="赵庄").one().public_id
    typed = {**between(filled, "周桂兰", "李志强", "b"), "village_id": there}
    page = client_of("stranger").post(PAGE, data=typed)
    assert page.status_code == 422
    assert ELSEWHERE in page.text
    assert "就是这一件" not in page.text
    assert db.session.query(Case).one().public_id not in page.text
    assert client_of("stranger").post(PAGE, data={**typed, "repeats": "other"}).status_code == 302
    stolen = {**between(filled, "周桂兰", "李志强", "d"), "village_id": there}
    first = db.session.query(Case).order_by(Case.id).first()
    assert first is not None
    assert client_of("stranger").post(PAGE, data={**stolen, "repeats": first.public_id}).status_code == 422


@pytest.mark.parametrize(
    ("first", "second"), [("周桂兰", "李志"), ("周桂", "李志强"), ("周桂兰", "王五"), ("周桂兰", "周桂兰子")]
)
def test_others_are_not_asked_about(client_of: ClientOf, filled: dict[str, str], first: str, second: str) -> None:
    client = client_of("mediator")
    client.post(PAGE, data=between(filled, "周桂兰", "李志强", "a"))
    assert client.post(PAGE, data=between(filled, first, second, "b")).status_code == 302


def test_two_who_stand_together_there_are_no_dispute_between_them(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    third = {
        "parties-2-side": "1",
        "parties-2-kind": "natural",
        "parties-2-standing": "principal",
        "parties-2-name": "周桂芳",
    }
    assert client.post(PAGE, data={**between(filled, "周桂兰", "李志强", "a"), **third}).status_code == 302
    assert client.post(PAGE, data=between(filled, "周桂兰", "周桂芳", "b")).status_code == 302
    assert client.post(PAGE, data=between(filled, "周桂芳", "李志强", "c")).status_code == 422


def test_what_is_over_is_not_asked_about(client_of: ClientOf, filled: dict[str, str]) -> None:
    Story().mediating_at("village").not_reached().next("stop")
    story = Story()
    story.subject_id = db.session.query(Case).one().id
    story.answer("tell_routes", ended_because="not_reached", reason="讲不拢。", routes=["court"],
                 told=story.everyone("in_person"), told_on=story.today)  # fmt: skip
    assert story.case.ended_at is not None
    assert client_of("mediator").post(PAGE, data=between(filled, "王甲", "王乙", "a")).status_code == 302
