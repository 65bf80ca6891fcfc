"""What goes wrong at a desk: bad input, an impatient finger, two people at the same step, a page left open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.core.submit_once import AGAIN
from tests.journeys import road
from tests.journeys.desk import Desk
from tests.journeys.site import Site
from tests.story import Story

ONE_OF_TWO_ANSWERS = re.compile(f"登记好了|{AGAIN}")
"""Without script a double click sends twice, and which of the two answers is shown is up to the browser."""


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["with script", "without script"]
)
def test_what_was_typed_stays_when_something_is_wrong(site: Site, script: bool) -> None:
    desk = site.desk("mediator", script=script).follow("登记一件新纠纷")
    other = "王有误" if script else "王无误"
    road.fill_registration(desk, other)
    wrong = (("什么时候的事", "2031-01-01T09:00", "还没有到"), ("身份证号", "37030419650314001X", "身份证号"))
    for caption, words, sentence in wrong:
        field = desk.field(caption).first
        right = field.input_value()
        field.fill(words)
        desk.press("登记")
        assert any(sentence in fault for fault in desk.faults), desk.faults
        assert_marked(desk, caption, words)
        assert_kept(desk, other)
        desk.field(caption).first.fill(right)
    desk.press("登记")
    assert "登记好了" in desk.said


def registered(site: Site) -> str:
    """The address of a case of the mediator's village."""
    with site.app.app_context():
        address = f"/cases/{Story().register().case.public_id}"
        db.session.remove()
    return address


def assert_marked(desk: Desk, caption: str, words: str) -> None:
    """The field says that it is wrong, and still holds what was typed."""
    field = desk.field(caption).first
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field.locator("xpath=ancestor::div[contains(@class,'field-wrong')]").first).to_be_visible()
    assert field.input_value() == words


def assert_kept(desk: Desk, other: str) -> None:
    """All the rest is still there."""
    assert desk.field("姓名或单位名称", desk.row(2)).input_value() == other
    assert desk.field("纠纷简要情况").input_value() == road.FACTS
    assert desk.question("纠纷类型").get_by_label("房屋宅基地", exact=True).is_checked()


def test_the_focus_goes_to_what_must_be_put_right(site: Site) -> None:
    desk = site.desk("mediator").follow("登记一件新纠纷").press("登记")
    expect(desk.page.locator(".error-summary")).to_be_focused()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    assert desk.page.evaluate("document.activeElement.matches('input, textarea')")


@pytest.mark.parametrize(
    "script", [pytest.param(True, marks=pytest.mark.campaign), False], ids=["with script", "without script"]
)
def test_a_double_click_registers_one_case(site: Site, script: bool) -> None:
    desk = site.desk("mediator", script=script, at="/cases/")
    before = _cases(desk)
    desk.open("/").follow("登记一件新纠纷")
    road.fill_registration(desk, "王双击" if script else "王又击")
    desk.main.get_by_role("button", name="登记", exact=True).dblclick()
    expect(desk.page.locator(".flash").first).to_contain_text("登记好了" if script else ONE_OF_TWO_ANSWERS)
    assert _cases(desk.open("/cases/")) == before + 1


def _cases(desk: Desk) -> int:
    return int("".join(sign for sign in desk.standing if sign.isdecimal()))


def test_of_two_people_at_one_step_the_second_reads_who_was_first(site: Site) -> None:
    first, second = site.desk("mediator"), site.desk("head")
    case = registered(site)
    for desk in (first.open(case), second.open(case)):
        desk.follow("选定从哪一级开始调")
        desk.choose("从哪一级开始", "村人民调解委员会")
    first.press("从这一级开始调")
    assert "受理审查" in first.standing
    second.write("为什么从这里开始", "双方都愿意。")
    second.press("从这一级开始调")
    assert any("吴桂兰" in fault and "已经办好了" in fault for fault in second.faults)
    assert second.field("为什么从这里开始").input_value() == "双方都愿意。"
    second.open(case)
    assert "受理审查" in second.standing


def test_a_case_of_another_village_is_not_there(site: Site) -> None:
    case = registered(site)
    stranger = site.desk("stranger")
    answer = stranger.page.goto(case)
    assert answer is not None
    assert answer.status == 404
    assert "王甲" not in stranger.main.inner_text()
