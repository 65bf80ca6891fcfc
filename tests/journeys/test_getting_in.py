"""Getting in: while others guess the password, with a code of the telephone, and once with one of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pyotp import TOTP

from app.accounts.actions.guessing import release
from app.accounts.actions.sign_in import sign_in
from app.accounts.actions.turn_off_second_factor import forget_second_factor
from app.accounts.queries import account_named
from app.core import clock
from app.core.errors import Invalid, TooMany
from app.core.transaction import transaction
from tests import town
from tests.journeys import looks
from tests.journeys.desk import Desk
from tests.journeys.site import PHONE, Site

OWNER = "village-handler"


@pytest.fixture
def site_as_it_was(site: Site) -> Iterator[Site]:
    """The site, on which nothing is braked and nobody has a second factor afterwards."""
    yield site
    with site.app.app_context(), transaction():
        account = account_named(OWNER)
        assert account is not None
        forget_second_factor(account)
        release(OWNER)


def typed(desk: Desk, password: str = town.PASSWORD) -> Desk:
    """Name and password on the sign-in page, sent."""
    desk.open("/sign-in")
    desk.write("登录名", OWNER)
    desk.write("密码", password)
    return desk.press("登录")


def leave(desk: Desk) -> None:
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="退出").click()


def attack(site: Site) -> None:
    """From eight places, four wrong passwords each."""
    for number in range(32):
        place = {"REMOTE_ADDR": f"198.51.100.{number // 4}"}
        with site.app.test_request_context(environ_base=place), suppress(Invalid, TooMany):
            sign_in(OWNER, f"guess {number}", now=clock.now())


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["with script", "without script"]
)
def test_while_others_guess_the_owner_still_gets_in(site_as_it_was: Site, script: bool) -> None:
    own, elsewhere = (Desk(site_as_it_was.context(script=script).new_page()) for _ in range(2))
    expect(typed(own).heading).to_have_text("今天要办的事")
    leave(own)
    attack(site_as_it_was)
    typed(elsewhere)
    assert re.search("请等1分钟再试.*在以前登录过的电脑或者手机上，照常可以登录", elsewhere.faults[0])
    assert elsewhere.field("登录名").input_value() == OWNER
    assert found(elsewhere, script) == []
    expect(typed(own).heading).to_have_text("今天要办的事")


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["with script", "without script"]
)
def test_a_code_is_set_up_asked_for_and_replaced_by_one_of_the_sheet(site_as_it_was: Site, script: bool) -> None:
    site = site_as_it_was
    desk = typed(Desk(site.context(script=script, size=PHONE).new_page()))
    desk.open("/account").follow("验证码登录（还没有开）")
    expect(desk.main.get_by_role("img", name="方块码")).to_be_visible()
    assert desk.main.locator("img").evaluate("one => one.naturalWidth") > 100, "the policy lets the picture through"
    faults = found(desk, script)
    secret = re.sub(r"\s", "", desk.main.locator("p:has-text('密钥：') .number").last.inner_text())
    desk.write("现在的密码", town.PASSWORD)
    desk.write("验证码", TOTP(secret).at(int(clock.now().timestamp())))
    desk.press("开验证码登录")
    expect(desk.heading).to_contain_text("备用码")
    faults += found(desk, script)
    sheet = desk.main.locator("li .number").all_inner_texts()
    assert len(sheet) == 10
    desk.follow("收好了").follow("验证码登录（已经开了）")
    faults += found(desk, script)
    for link in ("换一张新的备用码", "关掉验证码登录"):
        desk.follow(link)
        faults += found(desk, script)
        desk.open("/account/second-factor")
    leave(desk)
    by_telephone(desk, secret)
    by_sheet(desk, sheet[4])
    assert [one for one in desk.complaints if "422" not in one] == []
    assert faults == []


def by_telephone(desk: Desk, secret: str) -> None:
    """Half a minute later the telephone shows another code."""
    later = town.NOW + timedelta(seconds=30)
    clock.clock.source = lambda: later
    expect(typed(desk).heading).to_have_text("登录：填验证码")
    desk.write("验证码", "000000")
    assert "这个码不对" in " ".join(desk.press("登录").faults)
    desk.write("验证码", TOTP(secret).at(int(later.timestamp())))
    expect(desk.press("登录").heading).to_have_text("今天要办的事")
    leave(desk)


def by_sheet(desk: Desk, code: str) -> None:
    """A code of the sheet lets in once; the same one a second time is refused."""
    typed(desk).write("验证码", code)
    expect(desk.press("登录").heading).to_have_text("今天要办的事")
    assert "用掉了一个备用码，还剩9个" in desk.said
    leave(desk)
    typed(desk).write("验证码", code)
    assert "已经用过了" in " ".join(desk.press("登录").faults)
    desk.open("/")
    expect(desk.heading).to_have_text("登录")


def found(desk: Desk, script: bool) -> list[str]:
    """What axe and the ruler find, where a script may look."""
    return [f"{desk.page.url} {fault}" for fault in looks.faults(desk.page)] if script else []
