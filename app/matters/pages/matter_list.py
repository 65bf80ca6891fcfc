"""The list of the matters of a kind, with its search: what the page of every such list shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for

from app.core import clock
from app.core.clock import local
from app.core.guard import signed_in
from app.core.pages import Pager, asked_page
from app.core.permissions import Actor
from app.deadlines.queries.shown import ShownLight, soon_until
from app.deadlines.rules import LIGHT_NAMES
from app.matters.models import Matter
from app.matters.queries.finding import Bears
from app.matters.queries.light import light_of_matter
from app.matters.queries.listing import Listed, Place, Wanted, listed, newest_bearing
from app.matters.registry.kinds import Kind
from app.matters.registry.listing import Listing
from app.organisations.queries import villages

PAGE = 20


@dataclass(frozen=True)
class MatterRow:
    """One row: whose matter, the address of its page, its light, and the cells of its kind."""

    title: str
    link: str
    light: ShownLight
    mark: str
    """What is said beside the light."""
    cells: Sequence[str]


def matter_list(kind: Kind[Any], wanted: Wanted) -> dict[str, object]:
    """Values of templates/pages/matters/list.html: the page the address asks for of a kind's list."""
    assert kind.listing is not None
    now, after, before = clock.now(), _place("after"), _place("back")
    found = listed(kind, signed_in(), wanted, now=now, soon_at=soon_until(now), after=after, before=before, size=PAGE)
    current = asked_page() if after or before else 1
    return {
        "listing": kind.listing,
        "rows": _rows(kind, kind.listing, found.rows, now),
        "total": f"{found.total} {kind.listing.measure}{'以上' if found.has_more else ''}",
        "wanted": wanted,
        "action": url_for(kind.listing.endpoint),
        "pages": _pager(found, current, kind.listing.endpoint, wanted),
        "choices": [(one.name, one.label, one.names, getattr(wanted, one.column)) for one in kind.listing.choices],
        "village_names": {village.public_id: village.full_name for village in villages()},
        "light_names": LIGHT_NAMES,
    }


def found_shortly(kind: Kind[Any], actor: Actor, bears: Bears, *, size: int) -> list[tuple[str, str, str]]:
    """The first rows of a kind that bear what was looked for: title, address, and the number with how far it is due."""
    assert kind.listing is not None
    now = clock.now()
    rows = _rows(kind, kind.listing, newest_bearing(kind, actor, bears, now=now, size=size), now)
    return [(row.title, row.link, "，".join(part for part in (row.cells[0], row.light.due) if part)) for row in rows]


def _rows(kind: Kind[Any], listing: Listing[Any], matters: Sequence[Matter], now: datetime) -> list[MatterRow]:
    own = listing.read(kind.rows, [matter.subject_id for matter in matters])
    marks = kind.marks(own.keys(), local(now).date())
    return [
        MatterRow(
            title=matter.title,
            link=kind.rows.page(own[matter.subject_id]),
            light=light_of_matter(matter, now=now),
            mark=marks.get(matter.subject_id, ""),
            cells=listing.cells(own[matter.subject_id]),
        )
        for matter in matters
        if matter.subject_id in own
    ]


def _place(name: str) -> Place | None:
    return Place.read(request.args.get(name, ""))


def _pager(found: Listed, current: int, endpoint: str, wanted: Wanted) -> Pager:
    asked: dict[str, Any] = dict(wanted.address)
    before = url_for(endpoint, back=found.before, page=max(current - 1, 1), **asked) if found.before else ""
    after = url_for(endpoint, after=found.after, page=current + 1, **asked) if found.after else ""
    return Pager(current, last=0 if found.has_more else -(-found.total // PAGE), previous=before, next=after)
