"""What must be done within which period of a claim, and whether it was.  Pure; days, each the last one that counts.

The periods themselves are reckoned by `workflows.periods`.
"""

from __future__ import annotations

from datetime import date

MOST_EXTENSION_DAYS = 30


def extension_fault(days: int, *, asked_on: date, last_on: date, is_extended: bool) -> tuple[str, str] | None:
    """Why a longer time cannot be had, as (field, sentence); None when it can.

    At most thirty days, once, approved before the sixty days end (第34条); `last_on` is their last day.
    """
    if is_extended:
        return "days", "这一项已经延长过一次，不能再延长（《信访工作条例》第三十四条）。"
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        return "days", f"延长最多三十日（《信访工作条例》第三十四条），现在写的是{days}日。"
    if asked_on > last_on:
        return "days", "六十日已经届满，不能再延长（《信访工作条例》第三十四条）；请尽快出具处理意见书。"
    return None


def objection_fault(on: date, *, last_on: date | None) -> str | None:
    """Why the town cannot object to a transfer on a day; `last_on` is the fifth working day, None without a transfer.

    The day of the objection counts, not that of its entry.  Source: 信访工作条例 第23条.
    """
    if last_on is not None and on <= last_on:
        return None
    return (
        "收到转送已经超过五个工作日，不能再提异议（《信访工作条例》第二十三条）；请照规定自己办理，"
        "不属于镇里的跟转送机关说明。"
    )


def simple_fault(on: date, *, last_on: date) -> str | None:
    """Why the simple procedure cannot be chosen on a day: it is after the third working day from receipt.

    Source: 信访事项简易办理办法（试行）.
    """
    if on <= last_on:
        return None
    return "简易办理要在收到以后三个工作日内决定（《信访事项简易办理办法（试行）》），已经过了；请按普通程序受理。"


def answered_fault(on: date, *, last_on: date | None) -> str | None:
    """Why an answer is no simple one: it was given after the tenth working day; None when there was no such period.

    Source: 信访事项简易办理办法（试行）.
    """
    if last_on is None or on <= last_on:
        return None
    return "这一天已经过了十个工作日，不能算简易办结（《信访事项简易办理办法（试行）》）；请选“没办完，转普通程序”。"


def hearing_fault(first: date | None, last: date | None, *, is_final: bool) -> tuple[str, str] | None:
    """Why days of a hearing are not taken out of the count, as (field, sentence); None when they are, or none is given.

    Both ends are needed, and only the re-review knows such days.  Source: 信访工作条例 第36条.
    """
    if first is None and last is None:
        return None
    if first is None or last is None or first > last:
        return "hearing_to", "从哪天到哪天都要填，先后不能颠倒。"
    if not is_final:
        return "hearing_from", "只有复核的听证时间不计算在内（《信访工作条例》第三十六条），复查的不扣。"
    return None
