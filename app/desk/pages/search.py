"""One search over everything an account sees: matters of every kind that has a list, and the pool (X11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission, may
from app.core.terms import POOL_CATEGORY_NAMES
from app.desk.pages import blueprint
from app.matters.pages.matter_list import found_shortly
from app.matters.queries.finding import Bears, found_by
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.listing import Listing
from app.mediators.queries import PoolSearch, search_pool

SHOWN = 10
LONGEST = 60


@dataclass(frozen=True)
class Found:
    """What was found of one kind: its first rows as title and address with a few words, and the whole list."""

    title: str
    rows: Sequence[tuple[str, str, str]]
    has_more: bool
    whole: str
    unfound: str = ""
    """Said besides where nothing was."""


def _matters(kind: Kind[Any], listing: Listing[Any], actor: Actor, words: str, bears: Bears) -> Found:
    rows = found_shortly(kind, actor, bears, size=SHOWN + 1)
    whole = url_for(listing.endpoint, words=words)
    return Found(listing.title, rows[:SHOWN], len(rows) > SHOWN, whole, listing.unfound)


def _people(actor: Actor, words: str) -> Found:
    members, total = search_pool(actor, PoolSearch(words=words[:30]), page=1, size=SHOWN)
    rows = [
        (
            one.person.name,
            url_for("mediators.detail", member_id=one.public_id),
            f"{POOL_CATEGORY_NAMES[one.category]}，{one.village.full_name if one.village else '全镇'}",
        )
        for one in members
    ]
    return Found("人才库", rows, total > SHOWN, url_for("mediators.index", words=words))


def found_in(actor: Actor, words: str) -> Iterator[Found]:
    """What the words find in every list the actor may open, in the order in which the kinds were entered, and in the
    pool."""
    bears = found_by(words)
    for kind in kinds().values():
        if kind.listing is not None and may(actor, kind.listing.see):
            yield _matters(kind, kind.listing, actor, words, bears)
    if may(actor, Permission.MEDIATOR_SEE):
        yield _people(actor, words)


@blueprint.get("/search")
@requires(Permission.TODAY_SEE)
def search() -> ResponseReturnValue:
    """Everything that bears the words; nothing is looked for without any."""
    words, actor = request.args.get("words", "").strip()[:LONGEST], signed_in()
    return render("desk/search.html", words=words, found=list(found_in(actor, words)) if words else [])
