"""A matter that is registered out of another one: the page begins with what that one says, and ties the two."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from wtforms import Form, HiddenField

from app.core import clock, pages
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.guard import signed_in
from app.core.permissions import Actor, may
from app.core.public_ids import public_id_of
from app.core.submit_once import is_post
from app.matters.actions.link import tie_new
from app.matters.queries.links import End, end_named, link_between
from app.matters.queries.voided import voided_of
from app.matters.registry.kinds import kinds
from app.matters.registry.opening import Handed

NAME = "out_of"


class OutOf(Form):
    """The field that carries the other matter through the page of a registration; empty for most."""

    out_of = HiddenField()


@dataclass(frozen=True)
class Origin:
    """The matter another one is registered out of, as that page names it; `key` tells its drafts from others."""

    end: End
    title: str
    href: str
    key: str
    handed: Handed


def openings_of(kind: str, subject_id: int, actor: Actor) -> list[tuple[str, str]]:
    """What may be registered out of a matter that the actor sees: words and address."""
    if kinds()[kind].opening is None or voided_of(kind, subject_id) is not None:
        return []
    out_of = f"{kind}-{public_id_of(kinds()[kind].rows.table, subject_id)}"
    offered = (one.opening for one in kinds().values() if one.opening is not None)
    return [(one.label, pages.address(one.endpoint, **{NAME: out_of})) for one in offered if may(actor, one.registers)]


def origin_of(form: OutOf) -> Origin | None:
    """The matter that the address or the sent page names; None when neither does.

    Raises `NotFound` for one that is not there, out of sight, or of a kind nothing is registered out of; but where a
    typed page is sent, one that left meanwhile counts as none, so that nothing of it is lost.
    """
    if not is_post():
        form.out_of.data = request.args.get(NAME, "")
    key = str(form.out_of.data or "")
    if not key:
        return None
    try:
        end = _end_of(key)
    except NotFound:
        if not is_post():
            raise
        form.out_of.data = ""
        return None
    assert end.kind.opening is not None
    named = end.kind.rows.named_as(end.row)
    return Origin(end, named.title, end.kind.rows.page(end.row), key, end.kind.opening.hands(end.row))


def _end_of(key: str) -> End:
    kind, _, public_id = key.partition("-")
    end = end_named(kind, public_id, signed_in())
    if end.kind.opening is None:
        raise NotFound(OUT_OF_SIGHT)
    return end


def tie_to_origin(form: OutOf, kind: str, subject_id: int) -> None:
    """Tie a matter to what it was registered out of, if anything, unless it is that very one or tied already."""
    origin = origin_of(form)
    if (
        origin is not None
        and origin.end.key != (kind, subject_id)
        and not link_between(origin.end.key, (kind, subject_id))
    ):
        tie_new(origin.end, (kind, subject_id), actor=signed_in(), now=clock.now())
