"""What the page of a dispute shows of its series: the households' disputes, or the one they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.cases.models import Case
from app.cases.pages.the_case import place_of
from app.cases.queries.handling import splitting_fault
from app.cases.queries.series import Household, households_of, ids_seen, membership_of, series_seen
from app.cases.terms import STATUS_NAMES
from app.core.permissions import Actor, Permission, may
from app.matters.pages.files_shown import FilesShown, files_shown

ELSEWHERE = "各户共同的那一件不归您看，请问司法所。"


@dataclass(frozen=True)
class HouseholdShown:
    """One household's dispute that the reader sees."""

    names: str
    number: str
    status: str
    href: str


@dataclass(frozen=True)
class SeriesShown:
    """A dispute among those of its series.

    ``counted`` says where those in sight stand and how many are not.  ``common`` and ``common_href`` name the one that
    a household's belongs to, with its files; ``split`` is where more are divided off, empty for whoever may not.
    """

    households: Sequence[HouseholdShown]
    counted: str
    common: str
    common_href: str
    files: FilesShown | None
    split: str


def series_shown(case: Case, actor: Actor) -> SeriesShown:
    """What is shown of the series of a dispute that the actor sees."""
    households = households_of(case.id)
    seen = ids_seen([one.case for one in households], actor)
    is_household = not households and membership_of(case.id) is not None
    common = series_seen(case.id, actor) if is_household else None
    may_split = may(actor, Permission.CASE_ADVANCE, case) and splitting_fault(case) is None
    shown = [one for one in households if one.case.id in seen]
    return SeriesShown(
        households=[_shown(one) for one in shown],
        counted=_counted(shown, others=len(households) - len(shown)),
        common=common.title if common else ELSEWHERE if is_household else "",
        common_href=place_of(common.id) if common else "",
        files=files_shown(common, actor) if common else None,
        split=f"{place_of(case.id)}/split" if may_split else "",
    )


def _shown(household: Household) -> HouseholdShown:
    case = household.case
    return HouseholdShown(household.names, case.number or "还没编号", STATUS_NAMES[case.status], place_of(case.id))


def _counted(households: Sequence[Household], *, others: int) -> str:
    """``共3户：2户正在调解；1户已归档。另有1户不归您看。``"""
    stands = Counter(STATUS_NAMES[one.case.status] for one in households)
    parts = "；".join(f"{count}户{status}" for status, count in stands.items())
    said = f"共{len(households)}户：{parts}。" if households else ""
    return said + (f"另有{others}户不归您看，请问司法所。" if others else "")
