"""What the parties must have agreed to before a dispute goes on, moves, lasts longer or gets help.  Pure.

Answers are the words of `ConsentState`; where only refusals count, an open answer bars nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from app.cases.terms import CONSENT_NAMES, ConsentState

AGREED, PENDING, REFUSED = (str(one) for one in (ConsentState.AGREED, ConsentState.PENDING, ConsentState.REFUSED))
LONGEST_EXTENSION = timedelta(days=92)
"""Practice: the parties talk on for three months at most before they are asked again."""
BY_COMMITTEE, BY_PARTIES, EACH_NAMES_ONE = "committee", "parties", "each_names_one"


def consent_outcome(answers: Collection[str]) -> str:
    """What all answers together mean: refused when one clearly refuses, pending while one is open, else agreed.

    Source: 人民调解法 第17条 (only a clear refusal bars mediation).
    """
    if REFUSED in answers:
        return REFUSED
    return AGREED if answers and all(answer == AGREED for answer in answers) else PENDING


def move_fault(wills: Mapping[int, str], *, between_committees: bool, is_down: bool = False) -> str | None:
    """Why the wills of those who take part do not allow a move, as a sentence; None when they do.

    Between committees, and back down, all of them must have agreed; up inside one village nobody may have refused.
    Source: 人民调解法 第3、17条.
    """
    if REFUSED in wills.values():
        return "有当事人明确不愿意换地方，不能移过去（人民调解法第三条、第十七条）。可以再调一次，或者停止调解。"
    if between_committees and any(will != AGREED for will in wills.values()):
        return "移交给别的调委会要各方都同意，现在还有人没答复。请先问清楚。"
    if is_down and any(will != AGREED for will in wills.values()):
        return "回到下一级要各方都同意，现在还有人没答复。请先问清楚。"
    return None


def take_over_fault(consents: Collection[str]) -> str | None:
    """Why the committee a letter asks cannot take the dispute over; None when every party agreed.

    Source: 人民调解法 第17条.
    """
    if consent_outcome(consents) == AGREED:
        return None
    return "要各方都同意由你们调，才能接下来（人民调解法第十七条）。还没答复的，请先问清楚。"


def help_fault(consents: Collection[str]) -> str | None:
    """Why nobody is invited to help: somebody who takes part has not agreed.  Source: 人民调解法 第20条."""
    if all(consent == AGREED for consent in consents):
        return None
    return "请人来帮要当事人同意（人民调解法第二十条）；还没答复的，请先问清楚。"


def agent_fault(without: Sequence[str]) -> str | None:
    """Why an agent cannot stop or withdraw for these parties: none of theirs has the special authority.

    Source: 民法典 第165、171条 (what goes beyond the authority counts only when the principal ratifies it).
    """
    if not without:
        return None
    return (
        f"{'、'.join(without)}没有登记有特别授权的代理人或者监护人，别人不能代为要求终止、撤回"
        "（民法典第一百六十五条、第一百七十一条）；请问本人，或者补上写明这一项的委托书。"
    )


def longer_fault(consents: Collection[str]) -> str | None:
    """Why mediation does not go on after its month; None when every party agreed.  Source: 若干规定 第33条."""
    if consent_outcome(consents) == AGREED:
        return None
    given = "、".join(CONSENT_NAMES[ConsentState(answer)] for answer in sorted(set(consents)))
    return f"延长要各方都同意，现在是：{given}。可以先问清楚，或者商量下一步谁来接。"


def longer_day_fault(until: date | None, *, agreed_on: date) -> str | None:
    """Why mediation cannot go on until this day: not after the day it was agreed on, too far ahead, or missing.

    The day of the agreement counts, not that of its entry.
    """
    if until is not None and agreed_on < until <= agreed_on + LONGEST_EXTENSION:
        return None
    return "要在说定延长的那天以后、三个月以内。"


def court_longer_fault(consents: Collection[str]) -> str | None:
    """Why the court's mediation does not last longer; None when every party agreed.  Source: 特邀调解规定 第27条."""
    return None if consent_outcome(consents) == AGREED else "延长要各方都同意；还没答复的，请先问清楚。"


def court_agreed_fault(agreed_on: date, *, last_on: date) -> str | None:
    """Why what was agreed on a day comes too late: `last_on` was the last day to report to the court.

    Source: 特邀调解规定 第27条.
    """
    if agreed_on <= last_on:
        return None
    return "回复法院的期限已经过了，不能再延长；请尽快回复，并跟法院说明。"


def court_day_fault(until: date, *, last_on: date, today: date) -> str | None:
    """Why the report to the court is not put off until this day: it is no later one, or has come."""
    return None if until > max(last_on, today) else "要在现在的期限和今天以后。"


def is_public(wishes: Collection[str]) -> bool:
    """Whether mediation is public: only when every party asks for it (yes).  Source: 人民调解法 第23条第3项."""
    return bool(wishes) and all(wish == "yes" for wish in wishes)


def change_faults(
    asked: Collection[int],
    answers: Mapping[int, str],
    *,
    is_agreed: bool,
    is_fixed: bool,
    reason: str,
    read_over_on: date | None,
    today: date,
) -> dict[str, str]:
    """Why the mediator is not changed, by field: free until the parties agreed, afterwards with the yes of all `asked`.

    Who gave no answer has not said yes.  Whoever comes in after the text is fixed reads it over with the parties before
    signing.  Source: 人民调解法 第19、23条 (the parties choose, and may ask for another).
    """
    faults = {} if reason.strip() else {"change_reason": "请写为什么换调解员。"}
    if is_agreed and not all(answers.get(party) == AGREED for party in asked):
        faults["agree_all"] = "已经谈成了，换调解员要各方都同意；还没答复的，请先问清楚。"
    if is_fixed and (read_over_on is None or read_over_on > today):
        faults["read_over_on"] = "请填新的调解员哪天跟各方把协议从头念过；念过才能签字，不能是以后的日子。"
    return faults


def chooser_fault(chosen_by: str, *, sides: Collection[int], naming: Collection[int], has_wishes: bool) -> str | None:
    """Why those chosen are not chosen by whom the page says; None when they are.

    `sides` are those of the case, `naming` those a party of which wanted somebody who was chosen; `has_wishes` says
    whether any party said a word about anybody.  Source: 人民调解法 第19条 (the parties choose, or the committee).
    """
    if chosen_by == BY_PARTIES and has_wishes and not naming:
        return "选了“当事人选的”，可是当事人要的人没有选上。请改选，或者改成“调委会指定的”。"
    if chosen_by == EACH_NAMES_ONE and set(naming) != set(sides):
        return "选了“各方各选一位”，请在名字下面记上每一方要的是谁，并且选上他们。"
    return None
