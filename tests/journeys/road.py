"""The stretches of a case's road, as people walk them on the screen; every function ends on the case page."""

from __future__ import annotations

import re

from tests.journeys.desk import Desk

FACTS = "双方系前后邻居，因翻建房屋留通道发生争执。"
CLAUSES = (
    {"谁": "王甲", "做什么、不做什么": "在旧墙基础线以内建", "没有日子的，什么时候": "翻建时"},
    {"谁": "王甲", "做什么、不做什么": "补偿王乙墙面修补费", "多少钱": "3000", "哪天前做完": "2027-01-31"},
)


def fill_registration(desk: Desk, other: str = "王乙") -> None:
    """The homestead dispute of two neighbours; a name that nobody had yet is not asked about."""
    desk.choose("怎么来的", "当事人申请")
    desk.choose("纠纷类型", "房屋宅基地")
    for number, (side, name) in enumerate((("甲方（申请人一方）", "王甲"), ("乙方", other)), start=1):
        row = desk.row(number)
        desk.choose("哪一方", side, row)
        desk.choose("个人还是单位", "个人", row)
        desk.write("姓名或单位名称", name, row)
        desk.write("电话", f"1385330000{number}", row)
    desk.write("纠纷简要情况", FACTS)
    desk.write("当事人的请求", "留出通道\n补偿3000元")
    desk.choose("双方是什么关系", "同一家族")


def register(desk: Desk, other: str = "王乙") -> str:
    """Register it; returns the address of the case."""
    desk.open("/").follow("登记一件新纠纷")
    fill_registration(desk, other)
    send_registration(desk)
    return desk.page.url


def send_registration(desk: Desk) -> None:
    """Register what was filled in; where the same people have a dispute already, it is another one."""
    question = desk.press("登记").question("是不是已经登记过的同一件")
    if question.count():
        question.get_by_label(re.compile("是另一件事$")).check()
        desk.press("登记")
    assert "登记好了" in desk.said


def start(desk: Desk, level: str) -> None:
    """Choose the level, accept, ask everybody, tell the rights."""
    desk.follow("选定从哪一级开始调")
    desk.choose("从哪一级开始", level)
    desk.press("从这一级开始调").follow("受理审查")
    desk.choose("受理还是不受理", "受理")
    desk.press("定下来").follow("问各方愿不愿意调")
    desk.everyone("各方怎么答复", "同意")
    desk.everyone("怎么答复的", "当面")
    desk.press("记下各方答复")
    tell_rights(desk)


def tell_rights(desk: Desk) -> None:
    desk.follow("告知权利义务")
    desk.everyone("怎么告知的", "书面送达")
    desk.press("记下已经告知")


def choose_mediators(desk: Desk) -> None:
    """Whoever presided before, else the first of the list who may."""
    desk.follow("选定调解员")
    if not desk.main.locator("input[value=presiding]:checked").count():
        desk.main.locator("input[value=presiding]").first.check()
    desk.choose("怎么定的", "调委会指定的")
    desk.press("确定调解员")


def sit(desk: Desk) -> None:
    """A sitting; stays on the page of mediation."""
    desk.follow("调解")
    desk.write("在哪里调的", "村调解室")
    desk.write("谁在场", "双方当事人、调解员")
    desk.write("各方怎么说", "甲说墙外是自家的，乙说要留滴水。")
    desk.write("这次的结果", "谈了两条。")
    desk.press("记下这次调解")


def agree(desk: Desk, form: str = "写成协议书") -> None:
    sit(desk)
    desk.choose("调得怎么样", "谈成了")
    desk.choose("用什么形式", form)
    desk.choose("是不是只有一部分当事人谈成", "否")
    desk.press("记下结果")


def hand_on(desk: Desk, choice: str) -> None:
    """No agreement; everybody wants somebody else to take it on."""
    sit(desk)
    desk.choose("调得怎么样", "没有谈成")
    desk.write("没有谈成或者要换人的原因", "分歧较大。")
    desk.press("记下结果").follow("下一步谁接")
    desk.choose("下一步", choice)
    desk.everyone("各方愿不愿意", "同意")
    desk.write("为什么这样定", "分歧较大。")
    desk.press("就这么办")


def draft(desk: Desk) -> None:
    """Write the clauses; a row is added by its button."""
    desk.follow("起草协议")
    if desk.heading.inner_text() != "起草协议":
        desk.follow("改协议")
    for number, clause in enumerate(CLAUSES, start=1):
        if desk.main.locator("fieldset.row-box").count() < number:
            desk.main.get_by_role("button", name="再加一条").click()
            desk.row(number).wait_for()
        for caption, words in clause.items():
            desk.write(caption, words, desk.row(number))
    desk.press("写好了，看下一步")


def send_to_adviser(desk: Desk) -> None:
    desk.choose("要不要请法律顾问看", "请法律顾问看")
    desk.question("请哪一位").get_by_role("radio").first.check()
    desk.press("送出去")


def sign(desk: Desk) -> None:
    """Everybody signs by hand today."""
    desk.follow("签字按手印")
    for row in desk.main.locator("fieldset.row-box").all():
        row.get_by_label("本人签名", exact=True).check()
    desk.choose("现在怎么样", "都签了")
    desk.press("记下签字情况")


def perform(desk: Desk) -> None:
    """Every duty done today."""
    desk.follow("督促履行")
    for row in desk.main.locator("fieldset.row-box").all():
        row.get_by_label("做了", exact=True).check()
        desk.write("哪天做的（没做的，哪天看的）", "2026-11-23", row)
    desk.choose("都做完了吗", "都做完了")
    desk.press("记下履行情况")
