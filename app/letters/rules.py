"""What a letter must say, and what comes before its number and its service.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.letters.terms import ServiceMethod


@dataclass(frozen=True)
class Service:
    """How a letter was served."""

    method: ServiceMethod
    served_on: date
    receiver: str = ""
    refusal: str = ""
    witness: str = ""
    place: str = ""


def missing_fields(needed: Sequence[str], content: Mapping[str, str]) -> list[str]:
    """The fields a letter cannot do without and does not have."""
    return [name for name in needed if not content.get(name, "").strip()]


def numbering_fault(*, is_signed_off: bool, must_be: bool = True) -> str | None:
    """Why a letter gets neither number nor seal: nobody signed it off.  Source: 党政机关公文处理工作条例 第22条.

    `must_be`: False for one that nobody signs off.
    """
    if is_signed_off or not must_be:
        return None
    return (
        "这份文书还没有签发，不能编号、盖章：公文要由本机关负责人签发（《党政机关公文处理工作条例》第二十二条）。"
        "请镇政府负责人先签发。"
    )


def sealing_day_fault(on: date, *, signed_off_on: date | None, today: date) -> str | None:
    """Why a letter is not sealed on a day: to come, or before it was signed off.

    Source: 党政机关公文处理工作条例 第22条.
    """
    if signed_off_on is not None and signed_off_on <= on <= today:
        return None
    return "要在签发以后、今天或者今天以前。"


def unsigned_sealing_day_fault(on: date, *, ready_on: date | None, today: date) -> str | None:
    """The same of a letter that nobody signs off: before what it says was decided, where that is known."""
    return None if (ready_on or on) <= on <= today else "要在定下来以后、今天或者今天以前。"


def service_day_fault(on: date, *, sealed_on: date, today: date) -> str | None:
    """Why a letter is not served, or tried to be, on a day: to come, or before it was sealed."""
    return None if sealed_on <= on <= today else "要在盖章那天以后、今天或者今天以前。"


def refusal_fault(method: ServiceMethod, *, refusal: str, witness: str) -> str | None:
    """Why a refused letter does not count as served: why, or before which witness it was left, is not said.

    Practice, after 民事诉讼法 第89条 (留置送达).
    """
    if method is ServiceMethod.LEFT and not (refusal.strip() and witness.strip()):
        return "拒收的要有见证人。"
    return None


def attempt_fault(method: ServiceMethod, *, reason: str) -> tuple[str, str] | None:
    """Why a letter did not fail to arrive, as field and sentence: who refuses it was reached (民事诉讼法 第89条)."""
    if method is ServiceMethod.LEFT:
        return "method", "拒收、留置的算送到了，请选“送到了”，写明理由和见证人。"
    if method is ServiceMethod.NOWHERE:
        return "method", "姓名、住址不清、没法送的，请选“送到了”再选这一项；还要再送的，选这次是怎么送的。"
    return None if reason.strip() else ("returned_why", "请写明为什么没送到。")


def letter_number(word: str, year: int, sequence: int) -> str:
    """``白信访〔2026〕12号``."""
    return f"{word}〔{year}〕{sequence}号"
