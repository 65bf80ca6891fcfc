"""What the example town consists of: how many of everything, before anybody is named."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.terms import DisputeType, PoolCategory
from app.organisations.models import OfficeKind

SEED = 370304103
HOUSEHOLDS_PER_GROUP = 8
TOWN_NAME = "白塔镇"
TOWN_SHORT_NAME = "白塔"
LAND_OFFICE = "自然资源和规划建设办公室"
OFFICES = (
    (OfficeKind.GOVERNMENT, "人民政府"),
    (OfficeKind.DESK, "信访工作办公室"),
    (OfficeKind.STATION, LAND_OFFICE),
    (OfficeKind.STATION, "民政和社会保障办公室"),
    (OfficeKind.STATION, "综合行政执法办公室"),
    (OfficeKind.STATION, "农业农村办公室"),
    (OfficeKind.STATION, "应急管理办公室"),
    (OfficeKind.DISCIPLINE, "纪律检查委员会"),
)
"""The town's own offices, each named after the town; every village has one besides."""
ELECTED_ON = date(2025, 3, 8)
TERM_ENDS_SOON = {"掩的": date(2023, 12, 20)}
"""One committee whose three years are nearly over, so that the reminder can be seen."""

POOL = {
    PoolCategory.RETIRED_CADRE: 96,
    PoolCategory.PARTY_MEMBER: 158,
    PoolCategory.POLICE_ASSISTANT: 12,
    PoolCategory.NEIGHBOUR: 116,
    PoolCategory.LEGAL_ADVISER: 20,
    PoolCategory.JUDGE: 3,
    PoolCategory.LEGAL_WORKER: 9,
    PoolCategory.VOLUNTEER: 100,
}
"""People by main category; together 514, which the source gives without a split."""

LAY = (PoolCategory.RETIRED_CADRE, PoolCategory.PARTY_MEMBER, PoolCategory.NEIGHBOUR, PoolCategory.VOLUNTEER)
TOWN_COMMITTEE = (
    PoolCategory.RETIRED_CADRE,
    PoolCategory.LEGAL_WORKER,
    PoolCategory.VOLUNTEER,
    PoolCategory.LEGAL_WORKER,
    PoolCategory.PARTY_MEMBER,
    PoolCategory.RETIRED_CADRE,
    PoolCategory.PARTY_MEMBER,
)
"""The town committee's seven, head first; the second presides over most cases, the third keeps the office."""
VILLAGE_COMMITTEE = (
    PoolCategory.PARTY_MEMBER,
    PoolCategory.NEIGHBOUR,
    PoolCategory.RETIRED_CADRE,
    PoolCategory.PARTY_MEMBER,
    PoolCategory.VOLUNTEER,
    PoolCategory.NEIGHBOUR,
    PoolCategory.RETIRED_CADRE,
)
"""A village committee's members in order, head first; smaller ones leave out the last."""
SEATS_IN_VILLAGER_GROUP = 2
SEATS_IN_CLAN_GROUP = 1

AGES = {
    PoolCategory.RETIRED_CADRE: (61, 76),
    PoolCategory.PARTY_MEMBER: (58, 78),
    PoolCategory.POLICE_ASSISTANT: (23, 42),
    PoolCategory.NEIGHBOUR: (48, 69),
    PoolCategory.LEGAL_ADVISER: (29, 55),
    PoolCategory.JUDGE: (36, 54),
    PoolCategory.LEGAL_WORKER: (31, 60),
    PoolCategory.VOLUNTEER: (26, 62),
}

T = DisputeType
SKILLS: dict[PoolCategory, tuple[DisputeType, ...]] = {
    PoolCategory.RETIRED_CADRE: (T.NEIGHBOURS, T.HOUSING_HOMESTEAD, T.FOREST_LAND, T.LAND_REQUISITION, T.PRODUCTION),
    PoolCategory.PARTY_MEMBER: (T.NEIGHBOURS, T.HOUSING_HOMESTEAD, T.MARRIAGE_FAMILY, T.FOREST_LAND, T.PRODUCTION),
    PoolCategory.POLICE_ASSISTANT: (T.NEIGHBOURS, T.DAMAGES, T.TRAFFIC),
    PoolCategory.NEIGHBOUR: (T.MARRIAGE_FAMILY, T.NEIGHBOURS, T.PROPERTY_SERVICE, T.CONSUMER),
    PoolCategory.LEGAL_ADVISER: (T.CONTRACT, T.HOUSING_HOMESTEAD, T.DAMAGES, T.LABOUR, T.MARRIAGE_FAMILY),
    PoolCategory.JUDGE: (T.CONTRACT, T.DAMAGES, T.MARRIAGE_FAMILY),
    PoolCategory.LEGAL_WORKER: (T.CONTRACT, T.HOUSING_HOMESTEAD, T.LABOUR, T.TRAFFIC, T.DAMAGES, T.MEDICAL),
    PoolCategory.VOLUNTEER: (T.NEIGHBOURS, T.CONSUMER, T.POLLUTION, T.LABOUR, T.INTERNET, T.TOURISM),
}
TAGS: dict[PoolCategory, tuple[str, ...]] = {
    PoolCategory.RETIRED_CADRE: ("村民代表", "老年协会", "红白理事会"),
    PoolCategory.PARTY_MEMBER: ("网格员", "村民组长", "退役军人", "村民代表"),
    PoolCategory.NEIGHBOUR: ("网格员", "红色楼长", "妇女小组长"),
    PoolCategory.VOLUNTEER: ("网格员", "志愿服务队", "红色楼长"),
}


@dataclass(frozen=True)
class VillagePlan:
    """One village's counts."""

    position: int
    name: str
    kind: str
    town_code: str
    short_name: str
    resident_groups: int
    doubled: int
    """How many villager groups cover two resident groups instead of one."""
    clan_groups: int
    committee_members: int

    @property
    def full_name(self) -> str:
        """``小海眼社区``."""
        return f"{self.name}{self.kind}"

    def coverage(self) -> list[range]:
        """The resident groups (from 0) that each villager group covers."""
        pairs = [range(2 * place, 2 * place + 2) for place in range(self.doubled)]
        return pairs + [range(place, place + 1) for place in range(2 * self.doubled, self.resident_groups)]


def village_plans() -> list[VillagePlan]:
    """The twenty villages from the table beside this file, in the town's order."""
    with (Path(__file__).parent / "villages.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return [
        VillagePlan(
            position=int(row["position"]),
            name=row["name"],
            kind=row["kind"],
            town_code=row["town_code"],
            short_name=row["short_name"],
            resident_groups=int(row["resident_groups"]),
            doubled=int(row["doubled"]),
            clan_groups=int(row["clan_groups"]),
            committee_members=int(row["committee_members"]),
        )
        for row in rows
    ]
