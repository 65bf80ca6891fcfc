"""Rain pipe and tree at village level; one dispute settled by word of mouth; one that a party stops."""

from __future__ import annotations

from pathlib import Path

from app.example.walk.page import Value
from app.example.walk.person import Person, date_field, day
from app.example.walk.shared_steps import (
    Clause,
    Dispute,
    Sitting,
    agree,
    choose_mediators,
    follow_up,
    register,
    sign_and_seal,
    sit,
    start,
    write_clauses,
)


def person(side: str, name: str, **more: str) -> dict[str, Value]:
    """A party of an address in the village."""
    return {"哪一方": side, "个人还是单位": "个人", "姓名或单位名称": name, "民族": "汉族",
            "住址或地址": "小海眼社区第一网格", **more}  # fmt: skip


A, B = "甲方（申请人一方）", "乙方"
RAIN_PIPE = Dispute(
    kind="邻里",
    facts=(
        "被申请人家西屋檐落水管正对申请人东墙，雨天雨水直冲墙根，墙面返潮、墙皮脱落约4平方米；"
        "被申请人院内香椿树枝越过院墙，落叶堵塞申请人排水沟。双方多次口角。"
    ),
    claims="改移落水管\n修剪越界树枝\n修复墙面费用1800元",
    shared="同一个村民组",
    parties=(
        person(A, "赵守信", 身份证号="370304196503140017", 职业="农民", 电话="13853300011"),
        person(B, "孙玉梅", 身份证号="37030419710822002X", 职业="个体", 电话="13853300012"),
    ),
)
AT_THE_WALL = Sitting(
    place="村调解室",
    statements="孙玉梅：换瓦时没多想，愿意改管子，钱出一半。赵守信：都是二十多年的邻居，管子改了就行。",
    found="现场量得管口距墙0.3米，墙面脱落3.6平方米，照片4张。",
    proposal="按《民法典》第二百八十八条、第二百九十条，改管、修树、补墙。",
    result="双方达成一致。",
)
FENCE = Dispute(
    kind="邻里",
    facts="两家菜园相邻，周大力家的鸡钻过篱笆，啄坏钱小满家的菜苗。",
    claims="修好篱笆，赔菜苗钱。",
    shared="同一个村民组",
    parties=(person(A, "钱小满"), person(B, "周大力")),
)
DEBT = Dispute(
    kind="合同",
    facts="吴来福向郑长河借款6000元买化肥，到期未还，郑长河多次上门催要。",
    claims="还清借款6000元。",
    shared="同村",
    parties=(person(A, "郑长河"), person(B, "吴来福")),
)


def rain_pipe_clauses() -> list[Clause]:
    """The four clauses of the rain pipe."""
    return [
        Clause("孙玉梅", "自费将西屋落水管改向自家院内，管口距共用墙不少于1.5米", due_on=date_field(day(7))),
        Clause("孙玉梅", "修剪越过院墙的香椿树枝，以后每年落叶前修剪一次", due_on=date_field(day(22))),
        Clause("孙玉梅", "一次付给赵守信墙面修复费", due_note="签字时当场", amount="1200",
               more={"怎么证明做到了": "收条"}),
        Clause("双方", "互相谅解，就同一雨水问题不再主张其他费用", due_note="今后"),
    ]  # fmt: skip


def neighbours(mediator: Person, head: Person, papers: Path) -> None:
    """The rain pipe: village level, a written agreement that needs no adviser."""
    case = register(mediator, RAIN_PIPE, -9)
    start(mediator, case, "村人民调解委员会", -8)
    choose_mediators(mediator, case, -8)
    sit(mediator, case, AT_THE_WALL, -6)
    agree(mediator, case, "写成协议书", -6)
    page = mediator.step(case, "起草协议")
    form = mediator.press(write_clauses(mediator, page, rain_pipe_clauses(), {"履行地点": "双方住所"})).form()
    form.fill({"要不要请法律顾问看": "不送审，直接定稿", "为什么不送审": "内容简单，双方都明白。"})
    mediator.carry_out(form)
    mediator.answer(case, "定稿打印", {"定稿吗": "定稿，打印出来签字"})
    sign_and_seal(mediator, head, case)
    for title in ("受理登记表", "权利义务告知书", "人民调解协议书"):
        mediator.take_home(case, title, papers)
    follow_up(mediator, head, case, "管已改，树已修，款已付，双方满意，无反复。")


def fence(mediator: Person, papers: Path) -> None:
    """Agreed by word of mouth in the yard, registered afterwards."""
    case = register(mediator, FENCE, -3)
    start(mediator, case, "村民调解小组", -3)
    choose_mediators(mediator, case, -3)
    talk = Sitting("菜园边", "周大力：鸡我圈起来。钱小满：篱笆修好就算了。", "啄坏菜苗二十来棵。", "", "当场说定。")
    sit(mediator, case, talk, -3)
    agree(mediator, case, "口头达成，登记下来", -3)
    said = [Clause("周大力", "修好篱笆，把鸡圈养", due_note="三天以内"),
            Clause("周大力", "赔给钱小满菜苗钱", due_note="当场", amount="80")]  # fmt: skip
    agreed = {"哪天谈成的": date_field(day(-3)), "履行地点": "两家菜园"}
    mediator.carry_out(write_clauses(mediator, mediator.step(case, "登记口头协议"), said, agreed), -2)
    mediator.take_home(case, "口头协议登记表", papers)


def debt(mediator: Person, papers: Path) -> None:
    """A party wants no more mediation; both are told in writing where else to go."""
    case = register(mediator, DEBT, -6)
    start(mediator, case, "村人民调解委员会", -6)
    choose_mediators(mediator, case, -6)
    talk = Sitting("村调解室", "郑长河：今年必须还。吴来福：今年还不了。", "借条一张。", "分三年还。", "没有谈成。")
    sit(mediator, case, talk, -5)
    form = mediator.open(mediator.open(case).link("终止调解")).form()
    form.part("谁要求终止").fill({"郑长河": "本人要求终止", "吴来福": "没有要求"})
    form.answer("为什么终止", "要向人民法院起诉。")
    mediator.carry_out(form, -4)
    told: dict[str, Value] = {"为什么结束": "当事人要求终止调解", "把原因写清楚": "申请人要求终止，准备起诉。",
                              "告诉了哪些途径": "向人民法院起诉", "哪天告知的": date_field(day(-4))}  # fmt: skip
    mediator.answer(case, "书面告知结果和其他途径", told, -4, everyone={"怎么告知各方的": "当面交给本人"})
    mediator.take_home(case, "终止调解告知书", papers)
