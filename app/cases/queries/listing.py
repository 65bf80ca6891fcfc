"""The list of disputes: what it is narrowed by, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy.orm import joinedload, selectinload

from app.cases.models import Case
from app.cases.terms import STATUS_NAMES, CaseStatus
from app.core.listing import Choice
from app.core.pages import chinese_moment
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES, DisputeType
from app.matters.queries.listing import Wanted
from app.matters.registry.listing import Choosing, Listing


@dataclass(frozen=True)
class Search(Wanted):
    """What the list of disputes is asked for."""

    category: Annotated[DisputeType | None, Choice("type", DisputeType)] = None
    status: Annotated[CaseStatus | None, Choice("status", CaseStatus)] = None


LISTING = Listing[Case](
    title="案件",
    see=Permission.CASE_SEE,
    endpoint="cases.index",
    unfound="您只看得到您村的；镇里可能有同一件，请问司法所。",
    first="当事人和事由",
    label="找案件",
    hint="姓名、拼音或者首字母，编号，电话（全号或者后四位），事情里的两个字以上；几样一起写用空格隔开。",
    narrowing="再缩小一些：村、类型、办到哪一步、期限；换个顺序",
    choices=(
        Choosing("category", "type", "纠纷类型", DISPUTE_TYPE_NAMES),
        Choosing("status", "status", "办到哪一步", STATUS_NAMES),
    ),
    heads=("编号", "类型", "村", "办到哪一步", "什么时候来的"),
    cells=lambda case: (
        case.number or "还没编号",
        DISPUTE_TYPE_NAMES[case.dispute_type],
        case.village.full_name,
        STATUS_NAMES[case.status],
        chinese_moment(case.applied_at),
    ),
    options=(joinedload(Case.village), selectinload(Case.handlings)),
)
