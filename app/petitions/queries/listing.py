"""The list of claims: what it is narrowed by, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy.orm import joinedload

from app.core.listing import Choice
from app.core.permissions import Permission
from app.matters.queries.listing import Wanted
from app.matters.registry.listing import Choosing, Listing
from app.petitions.models import Claim, Petition
from app.petitions.terms import (
    CHANNEL_NAMES,
    CLASS_NAMES,
    ROUTE_NAMES,
    STATUS_NAMES,
    Channel,
    ClaimStatus,
    MatterClass,
)


@dataclass(frozen=True)
class Search(Wanted):
    """What the list of claims is asked for."""

    source: Annotated[Channel | None, Choice("channel", Channel)] = None
    category: Annotated[MatterClass | None, Choice("class", MatterClass)] = None
    status: Annotated[ClaimStatus | None, Choice("status", ClaimStatus)] = None


def _cells(claim: Claim) -> tuple[str, ...]:
    village = claim.petition.village
    return (
        claim.number,
        CLASS_NAMES[claim.matter_class] if claim.matter_class else "还没有定",
        ROUTE_NAMES[claim.route] if claim.route else "—",
        village.full_name if village else "镇外或说不清",
        CHANNEL_NAMES[claim.petition.channel],
        STATUS_NAMES[claim.status],
    )


LISTING = Listing[Claim](
    title="信访",
    see=Permission.PETITION_SEE,
    endpoint="petitions.index",
    first="信访人和诉求",
    label="找信访件",
    hint="姓名、拼音或者首字母，编号、文号，电话（全号或者后四位），诉求里的两个字以上；几样一起写用空格隔开。",
    narrowing="再缩小一些：村、怎么来的、性质、办到哪一步、期限；换个顺序",
    choices=(
        Choosing("source", "channel", "怎么来的", CHANNEL_NAMES),
        Choosing("category", "class", "性质", CLASS_NAMES),
        Choosing("status", "status", "办到哪一步", STATUS_NAMES),
    ),
    heads=("编号", "性质", "走哪条路", "村", "怎么来的", "办到哪一步"),
    cells=_cells,
    counted="一项诉求一行，",
    measure="项",
    options=(
        joinedload(Claim.petition).joinedload(Petition.village),
        joinedload(Claim.petition).selectinload(Petition.petitioners),
    ),
)
