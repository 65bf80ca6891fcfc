"""When disputes of single households belong to one of many people (系列案（分户）).  Pure.

Each household mediates, agrees and signs for itself; what they have in common stays in the first dispute.  There are
two floors and no more.  Source: 人民调解法 第31条 (an agreement binds who made it); practice of group disputes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.core.normalise import search_text

MOST_AT_ONCE, MOST_HOUSEHOLDS = 40, 200
CHILD = "这件自己是系列案里的一户，不能再往下分；还有别的户，请到共同的那一件里分。"
TEXT_FIXED = "协议已经定稿，定了的人不再分出去；没写进协议的户，请另外登记一件，再归到这个系列案。"
BEARS_HOUSEHOLDS = "这件下面还有各户的案，不能作废；请先把各户从系列案里拿出来，或者先作废各户的登记。"
PARENT = "这件自己就带着几户，不能再放到别的系列案里。"
OTHER_IS_CHILD = "那一件是别的系列案里的一户，不能再带别的户；请写共同的那一件的编号。"
ITSELF = "这就是这一件自己。"
ALREADY = "这件已经在一个系列案里了；要换的，先从那边拿出来。"
ONLY_ONE = "这一方只有这一户，分出去就是原来的这件，不用分。"
NOBODY = "请勾选要单独成案的当事人，或者写上还没有登记的户主姓名。"


def split_fault(*, households: int, wanted: int) -> str | None:
    """Why a dispute is not divided among so many households; None when it may."""
    if wanted < 1:
        return NOBODY
    if wanted > MOST_AT_ONCE:
        return f"一次最多分{MOST_AT_ONCE}户，现在有{wanted}户；剩下的再来一次。"
    if households + wanted > MOST_HOUSEHOLDS:
        return f"一个系列案最多{MOST_HOUSEHOLDS}户，已经有{households}户了；再多的另立一件。"
    return None


def sides_fault(chosen: Iterable[int], side: int, present: Collection[int]) -> str | None:
    """Why these people cannot stand on one side of a household's dispute; None when the others still face them."""
    if any(one != side for one in chosen):
        return "一次只能分同一方的；另一方的，分完再来一次。"
    return None if set(present) - {side} else "分出来的户要有对方；这件里没有另一方。"


def whole_fault(*, left: int, households: int) -> str | None:
    """Why nothing would be divided: one household, and nobody on its side besides (`left` behind or in another one)."""
    return ONLY_ONE if not left and households == 1 else None


def twice_fault(named: Sequence[str], known: Iterable[str]) -> str | None:
    """Why a household is not taken in: somebody of that name stands on this side already, or is written twice."""
    counted = Counter(search_text(name) for name in named)
    standing = {search_text(name) for name in known}
    twice = [name for name in named if counted[search_text(name)] > 1 or search_text(name) in standing]
    if not twice:
        return None
    return f"{twice[0]}在这一方已经有了；同名的另一户，在姓名后面注明，例如“{twice[0]}（东街）”。"


def join_fault(*, is_household: bool, has_households: bool, other_is_household: bool) -> str | None:
    """Why a dispute cannot be put under another one."""
    if is_household:
        return ALREADY
    if has_households:
        return PARENT
    return OTHER_IS_CHILD if other_is_household else None


def is_divided(sides: Mapping[int, int], apart: Collection[int]) -> bool:
    """Whether everybody of one side (party → side) has a dispute of their own (`apart`): nothing is left to do here."""
    return any(all(party in apart for party in sides if sides[party] == side) for side in set(sides.values()))
