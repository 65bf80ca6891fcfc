"""Who takes part of their own will, and what that makes of the mediation: ready, waiting, or over.  Pure.

Only a clear refusal bars mediation, silence is neither yes nor no (人民调解法 第17条); who wants to stop leaves, and
the others go on as long as every side has somebody (第23条第2项).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from app.matters.terms import Participation

OUT = frozenset({Participation.REFUSED, Participation.LEFT})


class Standing(StrEnum):
    """What the answers of all parties together make of a mediation."""

    READY = "ready"
    """Somebody of every side is willing."""
    WAITING = "waiting"
    """A side has nobody willing yet, and not all of it are out."""
    REFUSED = "refused"
    """All of a side clearly refuse, and nobody of it had begun."""
    SIDE_LEFT = "side_left"
    """All of a side are out, and somebody of it had taken part (一方全部退出)."""


OVER = frozenset({Standing.REFUSED, Standing.SIDE_LEFT})
"""A side is empty: there is nobody to mediate with."""
Sides = Mapping[int, Collection[Participation]]
"""How the parties of each side stand; every side has one at least."""


def sides_of(parties: Iterable[tuple[int, Participation]]) -> Sides:
    """Parties as side and participation, gathered by side."""
    found: dict[int, list[Participation]] = {}
    for side, participation in parties:
        found.setdefault(side, []).append(participation)
    return found


def standing_of(sides: Sides) -> Standing:
    """What the answers of all sides together mean."""
    empty = [side for side in sides.values() if OUT.issuperset(side)]
    if any(Participation.LEFT in side for side in empty):
        return Standing.SIDE_LEFT
    if empty:
        return Standing.REFUSED
    is_ready = all(Participation.WILLING in side for side in sides.values())
    return Standing.READY if is_ready else Standing.WAITING


def unreached_fault(sides: Sides) -> str | None:
    """Why a mediation is not closed as 一直联系不上、没有答复: every side has somebody who is willing, or one is out.

    It is neither a refusal nor a failure, and a person says so, never a clock.
    """
    if standing_of(sides) is Standing.WAITING:
        return None
    return "每一方都有人答复了，不能按“一直联系不上”结束；照各方的答复往下办。"
