"""Who may not mediate a dispute, and in which order the others are proposed.  Pure; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.core.terms import DisputeType, PoolCategory
from app.organisations.rules import comes_of_age_on

CASES_TO_FULL = 5
"""With so many open cases nobody gets a point for load."""
MOST_MEDIATORS = 3
FULL_HOURS = 10
"""Hours a week from which availability counts in full."""
GRADE_SHARES = {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.4, None: 0.2}


@dataclass(frozen=True)
class Weights:
    """Points of each heading at most; practice of offices, not law, and adjustable."""

    speciality: int = 30
    place: int = 20
    load: int = 20
    grade: int = 15
    time: int = 10


@dataclass(frozen=True)
class Candidate:
    """A member of the pool as the rules see them."""

    id: int
    person_id: int
    name: str
    category: PoolCategory
    village_id: int | None = None
    household_id: int | None = None
    is_guidance_only: bool = False
    is_suspended: bool = False
    is_removed: bool = False
    away_from: date | None = None
    away_until: date | None = None
    skills: frozenset[DisputeType] = frozenset()
    grade: int | None = None
    hours_a_week: int = 0
    open_cases: int = 0
    sits_on_body: bool = False
    """A member of the very body that mediates."""
    may_sign: bool = False
    """A member of, or appointed by, the sealing committee (人民调解法 第13条)."""


@dataclass(frozen=True)
class Concerned:
    """What of a dispute bears on who may mediate it."""

    party_people: frozenset[int] = frozenset()
    """Person ids of the parties, their agents and guardians."""
    party_households: frozenset[int] = frozenset()
    objections: frozenset[int] = frozenset()
    """Pool members whom a party objects to."""
    choices: dict[int, int] = field(default_factory=dict)
    """How many parties chose a pool member."""


@dataclass(frozen=True)
class Heading:
    """One line of the ranking: what was got of what was possible, and why."""

    name: str
    points: int
    most: int
    why: str


@dataclass(frozen=True)
class Ranked:
    """A candidate with the points that put them where they stand."""

    candidate: Candidate
    headings: tuple[Heading, ...]
    chosen_by: int
    """How many parties chose them; choices go before points (人民调解法 第19条)."""

    @property
    def total(self) -> int:
        """All points together."""
        return sum(heading.points for heading in self.headings)


def is_away(away_from: date | None, away_until: date | None, on: date) -> bool:
    """Whether somebody is away on a day; an open end is open."""
    if away_from is None and away_until is None:
        return False
    return (away_from is None or away_from <= on) and (away_until is None or on <= away_until)


def exclusions(candidate: Candidate, concerned: Concerned, on: date) -> list[str]:
    """Why a candidate may not mediate this dispute on a day, as sentences; empty when nothing is in the way.

    Not being appointed is no exclusion: whoever may not sign can still be invited (人民调解法 第13、20条).
    Source: 人民调解法 第15、19、23条; guidance only: 第5条.
    """
    reasons = []
    if candidate.is_removed:
        reasons.append("已经移出人才库。")
    if candidate.is_suspended:
        reasons.append("现在暂停调解工作。")
    if candidate.is_guidance_only:
        reasons.append("法官和警务助理只作指导，不当调解员（人民调解法第五条）；要请来指导，用“请人来帮”。")
    if is_away(candidate.away_from, candidate.away_until, on):
        back = f"，{candidate.away_until.month}月{candidate.away_until.day}日以后回来" if candidate.away_until else ""
        reasons.append(f"这一天不在{back}。")
    if candidate.person_id in concerned.party_people:
        reasons.append("本人就是当事人、代理人或者监护人。")
    elif candidate.household_id is not None and candidate.household_id in concerned.party_households:
        reasons.append("跟当事人是一户人家，应当回避。")
    if candidate.id in concerned.objections:
        reasons.append("有当事人不要他调（人民调解法第二十三条）。")
    return reasons


def rank(
    candidates: Iterable[Candidate],
    dispute_type: DisputeType,
    village_id: int,
    *,
    choices: dict[int, int] | None = None,
    weights: Weights | None = None,
) -> list[Ranked]:
    """Candidates in the order they are proposed: the parties' choice first, then by points, then by fewest cases.

    `choices` says how many parties chose a member.  The same input always gives the same order.  Raises: nothing.
    """
    chosen, most = choices or {}, weights or Weights()
    ranked = [Ranked(one, _headings(one, dispute_type, village_id, most), chosen.get(one.id, 0)) for one in candidates]
    return sorted(ranked, key=lambda one: (-one.chosen_by, -one.total, one.candidate.open_cases, one.candidate.id))


def _headings(one: Candidate, dispute_type: DisputeType, village_id: int, most: Weights) -> tuple[Heading, ...]:
    parts = (
        ("专长", most.speciality, _speciality(one, dispute_type)),
        ("地缘", most.place, _place(one, village_id)),
        ("负荷", most.load, _load(one)),
        ("等级", most.grade, _grade(one)),
        ("时间", most.time, _time(one)),
    )
    return tuple(Heading(name, round(limit * share), limit, why) for name, limit, (share, why) in parts)


def _speciality(one: Candidate, dispute_type: DisputeType) -> tuple[float, str]:
    if dispute_type in one.skills:
        return 1.0, "擅长这一类"
    return (0.0, "擅长别的类") if one.skills else (0.2, "没有登记专长")


def _place(one: Candidate, village_id: int) -> tuple[float, str]:
    if one.sits_on_body:
        return 1.0, "就在这个调解组织"
    if one.village_id == village_id:
        return 0.8, "本村"
    return (0.4, "全镇") if one.village_id is None else (0.0, "外村")


def _load(one: Candidate) -> tuple[float, str]:
    share = max(0.0, 1 - one.open_cases / CASES_TO_FULL)
    return share, f"手上{one.open_cases}件" if one.open_cases else "手上没有案件"


def _grade(one: Candidate) -> tuple[float, str]:
    return GRADE_SHARES[one.grade], f"{'一二三四'[one.grade - 1]}级" if one.grade else "没评等级"


def _time(one: Candidate) -> tuple[float, str]:
    return min(1.0, one.hours_a_week / FULL_HOURS), f"每周{one.hours_a_week}小时"


def panel_fault(presiding: int, mediators: int) -> str | None:
    """Why a panel of so many is not right, as a sentence, or None.

    One presides, at most two stand beside.  Source: 人民调解法 第19条 (one or several); 若干规定 第25条 (one presides).
    """
    if presiding == 0:
        return "要有一位调解主持人，请选定由谁主持。"
    if presiding > 1:
        return f"调解主持人只能是一位，现在选了{presiding}位。"
    if presiding + mediators > MOST_MEDIATORS:
        return f"调解员连主持人最多三位，现在是{presiding + mediators}位；多出来的可以作为被邀请人。"
    return None


def signing_fault(*, may_sign: bool, is_invited: bool) -> str | None:
    """Why somebody cannot be a mediator of the committee that seals; whoever is invited need not be one.

    A mediator is a member of it, or appointed by it.  Source: 人民调解法 第13、20条.
    """
    if may_sign or is_invited:
        return None
    return "不是盖章的调委会的委员，也没有受它聘任，只能作为被邀请人（人民调解法第十三条、第二十条）。"


def age_fault(born_on: date, *, on: date) -> str | None:
    """Why somebody of this age is no mediator on a day: mediators are adults.  Source: 人民调解法 第14条."""
    return None if comes_of_age_on(born_on) <= on else "未满十八周岁，不能当调解员（人民调解法第十四条）。"
