"""The mediation bodies, and one of them."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission, sees_every_committee
from app.core.terms import LADDER, LEVEL_NAMES
from app.core.whose import is_owned_by
from app.organisations import rules
from app.organisations.models import GROUP_POST_NAMES, POST_NAMES, Body, Post
from app.organisations.pages import blueprint
from app.organisations.queries import counts_by_level, get_body, members_of, visible_bodies


def post_name(body: Body, post: Post) -> str:
    """主任 and 委员 in a committee, 组长 and 组员 in a group."""
    return POST_NAMES[post] if body.committee_id is None else GROUP_POST_NAMES[post]


@blueprint.get("/")
@requires(Permission.BODY_SEE)
def index() -> ResponseReturnValue:
    """The four rungs with their counts, and the bodies of one's own village (or all)."""
    counts = counts_by_level()
    return render(
        "organisations/index.html",
        rungs=[(LEVEL_NAMES[level], counts.get(level, 0)) for level in reversed(LADDER)],
        bodies=visible_bodies(signed_in()),
        level_names=LEVEL_NAMES,
    )


@blueprint.get("/<row(body):body_id>")
@requires(Permission.BODY_SEE)
def detail(body_id: int) -> ResponseReturnValue:
    """One body: members, term, what it covers.  A clan group's surname shows to its own committee only."""
    body, actor = get_body(body_id), signed_in()
    members = members_of(body.id)
    seats = [
        rules.Seat(member.person.name, member.person.gender, member.post == "head", member.elected_on)
        for member in members
    ]
    sees_within = is_owned_by(body.sealing_id, actor.committee_id) or sees_every_committee(actor)
    return render(
        "organisations/detail.html",
        body=body,
        level_names=LEVEL_NAMES,
        members=[(member, post_name(body, member.post), rules.term_ends_on(member.elected_on)) for member in members],
        faults=rules.committee_faults(seats) if body.committee_id is None else [],
        shows_term=body.committee_id is None and sees_within,
        shows_surname=sees_within,
    )
