"""What the case page says: where the case stands, the staircase, what happened."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.pages.case_page import case_page, facts_of, staircase
from tests import public
from tests.story import Story


def test_before_it_begins_every_step_lies_ahead(app: Flask) -> None:
    assert [step.state for step in staircase(Story().register().case)] == ["ahead"] * 4


def test_the_staircase_ticks_what_was_passed_and_lights_where_the_case_is(app: Flask) -> None:
    story = Story().mediating_at("clan").not_reached().next("up")
    assert [step.state for step in staircase(story.case)] == ["passed", "current", "ahead", "ahead"]
    assert [step.on for step in staircase(story.case)] == ["11月23日", "11月23日", "", ""]


def test_a_case_that_began_in_the_village_skipped_the_groups(app: Flask) -> None:
    story = Story().mediating_at("village")
    assert [step.state for step in staircase(story.case)] == ["skipped", "skipped", "current", "ahead"]


def test_the_page_says_where_the_case_stands_and_what_is_mine(app: Flask) -> None:
    story = Story().mediating_at("village")
    with app.test_request_context():
        page = case_page(story.case, story.account("mediator"))
        stranger = case_page(story.case, story.account("justice"))
    assert page.frame.standing == "现在在小海眼社区调解委员会：调解，2026年12月23日前。"
    assert [task.name for task in page.frame.mine] == ["mediate"]
    assert page.now_at == ["ladder", "mediate", "village_level"]
    assert stranger.frame.mine == []
    assert stranger.frame.waiting == ["调解：等小海眼社区调解委员会办。"]


def test_what_happened_stands_newest_first_with_who_said_and_who_typed(app: Flask) -> None:
    story = Story().mediating_at("village").later(hours=1).sit()
    with app.test_request_context():
        entries = case_page(story.case, story.account("mediator")).frame.timeline
    assert (entries[0].title, entries[0].typed_by) == ("第1次调解", "吴桂兰")
    assert (entries[-1].title, entries[-1].spoken_by) == ("登记", "王甲")


@pytest.mark.parametrize(
    ("asked", "first", "beside"),
    [("", 25, ["再往前"]), ("?history=2", 5, ["往后"]), ("?history=99", 5, ["往后"]), ("?history=x", 25, ["再往前"])],
)
def test_what_happened_is_told_page_by_page(
    app: Flask, client_of: Callable[[str], FlaskClient], asked: str, first: int, beside: list[str]
) -> None:
    story = Story().mediating_at("village")
    for _ in range(25):
        story.later(minutes=1).sit()
    page = client_of("mediator").get(f"/cases/{public.case(story.case_id)}{asked}").text
    told = page[page.index('id="history"') : page.index('id="papers"')]
    assert re.findall(r"第(\d+)次调解<", told)[0] == str(first)
    assert [words for words in ("往后", "再往前") if f">{words}" in told] == beside


def test_mediation_is_open_to_others_only_when_every_party_asked_for_it(app: Flask) -> None:
    for wishes, is_told in ((("yes", "yes"), True), (("yes", "no"), False)):
        story = Story().register().start_at("village").accept().consent()
        by_party = {str(party.id): wish for party, wish in zip(story.case.parties, wishes, strict=True)}
        others = {"told": story.everyone("oral"), "replacement": story.everyone("no")}
        story.answer("tell_rights", public=by_party, **others)
        assert (("公不公开", "公开进行，各方都要求") in facts_of(story.case)) is is_told
