"""Enter in every field of every form with rows: no row goes, none comes, nothing is sent, nothing typed is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import ElementHandle, expect

from app.core.db import db
from tests.agreements.paths import Path
from tests.journeys.desk import Desk
from tests.journeys.site import Site

TYPED = "input:not([type=hidden]):not([type=submit]):not([type=file])"
WRITE_IN = """all => {
  const seen = all.filter(one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length);
  for (const [place, one] of seen.entries()) if (['text', 'tel'].includes(one.type)) {
    one.value = `第${place}格`;
    one.dispatchEvent(new Event('input', {bubbles: true}));
  }
  return seen.map(one => all.indexOf(one));
}"""
"""What can be seen of these fields, by its place among them; words are typed where words go."""
TALL = (1280, 8000)
"""A screen on which the whole form stands: nothing scrolls."""
PAGES = {
    "dispute": ("mediator", "/cases/register", 25),
    "petition": ("petition", "/petitions/register", 15),
    "accusation": ("discipline", "/accusations/register", 12),
    "written": ("mediator", "/agreements/{}/draft", 10),
    "oral": ("mediator", "/agreements/{}/oral", 10),
    "handwritten": ("mediator", "/agreements/{}/original", 10),
}
"""Whose page, where, and at least how many fields it has."""
WITHOUT_SCRIPT = ("dispute", "petition")
"""Where it is tried without script in every run: one macro (`action_form`) makes every form."""


def opened(site: Site, name: str, *, script: bool) -> Desk:
    who, address, _ = PAGES[name]
    if "{}" in address:
        with site.app.app_context():
            address = address.format(Path().agreed(form=name).case.public_id)
            db.session.remove()
    return site.desk(who, script=script, at=address, size=TALL)


def state(desk: Desk) -> tuple[object, ...]:
    """What is in the form: rows, every value and tick; and whether it is still the same page."""
    fields = desk.main.locator("form.action-form").first.locator("input:not([name^=draft-]), textarea")
    values = fields.evaluate_all("all => all.map(one => [one.name, one.value, one.checked])")
    return desk.page.url, desk.page.locator("body").get_attribute("data-mark"), values


def each_input(desk: Desk) -> list[ElementHandle]:
    """Every field that can be seen, with something in it where words go."""
    desk.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    desk.page.evaluate("document.body.dataset.mark = 'same page'")
    every = desk.main.locator("form.action-form").first.locator(TYPED)
    places = every.evaluate_all(WRITE_IN)
    handles = every.element_handles()
    return [handles[place] for place in places]


TRIED = [
    pytest.param(
        name,
        script,
        marks=[] if script or name in WITHOUT_SCRIPT else [pytest.mark.campaign],
        id=f"{name}-{'with script' if script else 'without script'}",
    )
    for name in PAGES
    for script in (True, False)
]


@pytest.mark.parametrize(("name", "script"), TRIED)
def test_enter_changes_no_row_and_loses_nothing(site: Site, name: str, script: bool) -> None:
    desk = opened(site, name, script=script)
    inputs = each_input(desk)
    assert len(inputs) >= PAGES[name][2]
    before = state(desk)
    assert before[1] == "same page"
    for one in inputs:
        one.press("Enter")
    desk.page.wait_for_timeout(300)
    assert state(desk) == before


def test_enter_leads_to_the_next_field_and_from_the_last_to_the_button(site: Site) -> None:
    desk = site.desk("discipline", at="/accusations/register")
    order = ("name", "phone", "address", "id_number")
    desk.page.locator("#accusers-0-name").focus()
    for here, there in pairwise(order):
        desk.page.locator(f"#accusers-0-{here}").press("Enter")
        expect(desk.page.locator(f"#accusers-0-{there}")).to_be_focused()
    desk.field("谁来说的").press("Enter")
    expect(desk.main.get_by_role("button", name="密封，存下")).to_be_focused()


def test_enter_passes_a_group_of_choices_as_one(site: Site) -> None:
    desk = site.desk("discipline", at="/accusations/register")
    radios = desk.question("怎么来的").get_by_role("radio")
    radios.nth(1).check()
    radios.nth(1).press("Enter")
    expect(desk.field("哪天收到的")).to_be_focused()


def test_a_line_in_a_long_text_is_still_a_line(site: Site) -> None:
    desk = site.desk("discipline", at="/accusations/register")
    text = desk.field("检举控告的内容")
    text.fill("一")
    text.press("Enter")
    assert text.input_value() == "一\n"
    expect(text).to_be_focused()


@pytest.mark.parametrize("told", ["isComposing: true", "keyCode: 229"])
def test_enter_that_takes_over_a_chinese_word_moves_nothing(site: Site, told: str) -> None:
    desk = site.desk("discipline", at="/accusations/register")
    name = desk.field("姓名").first
    name.focus()
    pressed = f"new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, cancelable: true, {told}}})"
    assert name.evaluate(f"one => one.dispatchEvent({pressed})"), "the input method gets its key"
    expect(name).to_be_focused()


def test_enter_sends_what_is_a_line_or_two(site: Site) -> None:
    desk = site.desk("mediator", at="/cases/")
    desk.field("找案件").fill("没有这个人")
    with desk.page.expect_navigation():
        desk.field("找案件").press("Enter")
    assert "没有找到" in desk.main.inner_text()
