"""What every case of the demonstration goes through: registration, acceptance, consent, rights, mediators, sittings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.example.walk.page import Filling, Page, Part, Value
from app.example.walk.person import Person, date_field, day
from app.example.walk.stopped import Stopped

ARRANGED, PRESIDES = "怎么安排", "主持"
ADD_CLAUSE = "再加一条"


@dataclass(frozen=True)
class Dispute:
    """What the parties say at the desk."""

    kind: str
    facts: str
    claims: str
    shared: str
    parties: Sequence[Mapping[str, Value]]


@dataclass(frozen=True)
class Sitting:
    """What one sitting brought."""

    place: str
    statements: str
    found: str
    proposal: str
    result: str


@dataclass(frozen=True)
class Clause:
    """One clause as it is typed."""

    who: str
    does: str
    due_on: str = ""
    due_note: str = ""
    amount: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    def write_into(self, row: Part) -> None:
        """Fill a row of the agreement."""
        row.fill({"谁": self.who, "做什么、不做什么": self.does, "多少钱": self.amount, "哪天前做完": self.due_on,
                  "没有日子的，什么时候": self.due_note, **self.more})  # fmt: skip


def register(person: Person, dispute: Dispute, on: int) -> str:
    """Register a dispute; returns the address of its page."""
    form = person.open(person.open("/").link("登记一件新纠纷")).form()
    form.fill({"怎么来的": "当事人申请", "纠纷类型": dispute.kind, "纠纷简要情况": dispute.facts,
               "当事人的请求": dispute.claims, "双方是什么关系": dispute.shared})  # fmt: skip
    for row, party in zip(form.rows(), dispute.parties, strict=True):
        row.fill(party)
    return person.carry_out(form, on).address


def start(person: Person, case: str, level: str, on: int) -> None:
    """Choose where to begin, accept, ask everybody, tell the rights."""
    advice = person.step(case, "选定从哪一级开始调").notices
    for sentence in advice:
        person.tell(f"　　{sentence}")
    wish = {"从哪一级开始": level, "为什么从这里开始": "各方当事人都愿意先在这里调。"}
    person.answer(case, "选定从哪一级开始调", wish, on)
    person.answer(case, "受理审查", {"受理还是不受理": "受理"}, on)
    willing = {"各方怎么答复": "同意", "怎么答复的": "当面"}
    person.answer(case, "问各方愿不愿意调", {}, on, everyone=willing)
    tell_rights(person, case, on)


def tell_rights(person: Person, case: str, on: int) -> None:
    """Rights and duties, in writing."""
    person.answer(case, "告知权利义务", {}, on, everyone={"怎么告知的": "书面送达"})


def choose_mediators(person: Person, case: str, on: int) -> None:
    """Keep whoever presided a level below, else ask the first of the list who may."""
    form = person.step(case, "选定调解员").form()
    able = [one for one in form.captions() if one.endswith(ARRANGED) and PRESIDES in form.options(one)]
    if not able:
        raise Stopped("推荐的名单里没有能主持的人。")
    asked = next((one for one in able if form.chosen(one) == [PRESIDES]), able[0])
    form.fill({asked: PRESIDES, "怎么定的": "调委会指定的"})
    page = person.carry_out(form, on)
    person.tell(f"　　{asked.removesuffix(ARRANGED)}主持　{page.number}")


def sit(person: Person, case: str, sitting: Sitting, on: int) -> None:
    """Record a sitting."""
    page = person.step(case, "调解")
    form = page.form("记下这次调解")
    form.fill({"在哪里调的": sitting.place, "谁在场": "双方当事人、调解员", "各方怎么说": sitting.statements})
    form.fill({"查明了什么": sitting.found, "提了什么方案": sitting.proposal, "这次的结果": sitting.result})
    person.carry_out(form, on)


def finish(person: Person, case: str, answers: Mapping[str, Value], on: int | None = None) -> None:
    """Say how mediation at this level ended."""
    form = person.step(case, "调解").form("记下结果")
    form.fill(answers)
    person.carry_out(form, on)


def agree(person: Person, case: str, form: str, on: int) -> None:
    """All parties agree, in this form."""
    finish(person, case, {"调得怎么样": "谈成了", "用什么形式": form, "是不是只有一部分当事人谈成": "否"}, on)


def hand_on(person: Person, case: str, choice: str, reason: str, on: int) -> None:
    """Not reached: everybody agrees who takes it on."""
    finish(person, case, {"调得怎么样": "没有谈成", "没有谈成或者要换人的原因": reason}, on)
    wills = {"各方愿不愿意": "同意"}
    person.answer(case, "下一步谁接", {"下一步": choice, "为什么这样定": reason}, on, everyone=wills)


def write_clauses(person: Person, page: Page, clauses: Sequence[Clause], answers: Mapping[str, Value]) -> Filling:
    """Fill the text of an agreement; a row more is asked for clause by clause."""
    form = page.form()
    form.fill(answers)
    for number, clause in enumerate(clauses):
        if number >= len(form.rows()):
            form = person.press(form.by(ADD_CLAUSE)).form()
        clause.write_into(form.rows()[number])
    return form


def sign_and_seal(person: Person, head: Person, case: str) -> None:
    """Everybody the page names signs today; then the seal."""
    form = person.step(case, "签字按手印").form("记下签字情况")
    for row in form.rows():
        row.fill({"签了没有": "本人签名", "哪天签的": date_field(day(0))})
        person.tell(f"　　签字：{row.caption}")
    form.answer("现在怎么样", "都签了")
    person.carry_out(form)
    head.answer(case, "盖章", {"哪天盖的章": date_field(day(0))})


def follow_up(person: Person, head: Person, case: str, situation: str) -> None:
    """Everything was done: duties marked, a return visit, the file put away."""
    form = person.step(case, "督促履行").form()
    for row in form.rows():
        row.fill({"做了没有": "做了", "哪天做的（没做的，哪天看的）": date_field(day(0))})
    form.answer("都做完了吗", "都做完了")
    person.carry_out(form)
    visit = {"还要不要接着督促": "都办好了，可以归档", "怎么回访的": "上门", "履行情况和有没有反复": situation}
    person.answer(case, "回访", visit, everyone={"各方满不满意": "满意"})
    head.answer(case, "归档", {"材料齐不齐": "是", "保管期限": "长期"})
