"""What the page's script adds, in a real browser and under the real content policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from jinja2 import Environment
from playwright.sync_api import Browser, Page, Request, Route, expect
from wtforms import Form, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.core.fields import AtMost
from app.core.rows import Rows
from app.core.security import POLICY
from tests.house.test_field_macros import environment_of_templates
from tests.house.test_front_end import BUILT, built_names

SITE = "http://town.test"
FORM = """
{% extends "base.html" %}
{% import "macros/fields.html" as f %}{% import "macros/page.html" as page %}
{% block title %}登记{% endblock %}
{% block content %}{{ page.page_heading("登记") }}
{% call f.action_form(draft_url="/drafts/new") %}
<input type="hidden" name="page_version" value="7">
{{ f.text_field(form.title) }}{{ f.long_text_field(form.story) }}{{ f.radio_field(form.outcome) }}
{{ f.radio_field(form.target, shown_when={"field": "outcome", "in": ["up"]}) }}
{% call(entry) f.repeating_rows(form.parties, "当事人", "再加一位") %}
{{ f.text_field(entry.form.name) }}{{ f.money_field(entry.form.debt) }}{% endcall %}
{{ f.draft_status() }}{{ page.main_action("登记") }}{{ page.print_button() }}
{% endcall %}{% endblock %}
"""


class Row(Form):
    name = StringField("姓名")
    debt = StringField("欠款")


class Register(Form):
    title = StringField("为什么事")
    story = TextAreaField("经过", [AtMost(10)])
    outcome = RadioField("怎么样", choices=[SelectChoice("agreed", "调成了"), SelectChoice("up", "往上报")])
    target = RadioField("往哪一级", choices=[SelectChoice("village", "村"), SelectChoice("town", "镇")])
    parties = Rows(FormField(Row), "当事人", most=4, unit="位", beyond="再多的另写一张。", least=1)


class Town:
    """A site of one page: answers the browser without a server and remembers what was sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[Request] = []
        self.draft = ""
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route(f"{SITE}/**", self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if route.request.method == "POST":
            self.sent.append(route.request)
        if path.startswith("/build/"):
            route.fulfill(path=BUILT / path.removeprefix("/build/"))
        elif path.startswith("/drafts/"):
            kept = {"saved_at": "10:32", "payload": self.draft}
            route.fulfill(body=json.dumps(kept), content_type="application/json")
        elif route.request.method == "POST":
            route.fulfill(status=204)  # the browser stays on the page, as with a slow office line
        else:
            body = _templates().from_string(FORM).render(form=Register())
            route.fulfill(
                body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

    def open(self) -> Page:
        self.page.goto(SITE, wait_until="networkidle")
        return self.page


def _templates() -> Environment:
    environment = environment_of_templates()
    environment.globals.update(
        asset=lambda name: f"/build/{built_names()[name]}",
        url_for=lambda endpoint: f"/{endpoint}",
        get_flashed_messages=lambda **_: [],
        request=SimpleNamespace(method="GET", full_path="/"),
        csrf_token=lambda: "seal",
    )
    return environment


@pytest.fixture
def town(browser: Browser) -> Iterator[Town]:
    page = browser.new_page()
    made = Town(page)
    yield made
    page.close()
    assert made.complaints == []


def test_a_second_tap_sends_nothing_more(town: Town) -> None:
    page = town.open()
    button = page.locator(".main-action button")
    button.evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".main-action button")).to_have_text("正在办理…")
    button.evaluate("button => button.click()")
    page.wait_for_timeout(200)
    assert [request.method for request in town.sent] == ["POST"]


def test_coming_back_gives_the_button_back(town: Town) -> None:
    page = town.open()
    page.locator(".main-action button").click()
    expect(page.locator(".main-action button")).to_have_text("正在办理…")
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    assert page.locator(".main-action button").inner_text() == "登记"


def test_typing_is_kept_and_the_page_says_so(town: Town) -> None:
    page = town.open()
    page.fill("#title", "翻建挡了通道")
    expect(page.locator("[data-draft-status]")).to_have_text("已存好 10:32")
    kept = parse_qs(town.sent[-1].post_data or "")
    assert kept["title"] == ["翻建挡了通道"]
    assert "csrf_token" not in kept
    assert "page_version" not in kept, "a kept version would make the restored page stale"
    assert town.sent[-1].headers["x-csrftoken"] == "seal"


def test_a_half_written_form_comes_back_at_once(town: Town) -> None:
    town.draft = "title=旧事&outcome=up&target=town&parties-0-name=甲&parties-2-name=丙&parties-2-debt=80"
    page = town.open()
    assert page.input_value("#title") == "旧事"
    assert page.is_checked("#target-1")
    assert page.input_value("#parties-2-name") == "丙"
    assert page.locator("#parties-2-debt-capitals").inner_text() == "捌拾元整"
    assert page.locator("[data-row]").count() == 2, "the row between was taken away before"
    page.get_by_role("button", name="清空，从头写").click()
    assert page.input_value("#title") == ""
    assert page.locator("[data-row]").count() == 1
    assert not page.is_checked("#target-1")
    assert [request.method for request in town.sent] == [], "nothing is kept before something is typed"


def test_a_full_list_says_so_where_the_button_was(town: Town) -> None:
    page = town.open()
    for _ in range(3):
        page.get_by_role("button", name="再加一位").click()
    assert page.locator("[data-row]").count() == 4
    assert page.get_by_role("button", name="再加一位").count() == 0
    assert page.get_by_text("最多4位，已经写满了。再多的另写一张。").is_visible()
    page.locator("[data-remove-row]").first.click()
    assert page.get_by_role("button", name="再加一位").is_visible()
    assert page.get_by_text("已经写满了").is_hidden()


def test_a_long_field_counts_along(town: Town) -> None:
    page = town.open()
    counter = page.locator("#story-counter")
    assert counter.inner_text() == "已写 0 / 最多 10 字"
    page.fill("#story", "一\n二𠮷")
    assert counter.inner_text() == "已写 4 / 最多 10 字"
    page.fill("#story", "字" * 12)
    assert counter.inner_text() == "已写 12 字，多了 2 字（最多 10 字）"


def test_without_script_the_limit_stands_there(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Town(context.new_page()).open()
    assert page.locator("#story-counter").inner_text() == "最多 10 字"
    context.close()


def test_a_hanging_question_waits_for_its_answer(town: Town) -> None:
    page = town.open()
    assert page.locator("#target").is_hidden()
    page.check("#outcome-1")
    assert page.locator("#target").is_visible()
    page.check("#outcome-0")
    assert page.locator("#target").is_hidden()


def test_without_script_every_question_is_there(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Town(context.new_page()).open()
    assert page.locator("#target").is_visible()
    assert page.locator("[data-print]").is_hidden(), "a button that needs script must not be shown without it"
    context.close()


def test_an_added_row_has_names_of_its_own(town: Town) -> None:
    page = town.open()
    page.fill("#parties-0-name", "甲")
    page.get_by_role("button", name="再加一位").click()
    assert page.input_value("#parties-1-name") == ""
    assert page.evaluate("document.activeElement.id") == "parties-1-name"
    page.fill("#parties-1-debt", "1.2万")
    assert page.locator("#parties-1-debt-capitals").inner_text() == "壹万贰仟元整"
    assert page.locator("#parties-0-debt-capitals").inner_text() == ""
    assert town.sent == []


def test_a_row_taken_away_comes_back_with_its_words(town: Town) -> None:
    page = town.open()
    page.get_by_role("button", name="再加一位").click()
    page.fill("#parties-1-name", "乙")
    page.locator("[data-remove-row]").nth(1).click()
    assert page.locator("[data-row]").count() == 1
    assert page.locator("[data-remove-row]").first.is_hidden(), "the last row stays"
    page.get_by_role("button", name="恢复").click()
    assert page.input_value("#parties-1-name") == "乙"


@pytest.mark.parametrize("size", ["standard", "huge"])
def test_nothing_scrolls_sideways_on_a_phone(town: Town, size: str) -> None:
    town.page.set_viewport_size({"width": 390, "height": 844})
    page = town.open()
    page.evaluate("size => { document.documentElement.className = `text-${size}`; }", size)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == {"standard": "18px", "huge": "30px"}[size]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_main_action_is_big_enough(town: Town) -> None:
    box = town.open().locator(".main-action button").bounding_box()
    assert box
    assert box["height"] >= 60
