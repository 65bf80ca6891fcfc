"""A petition about a building permit: registered, accepted, investigated, answered, and followed by its petitioner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.example.walk.page import Value
from app.example.walk.person import Person, Visitor, date_field, day

PETITIONER = "王乙"
OFFICE = "白塔镇自然资源和规划建设办公室"
REQUEST = "请镇里核实王甲翻建的手续，书面答复为什么这样批。"
STORY = "王甲在我家前面翻建房屋，说镇里批了手续。我认为没有留滴水，批的时候没有问过我。"
FOUND = "王甲翻建的申请、四邻签字、批准文件齐全；批准的位置在旧墙基础线以内，跟两家证上写的四至一致。"
OPINION: dict[str, Value] = {
    "投诉请求": REQUEST,
    "事实和理由": f"经查，{FOUND}批准以前在村里公示过七天，没有人提出意见。",
    "对请求的态度": "依据不足，解释说明",
    "处理意见": "翻建手续符合规定。滴水和通道属于相邻关系，双方愿意的，可以请人民调解委员会调解。",
    "法律法规依据": "《土地管理法》第六十二条；《民法典》第二百八十八条。",
}
NO_QUESTION_APPLIES = ("反映的是公职人员、党员违纪违法吗？", "是不是只提建议、意见，自己没有要解决的事？",
                       "这件事法院、检察院、公安正在办、办过，或者本该由它们办吗？",
                       "是不是劳动争议、土地承包纠纷这类可以仲裁的？", "是不是党员对党的处分、组织处理不服？",
                       "是不是对行政机关的决定不服，或者要行政机关裁决、确认、许可、处罚？",
                       "是不是要行政机关查处违法行为，或者履行保护职责？")  # fmt: skip


@dataclass(frozen=True)
class Town:
    """The people of this story, and where papers go."""

    clerk: Person
    leader: Person
    station: Person
    petitioner: Visitor
    papers: Path


def register(clerk: Person) -> str:
    """What 王乙 says at the counter; returns the address of the petition."""
    form = clerk.open(clerk.open("/petitions/").link("登记一件信访")).form()
    form.fill({"怎么来的": "走访", "哪天收到的": date_field(day(-20)), "事情在哪个村": "小海眼社区",
               "事实和理由": STORY})  # fmt: skip
    person, claim = form.rows()
    person.fill({"姓名": PETITIONER, "电话": "13853300002", "住址": "小海眼社区第二网格13号"})
    claim.answer("要求解决什么", REQUEST)
    return clerk.carry_out(form).address


def sort_and_decide(clerk: Person, petition: str) -> None:
    """The questions lead to the petition procedure; the clerk agrees, and accepts."""
    form = clerk.step(petition, "定性质、定途径").form()
    for question in NO_QUESTION_APPLIES:
        form.answer(question, "否")
    asked = clerk.press(form.by("看看该走哪条路"))
    for sentence in asked.notices:
        clerk.tell(f"　　{sentence}")
    form = asked.form()
    form.fill({"性质": "申诉求决", "走哪条路": "信访程序（第六项）"})
    clerk.carry_out(form, -18)
    accepted: dict[str, Value] = {"怎么办理": "受理", "承办单位": OFFICE, "理由": "属于镇里职责，材料齐全。"}
    clerk.answer(petition, "决定怎么办理", accepted, -18)


def letter_out(town: Town, petition: str, title: str, sealed: int, served: int) -> None:
    """Signed by the leader, numbered and sealed by the clerk, printed, handed over."""
    clerk = town.clerk
    town.leader.answer(petition, "签发", {"签发吗": "同意签发"}, sealed)
    clerk.answer(petition, "编号、盖章", {"盖了几份": "2"}, sealed)
    page = clerk.step(petition, "送达")
    clerk.print(page.link("打印"), page.number, town.papers / f"{title}{page.number}.pdf")
    form = page.form()
    form.fill({"怎么送的": "当面送", "哪天送到的": date_field(day(served)), "谁收的": PETITIONER})
    clerk.carry_out(form)


def answer(town: Town, petition: str) -> None:
    """The station investigates and writes the opinion."""
    slip: dict[str, Value] = {"承办单位": OFFICE, "什么时候回": date_field(day(10)), "办理要求": "当面听取双方意见。"}
    town.clerk.answer(petition, "分给承办单位", slip, -16)
    found: dict[str, Value] = {"查得怎么样": "查清了，写处理意见", "核实的情况": FOUND}
    town.station.answer(petition, "调查核实", found, -6)
    town.station.answer(petition, "写处理意见", OPINION, -5)


def follow(town: Town, number: str, code: str) -> None:
    """王乙 looks at home how far it is, and says what they think of it."""
    visitor = town.petitioner
    form = visitor.open("/petitions/follow").form()
    form.fill({"编号": number, "查询码": code})
    page = visitor.press(form)
    for what, words in page.facts().items():
        visitor.tell(f"　　{what}：{words}")
    form = page.form("评价")
    form.fill({"对信访办": "满意", "对承办单位": "基本满意", "还想说什么": "说清楚了，滴水的事再找人调。"})
    visitor.tell(f"{number}　{PETITIONER}：{''.join(visitor.press(form).said)}")


def permit(town: Town, petition: str) -> str:
    """Everything the desk does with a registered petition; returns its register number."""
    clerk = town.clerk
    number = clerk.open(petition).number
    clerk.take_home(petition, "信访回执", town.papers)
    sort_and_decide(clerk, petition)
    letter_out(town, petition, "信访事项受理告知书", -17, -17)
    answer(town, petition)
    letter_out(town, petition, "信访事项处理意见书", -4, -3)
    return number
