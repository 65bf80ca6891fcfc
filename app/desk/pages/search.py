"""One search over everything an account sees: disputes, petitions, and the people of the pool (X11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.cases.kind import CASE
from app.cases.queries.listing import Search as CaseSearch
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission, may
from app.core.terms import POOL_CATEGORY_NAMES
from app.desk.pages import blueprint
from app.matters.pages.matter_list import found_shortly
from app.mediators.queries import PoolSearch, search_pool
from app.petitions.kind import CLAIM
from app.petitions.queries.listing import Search as ClaimSearch

SHOWN = 10
LONGEST = 60


@dataclass(frozen=True)
class Found:
    """What was found of one kind: its first rows as title and address with a few words, and the whole list."""

    title: str
    rows: Sequence[tuple[str, str, str]]
    has_more: bool
    whole: str


def _disputes(actor: Actor, words: str) -> Found:
    rows = found_shortly(CASE, actor, CaseSearch(words=words), size=SHOWN + 1)
    return Found("案件", rows[:SHOWN], len(rows) > SHOWN, url_for("cases.index", words=words))


def _claims(actor: Actor, words: str) -> Found:
    rows = found_shortly(CLAIM, actor, ClaimSearch(words=words), size=SHOWN + 1)
    return Found("信访", rows[:SHOWN], len(rows) > SHOWN, url_for("petitions.index", words=words))


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


ROOMS: Sequence[tuple[Permission, Callable[[Actor, str], Found]]] = (
    (Permission.CASE_SEE, _disputes),
    (Permission.PETITION_SEE, _claims),
    (Permission.MEDIATOR_SEE, _people),
)


def found_in(actor: Actor, words: str) -> Iterator[Found]:
    """What the words find in every room the actor may enter."""
    for permission, look in ROOMS:
        if may(actor, permission):
            yield look(actor, words)


@blueprint.get("/search")
@requires(Permission.TODAY_SEE)
def search() -> ResponseReturnValue:
    """Everything that bears the words; nothing is looked for without any."""
    words, actor = request.args.get("words", "").strip()[:LONGEST], signed_in()
    return render("desk/search.html", words=words, found=list(found_in(actor, words)) if words else [])
