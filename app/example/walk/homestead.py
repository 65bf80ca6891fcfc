"""The homestead dispute: clan, group, village, town; read by the legal adviser, signed, sealed, performed, archived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.example.walk.page import Value
from app.example.walk.person import Person, date_field, day, in_words
from app.example.walk.shared_steps import (
    Clause,
    Dispute,
    Sitting,
    agree,
    choose_mediators,
    follow_up,
    hand_on,
    register,
    sign_and_seal,
    sit,
    start,
    tell_rights,
    write_clauses,
)

PARTIES: tuple[dict[str, Value], ...] = (
    {"哪一方": "甲方（申请人一方）", "个人还是单位": "个人", "姓名或单位名称": "王甲", "身份证号": "370304196301170015",
     "电话": "13853300001", "住址或地址": "小海眼社区第二网格12号", "民族": "汉族", "职业": "农民"},
    {"哪一方": "乙方", "个人还是单位": "个人", "姓名或单位名称": "王乙", "电话": "13853300002",
     "住址或地址": "小海眼社区第二网格13号", "性别": "男", "民族": "汉族", "职业": "农民"},
)  # fmt: skip
DISPUTE = Dispute(
    kind="房屋宅基地",
    facts=(
        "双方系前后邻居，两家同宗。王甲拆除旧房，拟原址翻建；王乙认为旧墙外应留0.5米滴水和通道，王甲称旧墙即界。"
        "两证四至均写“至王×墙外皮”，未注尺寸；旧房基础现状双方到场丈量，墙外至王乙南墙0.92米。"
    ),
    claims="王乙：留出滴水和通道。\n王甲：按旧墙基础翻建，施工不受阻拦。",
    shared="同一家族",
    parties=PARTIES,
)
ELDERS = Sitting(
    place="王家老宅",
    statements="王甲：旧墙就是界，老辈都知道。王乙：滴水要落在自家地里，总得留半米。",
    found="两户共用老墙，老人都记得墙外走过水。",
    proposal="按老规矩，墙外让半步。",
    result="没有谈拢，两人都愿意请村民小组再说。",
)
GROUP = Sitting(
    place="村民组活动室",
    statements="王甲：让半步盖不下三间。王乙：不留通道，后墙没法修。",
    found="小组长带两家量了院子。",
    proposal="错开工期，先留出走道。",
    result="走道怎么留谈不拢。",
)
VILLAGE = Sitting(
    place="村调解室",
    statements="王甲：可以引水进自家院，钱不出。王乙：施工堵路、震裂墙怎么办。",
    found="到场丈量：墙外皮至王乙南墙0.92米，照片6张。",
    proposal="维持0.92米现状两家走，补偿另谈。",
    result="现状走道都认，补偿差得多，分歧较大。",
)
TOWN = Sitting(
    place="镇调解中心",
    statements="王甲：按旧墙基础线以内建，雨水引回自家院，补偿三千。王乙：三千可以，签字先给一半。",
    found="核对两户土地使用证复印件；翻建须先办乡镇批准手续。",
    proposal="只约定怎么用、怎么建，不说地归谁；补偿3000元分两次付。",
    result="全部谈成。",
)


def clauses(*, corrected: bool) -> list[Clause]:
    """The six clauses; the first writing of the fourth leaves open by when."""
    first, last = in_words(day(10)), in_words(day(80))
    halves = "签字时付1500元（壹仟伍佰元整），余款1500元（壹仟伍佰元整）到期前付清"
    return [
        Clause("王甲", "在旧墙基础线以内建，不向外扩展；檐口雨水用落水管引入自家院内", due_note="翻建时"),
        Clause("双方", "保留两户之间现状0.92米空间，供双方通行、维修使用，任何一方不得堆放、封堵", due_note="长期"),
        Clause("王甲", "施工，因施工占用通道须提前一日告知王乙，每日不超过四小时", due_note=f"自{first}至{last}"),
        Clause("王甲", "修复施工造成的王乙墙体裂缝；双方确认开工前照片12张",
               due_note="在裂缝出现后15日内" if corrected else "尽快"),
        Clause("王甲", f"付清给王乙的施工占用及墙面修补费，{halves}", due_on=date_field(day(70)), amount="3000",
               more={"怎么证明做到了": "收条"}),
        Clause("双方", "确认本协议不影响双方依法申请确权", due_note="签字时"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Office:
    """The people of this story, and where papers go."""

    mediator: Person
    head: Person
    town_mediator: Person
    town_head: Person
    clerk: Person
    advisers: Callable[[str], Person]
    """Signs in the adviser whose name the page offered."""
    papers: Path


def climb(office: Office) -> str:
    """Registration, then one level after the other up to the town; returns the case page's address."""
    village = office.mediator
    case = register(village, DISPUTE, -20)
    start(village, case, "家族调解小组", -20)
    village.take_home(case, "受理登记表", office.papers)
    village.take_home(case, "权利义务告知书", office.papers)
    attempts = ((ELDERS, -18, "老人说不服两家。"), (GROUP, -15, "走道怎么留谈不拢。"), (VILLAGE, -11, "分歧较大。"))
    for sitting, on, why in attempts:
        choose_mediators(village, case, on)
        sit(village, case, sitting, on)
        hand_on(village, case, "往上一级", why, on)
    village.answer(case, "编号、盖章《移交函》", {"盖了几份": "2"}, -11)
    village.take_home(case, "移交函", office.papers)
    return case


def agree_in_town(office: Office, case: str) -> None:
    """The town's committee takes it on under its own number, and the parties agree."""
    town = office.town_mediator
    materials = {
        "接不接": "接下来",
        "哪天收到移交函的": date_field(day(-10)),
        "收到哪些材料": "受理登记表、调查记录2份、照片6张、两户集体土地使用证复印件",
    }
    office.clerk.answer(case, "答复移交", materials, -9, everyone={"各方愿不愿意由我们调": "同意"})
    tell_rights(town, case, -8)
    choose_mediators(town, case, -8)
    sit(town, case, TOWN, -4)
    agree(town, case, "写成协议书", -4)
    town.take_home(case, "受理登记表", office.papers)
    town.take_home(case, "权利义务告知书", office.papers)


def draft(office: Office, case: str, *, corrected: bool) -> Person:
    """Write the clauses and lay them before the first adviser offered; returns the adviser."""
    town = office.town_mediator
    page = town.step(case, "起草协议")
    if page.heading != "起草协议":
        page = town.open(page.link("改协议"))
    parts = {"履行地点": "双方住所", "争议事项": "翻建时留不留、怎么留滴水和通道；施工占用怎么补偿。"}
    saved = town.press(write_clauses(town, page, clauses(corrected=corrected), parts))
    town.tell(f"{saved.number}　{town.name}：{''.join(saved.said)}")
    form = saved.form()
    name = form.options("请哪一位")[0]
    form.fill({"要不要请法律顾问看": "请法律顾问看", "请哪一位": name})
    town.carry_out(form)
    return office.advisers(name)


def review(adviser: Person, case: str, verdict: str, answers: dict[str, Value]) -> None:
    """The adviser answers from the queue."""
    form = adviser.step(case, "法律顾问看协议").form()
    form.fill({"意见": verdict, **answers})
    page = adviser.press(form)
    adviser.tell(f"{page.heading}　{adviser.name}：{''.join(page.said)}（{verdict}）")


def homestead(office: Office) -> None:
    """The whole story."""
    case = climb(office)
    agree_in_town(office, case)
    adviser = draft(office, case, corrected=False)
    remark = "“尽快”说不清，写明几天以内修好。"
    reasons = "其余可以。本协议只约定使用与施工，不确认宅基地使用权归属。"
    review(adviser, case, "退回修改", {"对第4条的意见": remark, "总的意见和理由": reasons})
    adviser = draft(office, case, corrected=True)
    review(adviser, case, "通过", {"总的意见和理由": "翻建须有乡镇批准手续，请提醒当事人。"})
    town = office.town_mediator
    town.answer(case, "定稿打印", {"定稿吗": "定稿，打印出来签字"})
    sign_and_seal(town, office.town_head, case)
    town.take_home(case, "人民调解协议书", office.papers)
    follow_up(town, office.town_head, case, "已按协议翻建，通道畅通，3000元已付清，双方满意，无反复。")
