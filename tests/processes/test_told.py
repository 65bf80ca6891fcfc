"""What the history tells of an answered step: nothing that was asked is lost, and no default is told."""

from __future__ import annotations

from flask import Flask

from app.cases.pages.case_page import case_page
from app.petitions.pages.petition_history import history_of
from tests.petitions.way import Way
from tests.story import Story


def told(story: Story, title: str) -> str:
    entries = case_page(story.case, story.account("mediator")).frame.timeline
    return next(one.text for one in entries if one.title == title)


def outcome(story: Story, title: str) -> str:
    entries = case_page(story.case, story.account("mediator")).frame.timeline
    return next(one.outcome for one in entries if one.title == title)


def test_who_asks_for_another_mediator_is_told_by_name(app: Flask) -> None:
    story = Story().register().start_at("village").accept().consent()
    first, second = (str(party.id) for party in story.case.parties)
    wishes = {"replacement": {first: "yes", second: "no"}, "public": story.everyone("no")}
    story.answer("tell_rights", told=story.everyone("written"), note="念给王乙听了。", **wishes)
    with app.test_request_context():
        assert told(story, "告知权利义务") == "念给王乙听了。　要不要换调解员：王甲要求换人"


def test_what_was_left_at_its_default_is_not_told(app: Flask) -> None:
    story = Story().register().start_at("village").accept().consent().tell_rights()
    with app.test_request_context():
        assert told(story, "告知权利义务") == ""


def test_why_a_case_was_not_accepted_is_told_in_the_words_that_were_chosen(app: Flask) -> None:
    story = Story().register().start_at("village")
    story.answer("accept_case", outcome="not_accepted", reason_kind="not_civil", reason="镇里的处罚，不归调委会。")
    with app.test_request_context():
        assert told(story, "受理审查") == ""
        assert outcome(story, "受理审查") == "没有受理（不是民间纠纷）：镇里的处罚，不归调委会。"


def test_days_and_several_choices_are_told_as_people_write_them(app: Flask) -> None:
    story = Story().register().start_at("village")
    story.answer("accept_case", outcome="not_accepted", reason_kind="other", reason="已经起诉了。")
    routes = {"routes": ["court", "police"], "told": story.everyone("posted"), "told_on": story.today}
    story.answer("tell_routes", ended_because="not_accepted", reason="已经起诉了。", **routes)
    with app.test_request_context():
        came = outcome(story, "书面告知结果和其他途径")
    ways = "告诉了可以向人民法院起诉、到公安机关反映"
    assert came == f"不属于人民调解的范围：已经起诉了。告知书双方都寄出了，{ways}"


def test_who_answered_for_the_transferring_body_is_told(app: Flask) -> None:
    way = Way().transferred().sort().decide("objection", reason="不属于镇里的事。", competent_body="区自然资源局")
    way.objection_answered("not_agreed", answered_by="区信访局李主任", reason="还是镇里办。")
    with app.test_request_context():
        lines = history_of(way.petition, way.petition.claims, sees_all=True).lines(1)
    texts = {one.title: one.text for one in lines}
    outcomes = {one.title: one.outcome for one in lines}
    assert outcomes["转送机关答复"] == "转送机关没有同意，由镇里办"
    assert texts["转送机关答复"] == "区信访局李主任：还是镇里办。"
