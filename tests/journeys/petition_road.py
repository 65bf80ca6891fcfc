"""The stretches of a petition's road, as people walk them on the screen; every function ends on the petition's page."""

from __future__ import annotations

from tests.journeys.desk import Desk

TODAY = "2026-11-23"
REQUEST = "请镇里核实翻建手续，答复为什么这样批。"
STORY = "王甲翻建房屋，没有留滴水，镇里批了手续，我不同意。"


def fill_registration(
    desk: Desk, *, name: str = "王乙", requests: tuple[str, ...] = (REQUEST,), channel: str = "书信"
) -> None:
    """One person's letter with what it asks for, each in a row of its own."""
    desk.choose("怎么来的", channel)
    desk.choose("事情在哪个村", "小海眼社区")
    person = desk.row(1)
    desk.write("姓名", name, person)
    desk.write("住址", "小海眼社区2号", person)
    desk.write("事实和理由", STORY)
    for place, request in enumerate(requests, start=2):
        if desk.main.locator("fieldset.row-box").count() < place:
            desk.main.get_by_role("button", name="再加一项诉求").click()
            desk.row(place).wait_for()
        desk.write("要求解决什么", request, desk.row(place))


def register(desk: Desk, **told: object) -> str:
    """Register it; returns the address of the petition."""
    desk.open("/petitions/register")
    transferred = bool(told.pop("transferred", False))
    fill_registration(desk, **told)
    if transferred:
        desk.choose("谁交来的", "上级转送")
        desk.write("哪天收到转送、交办的", TODAY)
    desk.press("登记")
    if desk.question("是不是同一件事").count():
        desk.choose("是不是同一件事", "另一件事")
        desk.press("登记")
    assert "登记好了" in desk.said, desk.faults
    return desk.page.url


def sort(desk: Desk, answer: str, route: str | None, matter_class: str = "申诉求决") -> None:
    """Ask the wizard with one yes, then decide as it proposes; `route` None for a suggestion."""
    desk.follow("定性质、定途径")
    if answer:
        desk.choose(answer, "是")
        desk.press("看看该走哪条路")
        assert matter_class in desk.main.locator("#proposal").inner_text()
    desk.choose("性质", matter_class)
    if route:
        desk.choose("走哪条路", route)
    if not answer:
        desk.write("为什么这样定", "不属于前五种。")
    desk.press("就这么定")


def decide(desk: Desk, how: str, more: dict[str, str] | None = None) -> None:
    """Decide what becomes of it; `more` are further captions with what is written there."""
    desk.follow("决定怎么办理")
    desk.choose("怎么办理", how)
    desk.write("理由", "属于镇里的职权。")
    for caption, words in (more or {}).items():
        desk.write(caption, words)
    desk.press("就这么办")


def sign_off(leader: Desk, petition: str) -> None:
    leader.open(petition).follow("签发")
    leader.choose("签发吗", "同意签发")
    leader.press("就这么定")


def seal_and_serve(desk: Desk, petition: str) -> None:
    """Number, seal, hand over today."""
    desk.open(petition).follow("编号、盖章")
    desk.press("编号、盖章")
    assert "送到了吗" in desk.main.inner_text(), "the next step of the letter stands there at once"
    desk.choose("怎么送的", "当面送")
    desk.write("哪天送到的", TODAY)
    desk.write("谁收的", "王乙")
    desk.press("记下来")
    desk.open(petition)


def issue(desk: Desk, leader: Desk, petition: str) -> None:
    """Signed off, sealed, served."""
    sign_off(leader, petition)
    seal_and_serve(desk, petition)


def assign(desk: Desk) -> None:
    desk.follow("分给承办单位")
    desk.choose("承办单位", "白塔镇规划建设办公室")
    desk.write("什么时候回", "2026-12-10")
    desk.press("分办")


def find_out(handler: Desk, petition: str, result: str = "查清了，写处理意见") -> None:
    handler.open(petition).follow("调查核实")
    handler.choose("查得怎么样", result)
    handler.write("核实的情况", "手续齐全，现场核对无误。")
    handler.press("记下来")


def write_opinion(handler: Desk) -> None:
    """Request, facts and the remedy stand there already."""
    handler.follow("写处理意见")
    handler.choose("对请求的态度", "依据不足，解释说明")
    handler.write("处理意见", "翻建手续符合规定；滴水、通道可以由人民调解委员会调解。")
    handler.write("法律法规依据", "《土地管理法》第六十二条。")
    handler.press("写好了，送签")


def go_up(desk: Desk, step: str, body: str) -> None:
    """The higher body received a request today; the file goes there and its opinion comes back."""
    desk.follow(step)
    desk.write(f"{body}哪天收到请求的", TODAY)
    desk.press("记下来").follow("向上级提供案卷")
    desk.write("给了哪些材料", "案卷一册")
    desk.write("哪个机关要的", body)
    desk.press("送上去了").follow("登记上级的意见")
    desk.choose("结果", "维持")
    desk.write("文号", "博复查〔2026〕3号")
    desk.write("意见书落款的日子", TODAY)
    desk.write("信访人哪天收到的", TODAY)
    desk.write("主要内容", "维持原处理意见。")
    desk.press("登记好了")
