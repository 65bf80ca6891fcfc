"""Every statutory or customary period as data: what starts it, how long it is, what follows when it lapses.

The data stand in ``bpmn/deadlines.json``; this file reads and judges them.  Nothing is computed here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from workflows.errors import PeriodRefused

FILE = "deadlines.json"


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
class Extending:
    """How a period may be made longer.

    ``by`` is ``approval`` (decided by the head before the end, at most ``most_days`` from the unrolled end) or
    ``consent`` (the parties agree on a day); ``code`` names the rule of the extension itself, if it has one.
    """

    by: str
    source: str
    most_days: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One period.  ``starts_at`` and ``title`` are Chinese and stand in the explanation as they are.

    ``rolls``: whether a last day on a rest day moves to the next working day (民法典 第203条).  ``suspended_by`` names
    what stops the count (empty: nothing does).  ``effect`` says what the lapse does here: ``prompt`` opens a question,
    ``window`` closes a right, ``remind`` only reminds, ``overdue`` is a duty that is late.
    """

    code: str
    subject: Subject
    title: str
    starts_at: str
    length: int
    unit: Unit
    rolls: bool
    on_lapse: str
    effect: str
    source: str
    certainty: Certainty
    suspended_by: str = ""
    extending: Extending | None = None
    applies: str = ""
    todo: str = ""

    @property
    def is_setting(self) -> bool:
        """Whether a town may change the length: only what no statute fixes."""
        return self.certainty is Certainty.LOW

    def length_words(self, length: int | None = None) -> str:
        """``60日`` / ``5个工作日`` / ``24小时``."""
        return f"{self.length if length is None else length}{UNIT_NAMES[self.unit]}"


EFFECTS = frozenset({"prompt", "window", "remind", "overdue"})
Rules = Mapping[str, PeriodRule]


def read_rules(folder: Path) -> Rules:
    """All rules of a folder by code.  Raises PeriodRefused when the file is missing or faulty."""
    path = folder / FILE
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PeriodRefused(f"{path.name} 读不出来：{error}") from error
    if not isinstance(said, list):
        raise PeriodRefused(f"{path.name} 写法不对，要是一张期限的清单。")
    rules = {rule.code: rule for rule in _rules(said)}
    if len(rules) != len(said):
        raise PeriodRefused(f"{path.name} 里有一个代号写了两次。")
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


def _rules(said: list[Any]) -> Iterator[PeriodRule]:
    for entry in said:
        try:
            yield _rule(dict(entry))
        except (KeyError, TypeError, ValueError) as error:
            code = entry.get("code", "？") if isinstance(entry, dict) else entry
            raise PeriodRefused(f"{FILE}：“{code}”写法不对：{error}") from error


def _rule(entry: dict[str, Any]) -> PeriodRule:
    extending = entry.pop("extending", None)
    rule = PeriodRule(
        subject=Subject(entry.pop("subject")),
        unit=Unit(entry.pop("unit")),
        certainty=Certainty(entry.pop("certainty")),
        extending=Extending(**extending) if extending else None,
        **entry,
    )
    if not 1 <= rule.length <= LONGEST[rule.unit] or rule.effect not in EFFECTS:
        raise ValueError("length or effect")
    if rule.suspended_by and rule.unit is not Unit.CALENDAR_DAY:
        raise ValueError("only calendar days can be suspended")
    return rule
