"""From opening to work: an account of the closed room waits, is refused or confirmed; a lost password is replaced."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from app.core.identity import check_digit
from tests.journeys import looks
from tests.journeys.desk import Desk
from tests.journeys.site import PHONE, Site

OFFICE_NAME = "白塔镇纪律检查委员会"
OWN = "河边第三棵柳树是我栽的"
LATER = "河边第四棵柳树也是我栽的"


def opened(site: Site, name: str, login_name: str, place: int) -> str:
    """The administrator opens an officer's account on the page; the password that is shown."""
    desk, begin = site.desk("admin", at="/accounts"), f"3703041982{place:02d}01001"
    desk.write("姓名", name)
    desk.write("身份证号", begin + check_digit(begin))
    desk.write("登录名", login_name)
    desk.choose("身份", "纪检干部")
    desk.field("哪个单位").select_option(label=OFFICE_NAME)
    expect(desk.main.get_by_label("是镇纪委书记")).to_be_visible()
    desk.press("开账号")
    return shown(desk)


def shown(desk: Desk) -> str:
    found = re.search(r"密码是 (\S+) ，", desk.said)
    assert found, desk.said
    return found.group(1)


def entered(site: Site, login_name: str, password: str, heading: str, *, script: bool = True) -> Desk:
    """Somebody signs in and comes to a page with this heading."""
    desk = Desk(site.context(script=script, size=PHONE).new_page()).open("/sign-in")
    desk.write("登录名", login_name)
    desk.write("密码", password)
    desk.press("登录")
    expect(desk.heading).to_have_text(heading)
    return desk


def changed(desk: Desk, old: str, new: str) -> Desk:
    desk.write("现在的密码", old)
    desk.write("新密码", new)
    desk.write("再填一遍新密码", new)
    return desk.press("改密码")


def newcomer(site: Site, name: str, login_name: str, place: int) -> Desk:
    """A new officer with his own password, before the page that says whom he waits for."""
    password = opened(site, name, login_name, place)
    desk = changed(entered(site, login_name, password, "我的账号"), password, OWN).open("/")
    expect(desk.heading).to_have_text("您的账号还在等核准")
    return desk


def judged(site: Site, name: str) -> Desk:
    """The head of discipline, led by his notice, before the question about this account."""
    desk = site.desk("discipline", at="/more").follow("等核准的账号")
    desk.main.get_by_role("row", name=name).get_by_role("link").click()
    expect(desk.heading).to_have_text(f"核准{name}的账号")
    return desk


def test_an_officer_waits_until_the_head_of_discipline_confirms_him(site: Site) -> None:
    officer = newcomer(site, "等着的", "waits", 1)
    assert "要由镇纪委书记核准" in officer.main.inner_text()
    assert looks.faults(officer.page) == []
    officer.open("/accusations/")
    expect(officer.heading).to_have_text("没有找到")
    head = judged(site, "等着的")
    head.choose("您的意见", "核准：是本人，账号可以用")
    head.press("办好")
    assert "核准了" in head.said
    expect(officer.open("/accusations/").heading).to_have_text("检举控告")
    assert "纪书记核准了" in officer.open("/notices").main.inner_text()
    history = site.desk("justice", at="/more").follow("账号记录")
    assert "核准了账号" in history.main.inner_text()
    assert "等着的（waits）" in history.main.inner_text()


def test_an_officer_nobody_knows_is_refused(site: Site) -> None:
    officer = newcomer(site, "没人认", "unknown", 2)
    head = judged(site, "没人认")
    head.choose("您的意见", "不核准：账号停掉")
    head.press("办好")
    assert head.faults == ["没有写为什么，还没有停。", "为什么不核准：请写为什么不核准。"]
    head.write("为什么不核准", "镇纪委没有这个人")
    head.press("办好")
    assert "这个账号停了" in head.said
    expect(officer.open("/").heading).to_have_text("登录")
    assert "没有核准，停用：镇纪委没有这个人" in site.desk("admin", at="/accounts/history").main.inner_text()


def test_a_forgotten_password_from_the_button_to_ones_own_without_any_script(site: Site) -> None:
    lost = Desk(site.context(size=PHONE, script=False).new_page()).open("/sign-in")
    assert "忘了密码，打给司法所" in lost.main.inner_text()
    admin = site.desk("admin", script=False, at="/accounts")
    row = admin.main.get_by_role("row", name="stranger 尤大娘")
    row.get_by_role("link", name=re.compile("忘了密码：给一个新的")).click()
    expect(admin.heading).to_have_text("给尤大娘一个新密码")
    password = shown(admin.press("给一个新密码"))
    desk = entered(site, "stranger", password, "我的账号", script=False)
    assert "请先换成自己的密码" in desk.said
    changed(desk, password, OWN)
    assert "密码改好了" in desk.said
    expect(desk.open("/").heading).to_have_text("今天要办的事")
    assert "管大中给您换了新的第一次密码" in desk.open("/notices").main.inner_text()
    elsewhere = entered(site, "stranger", OWN, "今天要办的事")
    desk.open("/account").press("把我在别处的登录都退出")
    assert "只有这里还登录着" in desk.said
    expect(elsewhere.open("/").heading).to_have_text("登录")
    assert looks.faults(changed(site_again(site, desk), OWN, LATER).page) == []


def site_again(site: Site, desk: Desk) -> Desk:
    """The same browser once more on the page of its account, with scripts, which the ruler needs."""
    again = site.context(size=PHONE)
    again.add_cookies(desk.page.context.cookies())
    return Desk(again.new_page()).open("/account")
