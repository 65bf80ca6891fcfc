"""Rules of a dispute: its periods, its number, the rungs of the ladder.  Pure.

Who the parties are stands in `intake`, what they agree to in `consents`, what may still be done in `standing`.
"""

from __future__ import annotations

from datetime import date

from app.core.terms import LADDER, DisputeType, Level
from workflows.periods.holidays import FIRST_YEAR

PROCESS = "mediation"
"""The key of the diagrams a dispute, its agreement and its legal review go through."""
MONTH = "M2"
MONTH_PROCESS = "month"
"""The small flow in which the parties are asked when it is over."""
ACCEPTING = frozenset({"M1"})
COURT_REPORTS = frozenset({"M3a", "M3b", "M3c"})
TRANSFER_ANSWER = "R1"
LIMITATIONS = frozenset({"W2", "C1"})
"""Limitations of the parties' own claims: they run on when mediation ends, and are no concern of its list any more."""

COURT_CODES = {"delegated": "M3a", "ordinary": "M3b", "simplified": "M3c"}
"""How a court handed the matter over → the period it brings (最高法特邀调解规定 第27条)."""


def codes_at_registration(
    dispute_type: DisputeType, court_file: str | None, *, is_land_contract: bool, is_applied_for: bool
) -> list[tuple[str, str]]:
    """The periods that begin when a dispute comes in, each with the event it counts from.

    Where the committee began by itself nobody applied, and nothing counts from that.  Events: ``applied``,
    ``court_received``, ``rights_known``.  Labour: 劳动争议调解仲裁法 第14、27条; land contracts:
    农村土地承包经营纠纷调解仲裁法 第18条.
    """
    codes = [("M1", "applied")] if is_applied_for else []
    if dispute_type is DisputeType.LABOUR:
        codes += [("W1", "applied")] if is_applied_for else []
        codes.append(("W2", "rights_known"))
    if is_land_contract:
        codes.append(("C1", "rights_known"))
    if court_file in COURT_CODES:
        codes.append((COURT_CODES[court_file], "court_received"))
    return codes


def start_day_fault(day: date, today: date) -> str | None:
    """Why no period can count from a day, as a sentence, or None: not to come, not before the calendar begins."""
    if day > today:
        return "这一天还没有到，请核对。"
    if day.year < FIRST_YEAR:
        return f"太早了，{FIRST_YEAR}年以前的算不了期限；请核对，真是那么早就空着。"
    return None


def number_text(year: int, short_name: str, sequence: int) -> str:
    """``（2026）白塔人调字第0042号``: committee's short name, four digits and more when needed."""
    return f"（{year}）{short_name}人调字第{sequence:04d}号"


def writing_fault(dispute_type: DisputeType, *, is_land_contract: bool) -> str | None:
    """Why an agreement by word of mouth is not enough; None where the parties may leave the writing away.

    Source: 劳动争议调解仲裁法 第14条; 农村土地承包经营纠纷调解仲裁法 第10条; elsewhere 人民调解法 第28条.
    """
    if dispute_type is DisputeType.LABOUR:
        return "劳动争议的调解协议要写成书面（《劳动争议调解仲裁法》第十四条），请选“写成协议书”或者“已经手写签好”。"
    if is_land_contract:
        article = "《农村土地承包经营纠纷调解仲裁法》第十条"
        return f"土地承包经营纠纷的调解协议要写成书面（{article}），请选“写成协议书”或者“已经手写签好”。"
    return None


def level_above(level: Level) -> Level | None:
    """The next rung up; None at the top."""
    place = LADDER.index(level)
    return LADDER[place + 1] if place + 1 < len(LADDER) else None


def is_below(lower: Level, level: Level) -> bool:
    """Whether `lower` is a rung under `level`."""
    return LADDER.index(lower) < LADDER.index(level)


def changes_committee(from_committee: int, to_committee: int) -> bool:
    """Between committees a transfer letter is needed; inside one village a hand-over is enough (第8、29条)."""
    return from_committee != to_committee


def may_start_at(level: Level, *, grave: bool, ownership: bool, cadre_party: bool) -> str | None:
    """Why a level must not be where this dispute starts; None when it may.

    Never the clan for violence, harm to minors, ownership of land, or a village cadre as party.
    """
    if level is Level.CLAN and (grave or ownership or cadre_party):
        return "有打人、伤害未成年人、权属争议或者村干部或者村里的组织是当事人的，不从家族小组开始；请选村里或者镇里。"
    return None
