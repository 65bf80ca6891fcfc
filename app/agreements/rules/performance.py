"""What follows an agreement in force: confirmation by the court, performance, the return visit.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.dates import in_chinese

PROMISE_PROCESS = "promise"
"""The small flow that asks about a promise whose day is over."""
TELLS = frozenset({"tell_of_suit", "tell_of_enforcement"})
"""Its steps by which somebody learns what he may do when it is not kept."""


def claim_code(*, is_confirmed: bool) -> str:
    """Which limitation a promise has: M9 (enforcement, after confirmation) or M9b (suit, without it).

    An unconfirmed agreement cannot be enforced.  Source: 民事诉讼法 第250条; 人民调解法 第32条; 民法典 第188条.
    """
    return "M9" if is_confirmed else "M9b"


def confirmation_faults(
    court: str,
    applied_on: date | None,
    decided_on: date | None,
    *,
    is_decided: bool,
    in_force_on: date,
    on: date,
    ruling_number: str | None = None,
) -> dict[str, str]:
    """What is wrong with an application for confirmation, by field; late ones are kept as they were.

    `ruling_number` is None unless the court confirmed: the ruling is the title, so it is named by its number.
    """
    faults = {}
    if not court.strip():
        faults["court"] = "请写是哪个法院。"
    if applied_on is None or not in_force_on <= applied_on <= on:
        faults["applied_on"] = "请填各方一起申请的那一天：在协议生效以后，不能是以后的日子。"
    if is_decided and (decided_on is None or decided_on > on or (applied_on is not None and decided_on < applied_on)):
        faults["decided_on"] = "请填法院作出结果的那一天：在申请以后，不能是以后的日子。"
    if ruling_number is not None and not ruling_number.strip():
        faults["ruling_number"] = "请照裁定书写案号：凭裁定书才能申请强制执行。"
    return faults


def confirmation_questions(applied_on: date, *, last_day: date, is_confirmable: bool, lacks_number: bool) -> list[str]:
    """What is asked before an application is kept: a day after the window, a text that a court may refuse, no number.

    None is a bar: what the ruling says stands whenever it is entered, and the court decides what it confirms.
    Source: 人民调解法 第33条; 民诉法解释 第355条.
    """
    questions = []
    if applied_on > last_day:
        questions.append(
            f"申请的日子{in_chinese(applied_on)}，晚于可以一起申请的最后一天{in_chinese(last_day)}（《人民调解法》第三十三条）"
        )
    if not is_confirmable:
        questions.append("协议里有像是确定权属或者身份关系的话，法院不予确认（《民事诉讼法》司法解释第三百五十五条）")
    if lacks_number:
        questions.append("没有写裁定书的案号，凭裁定书才能申请强制执行")
    return questions


def fulfilment_fault(outcome: str, *, waiting: Sequence[int]) -> str | None:
    """Why an agreement does not stand so in all; `waiting` are the numbers of the promises not done, counted from one.

    Source: 人民调解法 第31条 (the committee sees to performance).
    """
    if outcome == "performed" and waiting:
        return f"{'、'.join(f'第{number}项' for number in waiting)}还没有记“做了”，不能说都做完了。"
    if outcome == "not_performed" and not waiting:
        return "每一项都做了，请选“都做完了”。"
    if outcome not in ("performed", "not_performed"):
        return "请选都做完了没有。"
    return None


def telling_faults(*, wishing: Sequence[int], is_urged: bool, told: Sequence[int], note: str) -> dict[str, str]:
    """What is wrong with urging and telling, by field: urged at nobody's wish, or nobody told and no reason given.

    Source: 诉讼时效规定 第8条 (a demand is the creditor's own); 人民调解法 第31、32条.
    """
    faults = {}
    if is_urged and not wishing:
        faults["wished"] = "催告要应一方的要求：请选是谁要求催的；没有人要求的，选“没有催”。"
    if not told and not note.strip():
        faults["note"] = "还没告诉任何人：请打电话或者上门告诉他；联系不上的，在这里写明。"
    return faults


def new_day_fault(until: date | None, *, agreed_on: date) -> str | None:
    """Why a promise is not put off to this day: missing, or not after the day on which that was agreed."""
    if until is not None and until > agreed_on:
        return None
    return "请填双方新约的日子，要在约定那天以后。"


def visit_fault(outcome: str, *, undecided: int) -> str | None:
    """Why the file is not put away after a visit: of so many promises it is not said whether they were kept."""
    if outcome == "done" and undecided:
        return "还有没记结果的义务，不能归档。请选“还要接着督促”，把每一项记成做了或者没做。"
    return None
