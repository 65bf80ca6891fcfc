"""What a matter is tied to: tie it to another one by its number, untie it; shown on the pages of both."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.errors import NotFound
from app.core.fields import text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission
from app.core.public_ids import public_id_of
from app.core.submit_once import answer, is_post, submit
from app.core.transaction import OnceForm
from app.matters.actions.link import UNTIED, link_matters, untie
from app.matters.models.links import MatterLink
from app.matters.pages import blueprint
from app.matters.pages.out_of import openings_of
from app.matters.queries.links import End, end_named, end_seen, links_of
from app.matters.registry.kinds import kinds

ELSEWHERE = "镇里另有一件有关的事，请问司法所"


@dataclass(frozen=True)
class LinkShown:
    """One tie as a page shows it; ``href`` is empty for a matter out of the reader's sight, of which only that it is
    there is said.  ``untie`` is where it is taken away, empty for whoever may not."""

    title: str
    href: str
    reason: str
    untie: str


@dataclass(frozen=True)
class LinksShown:
    """All ties of a matter, where more are made (empty for whoever may not), and what is registered out of it."""

    rows: list[LinkShown]
    add: str
    openings: list[tuple[str, str]]


def links_shown(kind: str, subject_id: int, actor: Actor) -> LinksShown:
    """What the page of a matter that the actor sees shows of its ties."""
    declared = kinds()[kind]
    takes = declared.links is not None and declared.links.takes(declared.rows.row(subject_id), actor)
    public_id = public_id_of(declared.rows.table, subject_id)
    add = pages.address("matters.link_page", kind=kind, public_id=public_id) if takes else ""
    rows = []
    for link in links_of(kind, subject_id):
        place = {"kind": kind, "public_id": public_id, "link_id": link.public_id}
        loosen = pages.address("matters.untie_page", **place) if takes else ""
        rows.append(LinkShown(*_seen(link, kind, subject_id, actor), untie=loosen))
    return LinksShown(rows, add, openings_of(kind, subject_id, actor))


def _seen(link: MatterLink, kind: str, subject_id: int, actor: Actor) -> tuple[str, str, str]:
    """Title and address of the other one and what they have to do with each other, for whoever sees it."""
    other = end_seen(*link.other_end(kind, subject_id), actor)
    if other is None:
        return ELSEWHERE, "", ""
    return other.kind.rows.named_as(other.row).title, other.kind.rows.page(other.row), link.reason


class LinkForm(OnceForm):
    """The other matter, and what they have to do with each other."""

    number = text_line("另一件的编号", 60, "例如：（2026）小海眼人调字第0012号。照封面、登记单上的写。", needed=True)
    reason = text_line("这两件有什么关系", 300, "例如：争的是同一堵墙。", needed=True)


class UntieForm(OnceForm):
    """A button without questions."""


def _tie(end: End, form: LinkForm) -> None:
    told = form.reason.data or ""
    link_matters(end, form.number.data or "", reason=told, actor=signed_in(), now=clock.now())


def _values(end: End, form: OnceForm) -> dict[str, object]:
    return {"form": form, "named": end.kind.rows.named_as(end.row), "link": end.kind.rows.page(end.row)}


@blueprint.route("/links/of/<kind>/<public_id>", methods=["GET", "POST"])
@requires(Permission.MATTER_LINK)
def link_page(kind: str, public_id: str) -> ResponseReturnValue:
    """Tie a matter to another one."""
    end, form = end_named(kind, public_id, signed_in()), LinkForm()
    if not is_post():
        end.declared.must_link(end.row, signed_in())
    outcome = submit(form, lambda: _tie(end, form), end.kind.rows.page(end.row))
    return answer(outcome, "连好了，两边都看得到。", lambda: render("matters/link.html", **_values(end, form)))


@blueprint.route("/links/of/<kind>/<public_id>/<row(matter_link):link_id>", methods=["GET", "POST"])
@requires(Permission.MATTER_LINK)
def untie_page(kind: str, public_id: str, link_id: int) -> ResponseReturnValue:
    """Take a tie away again."""
    end, form = end_named(kind, public_id, signed_in()), UntieForm()
    link = next((one for one in links_of(*end.key) if one.id == link_id), None)
    if link is None:
        raise NotFound(UNTIED)
    outcome = submit(form, lambda: untie(end, link, actor=signed_in(), now=clock.now()), end.kind.rows.page(end.row))
    values = {"reason": link.reason, **_values(end, form)}
    return answer(outcome, "不连在一起了。", lambda: render("matters/untie.html", **values))
