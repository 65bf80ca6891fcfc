"""Say that two rows are one and the same human being, or take it back: nobody decides it but a person who looked.

Nothing of either row changes, so that it can be undone without a trace of the other in it (个人信息保护法 第8条).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.permissions import Actor
from app.matters.models.joins import Join
from app.matters.models.participants import Participant
from app.matters.queries.people import Met, join_between
from app.matters.registry.subject_table import key_column

ITSELF = "这是同一条记录，不用合。"
SAME_MATTER = "这两位在同一件里，是两个当事人；登记重了的，请用“更正”改过来。"
ELSEWHERE = "那一位在别的调委会办的件里，不能合；要核对的，请问司法所。"
ALREADY = "已经记下是同一个人了。"
UNDONE = "已经分开了，没有动别的。"


def join_people(met: Met, other: Met, *, actor: Actor, now: datetime) -> Join:
    """Keep that both are the same person; both are met by the actor (`app.matters.queries.people.meet`).

    Raises `Invalid` for one row, two of one matter, or two that are joined already; `NotAllowed` across committees.
    """
    if met.person.id == other.person.id:
        raise Invalid(ITSELF)
    if met.person.subject_kind != other.person.subject_kind or not _are_neighbours(met, other):
        raise NotAllowed(ELSEWHERE)
    if met.person.subject_id == other.person.subject_id:
        raise Invalid(SAME_MATTER)
    met.kind.rows.hold(met.person.subject_id)
    if join_between(met.person, other.person) is not None:
        raise Invalid(ALREADY)
    join = keep_join(met.person, other.person, joined_at=now, joined_by_id=actor.id)
    _record("joined", met, other, actor, now)
    return join


def keep_join(one: Participant, other: Participant, *, joined_at: datetime, joined_by_id: int) -> Join:
    """Keep that two are the same person, as somebody said; the trail of their matters is the caller's."""
    first, second = sorted((one.id, other.id))
    join = Join(one_id=first, other_id=second, joined_at=joined_at, joined_by_id=joined_by_id)
    db.session.add(join)
    return join


def part_people(met: Met, other: Met, *, actor: Actor, now: datetime) -> None:
    """Take back that both are the same person.  Raises `NotNow` when nothing says so any more."""
    met.kind.rows.hold(met.person.subject_id)
    join = join_between(met.person, other.person)
    if join is None:
        raise NotNow(UNDONE)
    join.undone_at, join.undone_by_id = now, actor.id
    _record("parted", met, other, actor, now)


def _are_neighbours(met: Met, other: Met) -> bool:
    key = key_column(met.kind.rows.table)
    return db.session.scalar(met.people.neighbours(met.matter).where(key == other.person.subject_id)) is not None


def _record(deed: str, met: Met, other: Met, actor: Actor, now: datetime) -> None:
    for one in (met, other):  # neither trail names the row of the other matter, which may leave for another room
        record(f"{one.kind.name}:people_{deed}", one.matter, actor, now=now, detail={"person": one.person.id})


def forget_joins(participant_ids: Collection[int]) -> None:
    """Take away whatever says that one of these is somebody elsewhere; before their rows go."""
    touched = or_(Join.one_id.in_(participant_ids), Join.other_id.in_(participant_ids))
    for join in db.session.scalars(select(Join).where(touched)).all():
        db.session.delete(join)
    db.session.flush()
