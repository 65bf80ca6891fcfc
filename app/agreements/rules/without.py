"""When a fixed text stands although somebody it was written for does not sign.  Pure.

One text, one circle of people: it stands without one only if it says nothing of them, and each who stays knows it
(人民调解法 第29条; 民法典 第301条: common property wants two thirds of the shares, or all joint owners).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.agreements.rules import AgreementText
from app.core.normalise import search_text

COLLECTIVE = ("双方", "各方", "三方", "各户", "全体", "共同", "连带", "一起", "任何一方", "当事人")
"""Words that mean everybody the text was written for."""
COMMON = ("共有", "继承", "遗产")
"""Words that tell of property of which nobody disposes alone."""
NEW_VERSION = "请选“要改了再签”，改好再请各方签。"


def text_faults_without(text: AgreementText, absent: Sequence[str], *, has_owner: bool) -> list[str]:
    """Why a text does not stand without these people, a sentence each; empty when it does.

    `has_owner`: whether one of them is a party as co-owner or heir.
    """
    faults = []
    for number, clause in enumerate(text.clauses, start=1):
        words = search_text(clause.words)
        named = [name for name in absent if search_text(name) in words]
        if named:
            faults.append(f"第{number}条写到了{'、'.join(named)}。")
        collective = [word for word in COLLECTIVE if word in clause.words]
        if collective:
            faults.append(f"第{number}条用了“{'”“'.join(collective)}”，没签的人也算在里面。")
    whole = "，".join([text.facts, text.issues, text.responsibility, *(clause.words for clause in text.clauses)])
    if has_owner or any(word in whole for word in COMMON):
        faults.append("协议处分了共有或者继承的财产，要全体共有人、继承人一起定（民法典第三百零一条）。")
    return faults


def circle_fault(staying: Collection[int], sides: Mapping[int, int]) -> str | None:
    """Why those who stay are no circle of their own: fewer than two sides are left."""
    if len({sides[party] for party in staying}) >= 2:
        return None
    return "签了的人只剩一方，协议不成立；请选“有人不签”。"


def knowing_faults(
    signed_on: Mapping[int, date], knows_on: Mapping[int, date | None], *, today: date
) -> dict[int, str]:
    """What is wrong with the day on which each who stays wrote that they know, by party; empty when nothing is.

    It is written after the own signature and not ahead.
    """
    faults = {}
    for party, signed in signed_on.items():
        day = knows_on.get(party)
        if day is None:
            faults[party] = "请填哪天写的；没有写的，先请他在签名旁边写上。"
        elif not signed <= day <= today:
            faults[party] = "要在签字那天以后、今天或者今天以前。"
    return faults
