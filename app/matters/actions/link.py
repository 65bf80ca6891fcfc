"""Tie two matters together, untie them, and tell those who handle one when the other ends."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import and_, or_, select

from app.audit.actions.record import record
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.matters.actions.tell import forget_rows
from app.matters.models.links import MatterLink
from app.matters.queries.links import End, end_called, link_between, links_of
from app.matters.registry.kinds import kinds
from app.matters.registry.telling import LINKED, UNLINKED, deeds_of_links
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.processes.registry import Key

ITSELF = "这就是这一件自己，不用连。"
UNKNOWN = "没有找到这个编号的事。请照案卷封面、登记单上的编号写；别的村的，请问司法所。"
ALREADY = "这两件已经连在一起了。"
NO_REASON = "请写明这两件有什么关系。"
OUT_OF = "办这一件时引出来，另登记的。"
UNTIED = "已经不连在一起了，没有动别的。"


def link_matters(end: End, number: str, *, reason: str, actor: Actor, now: datetime) -> MatterLink:
    """Tie a matter to the one with this number; both trails tell it.

    Raises `NotAllowed` for whoever does not handle the matter, `Invalid` for an unknown number (also of a matter the
    actor does not see), for the matter itself, for two that are tied already, and without a reason.
    """
    end.declared.must_link(end.row, actor)
    other = end_called(number.strip(), actor)
    faults = _faults(end, other, reason)
    if faults or other is None:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    for one in sorted((end, other), key=lambda one: one.key):
        one.kind.rows.hold(one.key[1])
    if link_between(end.key, other.key) is not None:
        raise Invalid(ALREADY, {"number": ALREADY})
    return _tie(end.key, other.key, reason.strip()[:300], actor, now)


def tie_new(end: End, other: Key, *, actor: Actor, now: datetime) -> MatterLink:
    """Tie a matter to one that was registered out of it; whoever sees it may, and both trails tell it."""
    end.kind.rows.hold(end.key[1])
    return _tie(end.key, other, OUT_OF, actor, now)


def _tie(one: Key, other: Key, reason: str, actor: Actor, now: datetime) -> MatterLink:
    (first_kind, first_id), (second_kind, second_id) = sorted((one, other))
    ends = {"first_kind": first_kind, "first_id": first_id, "second_kind": second_kind, "second_id": second_id}
    link = MatterLink(**ends, reason=reason, tied_at=now, tied_by_id=actor.id)
    db.session.add(link)
    _record(LINKED, link, actor, now)
    return link


def _faults(end: End, other: End | None, reason: str) -> dict[str, str]:
    faults = {} if reason.strip() else {"reason": NO_REASON}
    if other is None:
        faults["number"] = UNKNOWN
    elif other.key == end.key:
        faults["number"] = ITSELF
    return faults


def untie(end: End, link: MatterLink, *, actor: Actor, now: datetime) -> None:
    """Take a tie away again.  Raises `NotAllowed` as `link_matters`, `NotNow` the second time."""
    end.declared.must_link(end.row, actor)
    end.kind.rows.hold(end.key[1])
    db.session.refresh(link)
    if link.untied_at is not None:
        raise NotNow(UNTIED)
    link.untied_at, link.untied_by_id = now, actor.id
    _record(UNLINKED, link, actor, now)


def _record(deed: str, link: MatterLink, actor: Actor, now: datetime) -> None:
    for kind, subject_id in ((link.first_kind, link.first_id), (link.second_kind, link.second_id)):
        row = kinds()[kind].rows.row(subject_id)
        record(f"{kind}:{deed}", row, actor, now=now)


def forget_links(kind: str, subject_id: int) -> None:
    """Take every tie of a matter away, also those that were untied, with the lines that the other ends tell of it."""
    first = and_(MatterLink.first_kind == kind, MatterLink.first_id == subject_id)
    second = and_(MatterLink.second_kind == kind, MatterLink.second_id == subject_id)
    for link in db.session.scalars(select(MatterLink).where(or_(first, second))).all():
        other_kind, other_id = link.other_end(kind, subject_id)
        about = (AuditEntry.subject_kind == other_kind, AuditEntry.subject_id == other_id)
        deeds = AuditEntry.deed.in_(deeds_of_links(other_kind))
        moments = [moment for moment in (link.tied_at, link.untied_at) if moment is not None]
        told = select(AuditEntry.id).where(*about, deeds, AuditEntry.entered_at.in_(moments))
        forget_rows(AuditEntry, db.session.scalars(told).all())
        db.session.delete(link)
    db.session.flush()


def tell_of_end(kind: str, subject_id: int, ended_on: date, *, now: datetime) -> None:
    """Tell those who handle what a matter is tied to that it ended; the text names it, for they may see it or ask."""
    for link in links_of(kind, subject_id):
        other_kind, other_id = link.other_end(kind, subject_id)
        declared = kinds()[other_kind]
        if declared.links is None:
            continue
        other = declared.rows.row(other_id)
        notify(
            declared.links.handlers(other),
            kind=NoticeKind.LINK,
            key=f"link:{link.id}:{kind}:{ended_on}",
            text=f"{declared.rows.named_as(other).title}：连着的另一件{chinese_date(ended_on)}结束了。",
            subject_kind=other_kind,
            subject_id=other_id,
            is_same_day=False,
            now=now,
        )
