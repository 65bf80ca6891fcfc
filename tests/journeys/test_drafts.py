"""What was typed and kept comes back, and is never overwritten unasked: reopening, two windows, a new sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, expect

from app.accounts.actions.save_draft import MOST_DRAFTS, typed_in
from app.accounts.models import Account, Draft
from app.core.db import db
from tests import town
from tests.cli.test_serve import wait_for
from tests.journeys import road
from tests.journeys.desk import Desk
from tests.journeys.site import Site

PLACE = "/cases/register"
STORY = "两家从祖上就隔着一道墙，" * 150
PAUSE = 3_000
"""Milliseconds of quiet after which a page sends what was typed."""


def kept(site: Site) -> str:
    """The answers as the server keeps them."""
    with site.app.app_context():
        account = db.session.query(Account).filter_by(login_name="mediator").one()
        row = db.session.get(Draft, (account.id, "register"))
        answers = typed_in(row).answers if row is not None else ""
        db.session.remove()
    return answers


def status(desk: Desk) -> Locator:
    return desk.page.locator("[data-draft-status]")


def offer(desk: Desk) -> Locator:
    return desk.page.locator(".draft-offer")


def ready(desk: Desk) -> Desk:
    """The page knows what was kept before: it has written down which state it saw."""
    desk.page.locator("[name=draft-seen][value]").first.wait_for(state="attached")
    return desk


def quiet(desk: Desk) -> None:
    """Nobody types for long enough: the hands of the page's clock are moved on."""
    desk.page.clock.fast_forward(PAUSE)


@contextmanager
def saving(desk: Desk) -> Iterator[None]:
    """Inside something is typed on a page that knows what was kept before; afterwards it is kept."""
    ready(desk)
    with desk.page.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "POST") as sent:
        yield
        quiet(desk)
    assert sent.value.status == 200
    expect(status(desk)).to_contain_text("已存好")


def story(desk: Desk) -> Locator:
    return desk.field("纠纷简要情况")


def at_the_form(site: Site) -> Desk:
    """The mediator before an empty form, whose clock the test moves on."""
    return site.desk("mediator", at=PLACE, wound=True)


def written(site: Site, text: str = STORY) -> Desk:
    """Somebody typed a long text, and it was kept."""
    desk = at_the_form(site)
    with saving(desk):
        story(desk).fill(text)
    return desk


def another_window(desk: Desk) -> Desk:
    """The same person, a second window of the same browser."""
    return Desk(desk.page.context.new_page()).open(PLACE)


def test_ignoring_the_offer_overwrites_nothing(site: Site) -> None:
    desk = written(site)
    desk.open("/").open(PLACE)
    expect(offer(desk)).to_contain_text("已经放好了")
    expect(story(desk)).to_have_value(STORY)
    with saving(desk):
        desk.field("当事人的请求").fill("拆")
    assert STORY in kept(site)
    assert "拆" in kept(site)


def test_starting_afresh_can_be_taken_back(site: Site) -> None:
    desk = written(site)
    with saving(desk):
        desk.main.get_by_role("button", name="再加一位当事人").click()
        desk.write("姓名或单位名称", "方丙", desk.row(3))
    desk.open("/").open(PLACE)
    expect(desk.field("姓名或单位名称", desk.row(3))).to_have_value("方丙")
    offer(desk).get_by_role("button", name="清空，从头写").click()
    expect(desk.main.locator("fieldset.row-box")).to_have_count(2)
    expect(story(desk)).to_have_value("")
    assert STORY in kept(site), "nothing is overwritten before something is typed"
    offer(desk).get_by_role("button", name="恢复刚才的").click()
    expect(story(desk)).to_have_value(STORY)
    expect(desk.field("姓名或单位名称", desk.row(3))).to_have_value("方丙")


def test_a_row_that_was_taken_away_does_not_come_back(site: Site) -> None:
    desk = written(site)
    with saving(desk):
        desk.main.get_by_role("button", name="再加一位当事人").click()
        desk.write("姓名或单位名称", "王甲", desk.row(1))
        desk.write("姓名或单位名称", "方丙", desk.row(3))
        desk.row(2).get_by_role("button", name="去掉这一条").click()
    wait_for(lambda: "parties-2-name=方丙" in kept(site) and "parties-1-" not in kept(site))
    desk.open("/").open(PLACE)
    expect(offer(desk)).to_be_visible()
    names = [one.input_value() for one in desk.field("姓名或单位名称").all()]
    assert names == ["王甲", "方丙"]


def test_of_two_windows_none_overwrites_the_other_unasked(site: Site) -> None:
    first = at_the_form(site)
    second = another_window(first)
    with saving(first):
        story(first).fill(STORY)
    story(ready(second)).fill("另一件事")
    quiet(second)
    expect(offer(second)).to_contain_text("别的窗口里也写着")
    assert STORY in kept(site)
    assert "另一件事" not in kept(site)
    expect(story(second)).to_have_value("另一件事")
    offer(second).get_by_role("button", name="换成那边写的").click()
    expect(story(second)).to_have_value(STORY)
    with saving(second):
        offer(second).get_by_role("button", name="恢复刚才的").click()
    expect(story(second)).to_have_value("另一件事")
    assert "另一件事" in kept(site)
    story(first).press_sequentially("。")
    quiet(first)
    expect(offer(first)).to_contain_text("别的窗口里也写着")
    with saving(first):
        offer(first).get_by_role("button", name="留这里写的").click()
    assert f"{STORY}。" in kept(site)


def test_what_one_window_registers_leaves_the_other_its_draft(site: Site) -> None:
    first = at_the_form(site)
    second = another_window(first)
    with saving(first):
        story(first).fill(STORY)
    road.fill_registration(second)
    road.send_registration(second)
    assert STORY in kept(site)
    first.open("/").open(PLACE)
    expect(story(first)).to_have_value(STORY)
    road.fill_registration(first)
    road.send_registration(first)
    assert kept(site) == ""
    expect(story(first.open(PLACE))).to_have_value("")


@contextmanager
def answered_late(desk: Desk) -> Iterator[Desk]:
    """The form stands open, and the server says what was kept only when this is left."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            held.append(route)
        else:
            route.continue_()

    desk.page.route("**/drafts/*", hold)
    with desk.page.expect_request(lambda request: "/drafts/" in request.url):
        desk.open(PLACE)
    yield desk
    for route in held:
        route.continue_()


def test_what_was_typed_before_the_server_answered_is_kept_too(site: Site) -> None:
    with answered_late(site.desk("mediator", wound=True)) as desk:
        story(desk).fill("院墙")
        quiet(desk)
        assert kept(site) == ""
    with saving(desk):
        pass
    assert "院墙" in kept(site)


def test_what_was_kept_does_not_take_the_place_of_what_was_typed_meanwhile(site: Site) -> None:
    written(site)
    with answered_late(site.desk("mediator", wound=True)) as desk:
        story(desk).fill("院墙")
        quiet(desk)
    expect(offer(desk)).to_contain_text("这里已经写了一些，所以没有放进来")
    expect(story(desk)).to_have_value("院墙")
    assert STORY in kept(site)
    offer(desk).get_by_role("button", name="换成上次写的").click()
    expect(story(desk)).to_have_value(STORY)
    offer(desk).get_by_role("button", name="恢复刚才的").click()
    with saving(desk):
        expect(story(desk)).to_have_value("院墙")
    assert "院墙" in kept(site)


def test_a_refused_form_comes_back_as_typed_and_is_kept_on(site: Site) -> None:
    desk = written(site)
    story(desk).fill(f"{STORY}改过")
    with saving(desk):
        ready(desk.press("登记"))
    assert desk.faults
    expect(story(desk)).to_have_value(f"{STORY}改过")
    assert offer(desk).count() == 0
    assert f"{STORY}改过" in kept(site)


def test_it_comes_back_after_signing_out_and_in(site: Site) -> None:
    context = site.context()
    context.clock.install()
    desk = Desk(context.new_page())
    desk.sign_in("mediator", town.PASSWORD)
    desk.open(PLACE)
    with saving(desk):
        story(desk).fill(STORY)
    desk.page.get_by_role("button", name="退出").click()
    expect(desk.page.locator(".flash")).to_contain_text("已经退出")
    desk.sign_in("mediator", town.PASSWORD)
    expect(story(desk.open(PLACE))).to_have_value(STORY)


def test_whoever_was_signed_out_elsewhere_is_told_that_nothing_is_kept(site: Site) -> None:
    context = site.context()
    context.clock.install()
    desk = Desk(context.new_page())
    desk.sign_in("mediator", town.PASSWORD)
    desk.open(PLACE)
    other = Desk(context.new_page()).open("/")
    other.page.get_by_role("button", name="退出").click()
    expect(other.page.locator(".flash")).to_contain_text("已经退出")
    story(ready(desk)).fill(STORY)
    quiet(desk)
    expect(status(desk)).to_contain_text("您已经退出了，这里写的没有存上")
    expect(story(desk)).to_have_value(STORY)


def test_without_script_nothing_is_overwritten_and_nothing_forgotten(site: Site) -> None:
    written(site)
    desk = site.desk("mediator", script=False, at=PLACE)
    expect(story(desk)).to_have_value("")
    road.fill_registration(desk)
    road.send_registration(desk)
    assert STORY in kept(site), "the page never showed it"


def test_a_step_that_moved_on_is_not_filled_unasked(site: Site) -> None:
    desk = written(site)
    with site.app.app_context():
        row = db.session.query(Draft).one()
        row.seal(row.payload.replace('"made_for": ""', '"made_for": "7"'))
        db.session.commit()
        db.session.remove()
    desk.open("/").open(PLACE)
    expect(offer(desk)).to_contain_text("后来有了变化")
    expect(story(desk)).to_have_value("")
    desk.field("当事人的请求").fill("拆")
    expect(status(desk)).to_contain_text("先在上面选一下")
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.method))
    quiet(desk)
    assert desk.page.evaluate("fetch('/healthz').then(answer => answer.ok)"), "what was sent before has been told of"
    assert sent == ["GET"]
    assert STORY in kept(site)
    offer(desk).get_by_role("button", name="放进来接着写").click()
    expect(story(desk)).to_have_value(STORY)


def test_whoever_keeps_too_much_is_told_what_to_do_and_loses_nothing(site: Site) -> None:
    with site.app.app_context():
        account = db.session.query(Account).filter_by(login_name="mediator").one()
        for number in range(MOST_DRAFTS):
            old = Draft(account_id=account.id, form_key=f"old-{number}", saved_at=town.NOW)
            old.seal("facts=")
            db.session.add(old)
        db.session.commit()
        db.session.remove()
    desk = ready(at_the_form(site))
    with desk.page.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "POST"):
        story(desk).fill("院墙")
        quiet(desk)
    expect(status(desk)).to_contain_text("存着没办完的草稿太多，这一张存不下了")
    expect(status(desk)).to_contain_text("写的还在这一页上，先别关")
    expect(story(desk)).to_have_value("院墙")
    with site.app.app_context():
        db.session.delete(db.session.query(Draft).first())
        db.session.commit()
        db.session.remove()
    with saving(desk):
        story(desk).fill("院墙外")
    assert "院墙外" in kept(site)
