"""Every statutory or customary period as data: what starts it, how long it is, what follows when it lapses.

The data stand in ``bpmn/deadlines.json``, those of one process alone in its folder (``periods.json``): no version is
hashed over them, for the law changes under running matters.  This file reads and judges them; nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from workflows.errors import PeriodRefused
from workflows.read_json import ROOT, Line, Strict, Words, read_json_file

FILE, OF_A_PROCESS = "deadlines.json", "*/periods.json"
Effect = Literal["prompt", "window", "remind", "overdue"]
EFFECTS = frozenset(get_args(Effect))


class Unit(StrEnum):
    """What a length counts."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    CALENDAR_MONTH = "calendar_month"
    CALENDAR_YEAR = "calendar_year"
    HOUR = "hour"


UNIT_NAMES = {
    Unit.CALENDAR_DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_MONTH: "个月",
    Unit.CALENDAR_YEAR: "年",
    Unit.HOUR: "小时",
}
AGREED = "照说好的日子"
LONGEST = {
    Unit.CALENDAR_DAY: 3660,
    Unit.WORKING_DAY: 1000,
    Unit.CALENDAR_MONTH: 120,
    Unit.CALENDAR_YEAR: 10,
    Unit.HOUR: 2400,
}


class Certainty(StrEnum):
    """How sure the source is; what is low is a setting of the town."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Subject(StrEnum):
    """What a period is about."""

    PETITION = "petition"
    MEDIATION = "mediation"
    LEGAL_REVIEW = "legal_review"
    GRID_ORDER = "grid_order"


@dataclass(frozen=True, slots=True)
class Extending(Strict):
    """How a period may be made longer.

    ``by`` is ``approval`` (decided by the head before the end, at most ``most_days`` from the unrolled end) or
    ``consent`` (the parties agree on a day); ``code`` names the rule of the extension itself, if it has one.
    """

    by: Literal["approval", "consent"]
    source: Words
    most_days: Annotated[int, Field(ge=1)] | None = None
    code: Line = ""


@dataclass(frozen=True, slots=True)
class PeriodRule(Strict):
    """One period.  ``starts_at`` and ``title`` are Chinese and stand in the explanation as they are.

    ``rolls``: whether a last day on a rest day moves to the next working day (民法典 第203条).  ``suspended_by`` names
    what stops the count (empty: nothing does).  ``effect`` says what the lapse does here: ``prompt`` opens a question,
    ``window`` closes a right, ``remind`` only reminds, ``overdue`` is a duty that is late.
    ``agreed``: the last day is the one that the parties agreed on; ``length`` stands for none then.
    ``opens``: the process whose small flow the lapse begins beside the work; empty where it begins none.
    """

    code: Words
    subject: Subject
    title: Words
    starts_at: Words
    length: int
    unit: Unit
    rolls: bool
    on_lapse: Words
    effect: Effect
    source: Words
    certainty: Certainty
    suspended_by: Line = ""
    extending: Extending | None = None
    applies: Line = ""
    todo: Line = ""
    opens: Line = ""
    agreed: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.length <= LONGEST[self.unit]:
            raise ValueError(f"“length”要写 1 到 {LONGEST[self.unit]} 之间的整数")
        if self.suspended_by and self.unit is not Unit.CALENDAR_DAY:
            raise ValueError("只有按日（calendar_day）算的期限能写“suspended_by”")

    @property
    def is_setting(self) -> bool:
        """Whether a town may change the length: only what no statute fixes."""
        return self.certainty is Certainty.LOW

    def length_words(self, length: int | None = None) -> str:
        """``60日`` / ``5个工作日`` / ``24小时``; of an agreed day that it is one."""
        if self.agreed:
            return AGREED
        return f"{self.length if length is None else length}{UNIT_NAMES[self.unit]}"


Rules = Mapping[str, PeriodRule]
_RULES = TypeAdapter(list[PeriodRule])
_WANTED = {ROOT: "要是一张期限的清单"}


def read_rules(folder: Path) -> Rules:
    """All rules of a folder and of the processes in it by code.

    Raises PeriodRefused when the file is missing, or one is faulty, or two rules have one code.
    """
    places = [folder / FILE, *sorted(folder.glob(OF_A_PROCESS))]
    said = [rule for place in places for rule in read_json_file(_RULES, place, PeriodRefused, _WANTED)]
    rules = {rule.code: rule for rule in said}
    if len(rules) != len(said):
        raise PeriodRefused("期限的文件里有一个代号写了两次。")
    return rules


def rule_named(rules: Rules, code: str) -> PeriodRule:
    """The rule of a code.  Raises PeriodRefused for one that is unknown."""
    if code not in rules:
        raise PeriodRefused(f"没有代号是“{code}”的期限，有：{'、'.join(rules)}。")
    return rules[code]


def length_fault(rule: PeriodRule, length: int) -> str | None:
    """Why a length cannot be set, as a sentence, or None."""
    if not rule.is_setting:
        return f"“{rule.title}”的期限是{rule.source}定的，不能改。"
    if not 1 <= length <= LONGEST[rule.unit]:
        return f"要写1到{LONGEST[rule.unit]}之间的整数。"
    return None
