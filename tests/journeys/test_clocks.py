"""Dates at a desk: a light opens to its days, an explanation prints on one page, a year's notice is looked at first."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from app.accounts.models import Account
from app.agreements.queries import duties_of
from app.agreements.queries.duties import part_of, promise_named
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.sweep import ring_deadline, sweep_deadlines
from app.deadlines.models import Deadline, TownYear
from app.deadlines.queries.calendar_source import new_version
from app.deadlines.queries.reckoned import reckoning_of, write
from app.processes.models import Task
from tests.agreements.paths import Path as Agreed
from tests.journeys import road
from tests.journeys.desk import Desk
from tests.journeys.site import Site
from tests.story import Story
from tests.town import NOW
from workflows.periods.reckon import Extension

DECEMBER = datetime(2026, 12, 20, 9, tzinfo=SHANGHAI)
NEW_YEAR, SPRING, NATIONAL = "元旦", "春节", "国庆节"
NOTICE = {
    "year": 2027,
    "notice": "国务院办公厅关于2027年部分节假日安排的通知",
    "holidays": {f"2027-01-{day:02d}": NEW_YEAR for day in range(1, 4)}
    | {f"2027-02-{day:02d}": SPRING for day in range(5, 12)}
    | {"2027-01-20": SPRING}
    | {f"2027-10-{day:02d}": NATIONAL for day in range(1, 8)},
    "workdays": {"2027-02-13": SPRING},
}
"""Made up, so that the month of a case accepted on 20 December 2026 ends on a holiday."""


def test_a_light_opens_to_the_days_behind_it(site: Site) -> None:
    with site.app.app_context():
        address = f"/cases/{Story().mediating_at('village').case.public_id}"
    desk = site.desk("mediator", at=address)
    expect(desk.page.locator(".clock")).to_contain_text("还有30天")
    desk.page.locator(".clock").get_by_role("link", name=re.compile("怎么算的")).click()
    expect(desk.heading).to_have_text("期限说明：调解")
    expect(desk.main).to_contain_text("11月23日受理，次日起算1个月，到12月23日为止。")
    expect(desk.main).to_contain_text("《人民调解工作若干规定》第三十三条")
    assert desk.page.locator(".day-cells .cell").count() == 31
    desk.open("/").page.locator(".task-row a.why-link").first.click()
    expect(desk.heading).to_contain_text("期限说明：")


def test_the_question_of_the_month_stands_beside_the_work(site: Site) -> None:
    """A case typed in two months late: sittings and the result are entered while the question stands open."""
    with site.app.app_context():
        story = Story().happened(date(2026, 9, 14)).register(applied_at=datetime(2026, 9, 14, 9, tzinfo=SHANGHAI))
        story.start_at("village").accept().consent().tell_rights().choose_mediators()
        ring_deadline(story.period("M2").id, story.now)
        db.session.commit()
        address = f"/cases/{story.case.public_id}"
        db.session.remove()
    desk = site.desk("mediator", at=address)
    offered = [one.inner_text() for one in desk.main.locator(".matter-now a[href^='/tasks/']").all()]
    assert [words in one for words, one in zip(("调解", "期满了，问双方"), offered, strict=True)] == [True, True]
    desk.follow("期满了，问双方").choose("双方怎么说", "不用延长，照常往下办")
    desk.write("原因", "当时已经谈成，现在补录。")
    desk.press("记下双方的意思")
    road.agree(desk)
    assert "起草协议" in desk.standing
    assert "期满了" not in desk.standing


def test_a_promise_that_was_put_off_asks_again(site: Site) -> None:
    """The day of the first promise is over; another day is agreed on, and asks when it is over too."""
    with site.app.app_context():
        path = Agreed().sealed()
        day, promise = path.period("M7"), promise_named(part_of(duties_of(path.agreement.id)[0]))
        path.now = day.due_at + timedelta(hours=10)
        sweep_deadlines(path.now)
        address, case_id = f"/cases/{path.case.public_id}", path.case_id
        db.session.remove()
    clock.clock.source = lambda: path.now
    desk = site.desk("mediator", at=address)
    desk.follow("问做了没有")
    expect(desk.main).to_contain_text(promise)
    desk.choose("做了没有", "还没做，另约了日子")
    desk.write("约到哪一天", "2027-02-20")
    desk.write("情况", "等工钱发下来。")
    desk.press("记下来")
    assert "问做了没有" not in desk.standing
    with site.app.app_context():
        path.now = datetime(2027, 2, 21, 9, tzinfo=SHANGHAI)
        sweep_deadlines(path.now)
        asked = db.session.query(Task).filter_by(subject_id=case_id, name="promise_due", closed_at=None)
        assert promise in "".join(one.title for one in asked)
        db.session.remove()
    desk = site.desk("mediator", at=address)
    assert desk.standing.count("问做了没有") == 2, "the third promise, too, is asked about by now"


@pytest.mark.parametrize("size", ["text-standard", "text-huge"])
def test_the_longest_explanation_prints_on_one_page(site: Site, tmp_path: Path, size: str) -> None:
    """Ninety days with an extension, a roll and a story of changes."""
    with site.app.app_context():
        story = Story(NOW).register()
        clerk = db.session.query(Account).filter_by(login_name="clerk").one()
        with transaction():
            opened = open_deadline(
                story.case, "D5", starts=date(2026, 8, 3), region="", committee_id=None, actor=clerk, now=NOW
            )
            extension = Extension(date(2026, 9, 28), days=30)
            extend_deadline(opened, extension, reason="案情复杂，要再现场查看。", actor=clerk, now=NOW)
            address = f"/deadlines/{opened.public_id}"
    desk = site.desk("mediator", at=address)
    desk.page.evaluate("size => { document.documentElement.className = size; }", size)
    paper = tmp_path / "sheet.pdf"
    desk.page.pdf(path=paper, prefer_css_page_size=True)
    assert len(PdfReader(paper).pages) == 1
    desk.page.emulate_media(media="print")
    words = "".join(desk.main.inner_text().split())
    for part in ("期限说明", "11月1日是星期日", "顺延到11月2日", "信访工作条例", "案情复杂"):
        assert part in words, part


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["with script", "without script"]
)
def test_a_notice_is_looked_at_before_it_counts(site: Site, tmp_path: Path, script: bool) -> None:
    clock.clock.source = lambda: DECEMBER
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NOTICE, ensure_ascii=False), encoding="utf-8")
    with site.app.app_context():
        story = Story(DECEMBER).register(applied_at=DECEMBER).start_at("village").accept()
        month, number = story.period("M2").public_id, story.case.number
    try:
        _bring_in(site.desk("admin", script=script), file, number)
        reader = site.desk("mediator", script=script, at=f"/deadlines/{month}")
        expect(reader.main).to_contain_text("1月20日是春节假期，顺延到2027年1月21日")
        expect(reader.main).to_contain_text("节假日表改了，重新算")
        assert "暂定" not in reader.main.inner_text()
        again = site.desk("admin", script=script, at="/deadlines/calendar?year=2027")
        again.main.locator("input[type=file]").set_input_files(file)
        again.main.get_by_role("button", name="先看会变什么").first.click()
        expect(again.page.locator(".error-summary")).to_contain_text("内容一样，没有改动")
    finally:
        _take_out(site)


def _bring_in(desk: Desk, file: Path, number: str) -> None:
    desk.open("/deadlines/calendar?year=2027")
    expect(desk.heading).to_have_text("节假日表：2027年（暂定）")
    desk.main.locator("input[type=file]").set_input_files(file)
    desk.main.get_by_role("button", name="先看会变什么").first.click()
    expect(desk.heading).to_have_text("导入2027年的放假安排")
    row = desk.main.locator("tbody tr", has_text=number).filter(has_text="2027年1月21日").first
    expect(row).to_contain_text("2027年1月20日")
    assert "王甲" not in desk.main.inner_text(), "the administrator does not look into cases"
    desk.press("确认导入")
    assert "导入好了" in desk.said


def _take_out(site: Site) -> None:
    """The site is shared: what this test brought in is taken out again."""
    with site.app.app_context(), transaction():
        db.session.query(TownYear).delete()
        new_version()
        for deadline in db.session.query(Deadline).filter(Deadline.closed_at.is_(None)):
            write(deadline, reckoning_of(deadline), now=DECEMBER)
