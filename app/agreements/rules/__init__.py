"""What the text of an agreement must be, and what is pointed out in it.  Pure: values in, values and sentences out.

Who signs and when it is in force stands in `signing`, what follows in `performance`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from app.agreements.rules.limitation import first_clause_fault, limitation_proposals
from app.agreements.terms import Limitation
from app.core.asked import whole_number
from app.core.normalise import search_text
from app.core.terms import DisputeType

VAGUE = ("尽快", "尽早", "适当", "酌情", "协商解决", "另行协商", "及时", "合理补偿", "有条件时", "差不多")
"""Words a court calls unclear (民诉法解释 第358条): they are pointed out, never forbidden."""
GENERAL_NAMES = ("双方", "各方", "三方", "任何一方", "当事人", "甲方", "乙方", "丙方", "丁方")
OWNERSHIP_TYPES = frozenset({DisputeType.HOUSING_HOMESTEAD, DisputeType.FOREST_LAND, DisputeType.LAND_REQUISITION})
"""Types in which who owns the land is the town government's to decide (土地管理法 第14条)."""

_UNTOUCHED = re.compile(r"(?:不影响|不妨碍|不涉及|不确认|不作|不得视为)[^。；;，,\n]*")
_OWNERSHIP = re.compile(
    r"确权|(?:所有权|使用权|宅基地|土地|地块|空地|通道|房屋|院落|院子|地基|墙体|[这那该]块地)[^。；;\n]{0,16}?"
    r"(?:归|属于?|属)[^。；;，,\n]{1,16}?(?:所有|使用|的)?(?=[。；;，,、\n]|$)|归[^。；;，,\n]{1,16}(?:所有|永久使用)"
)
_IDENTITY = re.compile(
    r"(?:解除|确认|存续|无效|有效)[^。；;\n]{0,6}(?:婚姻|亲子|收养)"
    r"|(?:婚姻|亲子|收养)关系[^。；;\n]{0,8}(?:解除|有效|无效|成立)|离婚"
)

NO_CLAUSE = "协议还没有一条内容；请至少写一条谁做什么、什么时候前做完。"
TOO_FEW_SIDES = "协议至少要有两方；请看看“哪些当事人达成了协议”选全了没有。"
NO_DUTY = "写清楚做什么、不做什么。"
NO_WHO = "写清楚由谁来做，例如：王甲、双方。"
NO_TIME = "写清楚什么时候前做完：选一个日子；没有日子的，写“签字时”“长期”这样的话。"


@dataclass(frozen=True)
class ClauseText:
    """One clause as typed: who, does what, by when (a day, or words), where, how proven, how many yuan."""

    who: str = ""
    does: str = ""
    due_on: date | None = None
    due_note: str = ""
    place: str = ""
    proof: str = ""
    amount: Decimal | None = None
    limitation: Limitation = field(default=Limitation.OWN, compare=False)
    """From when its claim is counted: no word of the text, so that a text that differs in it alone is the same text."""

    @property
    def words(self) -> str:
        """Everything written in it."""
        return "，".join(part for part in (self.who, self.does, self.due_note, self.place, self.proof) if part)


@dataclass(frozen=True)
class AgreementText:
    """The whole text as typed, and the ids of the parties it binds."""

    facts: str
    clauses: tuple[ClauseText, ...]
    bound: frozenset[int]
    issues: str = ""
    responsibility: str = ""
    place: str = ""
    recorder: str = ""

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> AgreementText:
        """The text out of a step's plain values: ``clauses`` a list of mappings, ``bound`` a list of party ids.

        Nobody named in ``bound`` means nobody is bound, which `text_faults` refuses.
        """
        clauses = tuple(_clause(one) for one in _listed(values.get("clauses")) if isinstance(one, Mapping))
        ids = frozenset(whole_number(party) or 0 for party in _listed(values.get("bound")))
        texts = {name: str(values.get(name) or "").strip() for name in TEXTS}
        return cls(clauses=clauses, bound=ids, **texts)


TEXTS = ("facts", "issues", "responsibility", "place", "recorder")


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _clause(values: Mapping[str, object]) -> ClauseText:
    texts = {one.name: str(values.get(one.name) or "").strip() for one in fields(ClauseText)}
    amount = values.get("amount")
    return ClauseText(
        who=texts["who"],
        does=texts["does"],
        due_on=_day(values.get("due_on")),
        due_note=texts["due_note"],
        place=texts["place"],
        proof=texts["proof"],
        amount=Decimal(str(amount)) if amount not in (None, "") else None,
        limitation=Limitation(str(values.get("limitation") or Limitation.OWN)),
    )


def clause_faults(clause: ClauseText) -> dict[str, str]:
    """What keeps one clause from being checkable, by field; empty when nothing does.

    Content, manner and time limit of performance belong into an agreement.  Source: 人民调解法 第29条(三).
    """
    faults = {}
    if not clause.who.strip():
        faults["who"] = NO_WHO
    if not clause.does.strip():
        faults["does"] = NO_DUTY
    if clause.due_on is None and not clause.due_note.strip():
        faults["due_on"] = NO_TIME
    if clause.amount is not None and (clause.amount <= 0 or clause.amount != clause.amount.quantize(Decimal("0.01"))):
        faults["amount"] = "金额要大于零，只写到分。"
    return faults


def text_faults(text: AgreementText, sides: Mapping[int, int]) -> dict[str, str]:
    """What keeps a whole text from being fixed, by field (``clauses-0-who`` …); empty when nothing does.

    `sides` gives the side of every party of the case.
    """
    faults = {}
    if not text.clauses:
        faults["clauses"] = NO_CLAUSE
    continues = first_clause_fault([one.limitation for one in text.clauses])
    if continues:
        faults["clauses-0-limitation"] = continues
    for index, clause in enumerate(text.clauses):
        faults.update({f"clauses-{index}-{name}": words for name, words in clause_faults(clause).items()})
    too_few = bound_fault(text.bound, sides)
    if too_few:
        faults["bound"] = too_few
    return faults


def draft_faults(text: AgreementText, sides: Mapping[int, int]) -> dict[str, str]:
    """What keeps a text from being kept even as a draft, by field: no clause, or nobody whom it could bind."""
    if not text.clauses:
        return {"clauses": NO_CLAUSE}
    too_few = bound_fault(text.bound, sides)
    return {"bound": too_few} if too_few else {}


def bound_fault(bound: Collection[int], sides: Mapping[int, int]) -> str | None:
    """Why these parties cannot be bound together: fewer than two sides, or somebody who is no party of the case."""
    if set(bound) <= set(sides) and len({sides[party] for party in bound}) >= 2:
        return None
    return TOO_FEW_SIDES


def vague_words(text: str) -> list[str]:
    """The vague words in a text, each once, in the order of the list."""
    return [word for word in VAGUE if word in text]


def ownership_words(text: str, dispute_type: DisputeType) -> list[str]:
    """The places where a text of a land dispute settles who owns: courts refuse those (T6, T7).

    Saying that ownership stays untouched (本协议不影响双方依法申请确权) is harmless.
    Source: 民诉法解释 第355条(五); 土地管理法 第14条.
    """
    if dispute_type not in OWNERSHIP_TYPES:
        return []
    return [found.group().strip("，, ") for found in _OWNERSHIP.finditer(_UNTOUCHED.sub("", text))]


def identity_words(text: str) -> list[str]:
    """The places where a text settles marriage, parentage or adoption itself: 民诉法解释 第355条(三)."""
    return [found.group() for found in _IDENTITY.finditer(text)]


def names_a_party(who: str, names: Iterable[str]) -> bool:
    """Whether the doer of a clause is one of the parties, or all of them."""
    said = search_text(who)
    return any(name and search_text(name) in said for name in (*names, *GENERAL_NAMES))


def text_warnings(
    text: AgreementText, names: Sequence[str], dispute_type: DisputeType, *, on: date
) -> tuple[list[str], list[str]]:
    """Red and yellow sentences about a text; neither stops anybody.

    Red: ownership or personal status, which no court confirms.  Yellow: vague words, a doer who is no party, a day
    that has passed.
    """
    red, yellow = [], []
    for number, clause in enumerate(text.clauses, start=1):
        red += _red(f"第{number}条", clause.words, dispute_type)
        vague = vague_words(clause.words)
        if vague:
            yellow.append(f"第{number}条里有“{'”“'.join(vague)}”，说不清就不好执行；请写成具体的日子、数目或者做法。")
        if clause.who and not names_a_party(clause.who, names):
            yellow.append(f"第{number}条的“{clause.who}”不是当事人的名字，请核对。")
        if clause.due_on is not None and clause.due_on < on:
            yellow.append(f"第{number}条的日子已经过去了，请核对。")
    yellow += limitation_proposals(text.clauses)
    for part, words in (("责任", text.responsibility), ("争议事项", text.issues)):
        red += _red(f"“{part}”", words, dispute_type)
    return red, yellow


def thin_parts(text: AgreementText) -> list[str]:
    """Yellow sentences about what an agreement should say and does not (若干规定 第35条); the parties may want it."""
    parts = (("争议事项", text.issues), ("各方责任", text.responsibility))
    empty = "”“".join(name for name, words in parts if not words.strip())
    if not empty:
        return []
    article = "协议书应当写明（《人民调解工作若干规定》第三十五条）"
    return [f"“{empty}”还空着：{article}；各方都认为不用写的，可以空着。"]


def _red(where: str, words: str, dispute_type: DisputeType) -> list[str]:
    sentences = []
    owned = ownership_words(words, dispute_type)
    if owned:
        sentences.append(
            f"{where}写了“{'”“'.join(owned)}”，像是在定土地归谁。权属争议由人民政府处理（《土地管理法》第十四条），"
            "法院不予司法确认；协议只约定怎么用、怎么建。"
        )
    personal = identity_words(words)
    if personal:
        sentences.append(f"{where}写了“{'”“'.join(personal)}”。身份关系不能用调解协议来定，法院不予司法确认。")
    return sentences


def is_confirmable(words: str, dispute_type: DisputeType) -> bool:
    """Whether a court may confirm what is written (民诉法解释 第355条)."""
    return not ownership_words(words, dispute_type) and not identity_words(words)
