"""Whatever of a matter is written, its row, its sight and its pieces follow in the same transaction.

What goes past the session (`update(...)`, `delete(...)`) is not seen: whoever deletes a matter so calls `erase`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction, object_session

from app.core import clock
from app.core.db import Model, db
from app.core.public_ids import public_id_of
from app.deadlines.queries import running_of
from app.deadlines.queries.reckoned import is_late_reminder
from app.matters.actions.link import tell_of_end
from app.matters.models import Matter, Piece, Sight
from app.matters.queries import children_of, locked_matter_of, matter_of, sight_of, walked_by
from app.matters.registry.kinds import kinds
from app.matters.rules.found_by import FoundBy
from app.matters.rules.sorting import sorting_end
from app.matters.rules.summary import Summary
from app.processes.registry import Key

TOUCHED = "touched_matters"


def listen() -> None:
    """Watch what the session writes; a second call changes nothing."""
    if not event.contains(db.session, "after_flush", _collect):
        event.listen(Model, "after_delete", _collect_deleted, propagate=True)
        event.listen(db.session, "after_flush", _collect)
        event.listen(db.session, "before_commit", project_touched)
        event.listen(db.session, "after_soft_rollback", _forget)


def project(kind: str, subject_id: int, *, anew: bool = False) -> Matter | None:
    """Make the row of a matter say what its own tables say, who sees it and what it is found by; and so of the matters
    that belong to it.

    A matter that is gone, or whose kind keeps no row, loses its row.  Of two who write about one matter the second
    waits for the row, and reads the tables behind it.  `anew`: its pieces too, even of what did not change.
    """
    declared = kinds()[kind]
    row = locked_matter_of(kind, subject_id)
    subject = db.session.get(declared.rows.table, subject_id)
    if declared.projection is None or subject is None:
        erase(kind, subject_id)
        return None
    if row is None:
        row = Matter(kind=kind, subject_id=subject_id)
    summary, ended_before = declared.projection.summary(subject), row.ended_on
    parent = parent_of(summary) or (project(*summary.parent) if summary.parent else None)
    for name, value in (values_of(kind, subject_id, summary) | {"parent_id": parent.id if parent else None}).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    _show_to(row, declared.projection.seen_by(subject))
    if anew:
        row.found_by = ""
    _find_by(row, declared.projection.found_by(subject))
    for child in children_of(row) if declared.projection.has_children else ():
        project(child.kind, child.subject_id)
    if row.ended_on is not None and ended_before is None and not anew:
        tell_of_end(kind, subject_id, row.ended_on, now=clock.now())
    return row


def is_shown_to(row: Matter, owners: Collection[str]) -> bool:
    """Whether just these see a matter, in the order it stands in."""
    return sight_of(row) == {(owner, *walked_by(row).values()) for owner in owners}


def _show_to(row: Matter, owners: Collection[str]) -> None:
    if is_shown_to(row, owners):
        return
    db.session.execute(delete(Sight).where(Sight.matter_id == row.id))
    shared = {"matter_id": row.id, **walked_by(row)}
    if owners:
        db.session.execute(insert(Sight), [{**shared, "owner": owner} for owner in sorted(set(owners))])


def is_found_by(row: Matter, found_by: FoundBy) -> bool:
    """Whether a matter is found by just these pieces."""
    return row.found_by == found_by.digest and _pieces(row) == found_by.pieces


def _find_by(row: Matter, found_by: FoundBy) -> None:
    """What is found by is cut anew only when it changed: a matter may have thousands of pieces."""
    if row.found_by == found_by.digest:
        return
    kept, wanted = _pieces(row), found_by.pieces
    if kept - wanted:
        db.session.execute(delete(Piece).where(Piece.matter_id == row.id, Piece.piece.in_(kept - wanted)))
    fresh = [{"piece": piece, "matter_id": row.id} for piece in sorted(wanted - kept)]
    if fresh:
        db.session.execute(insert(Piece), fresh)
    row.found_by = found_by.digest


def _pieces(row: Matter) -> set[str]:
    return set(db.session.scalars(select(Piece.piece).where(Piece.matter_id == row.id)))


def parent_of(summary: Summary) -> Matter | None:
    """The row of the matter that another belongs to."""
    return matter_of(*summary.parent) if summary.parent else None


def values_of(kind: str, subject_id: int, summary: Summary) -> dict[str, object]:
    """The columns of the row of a matter, that of its parent apart."""
    values = {name: value for name, value in vars(summary).items() if name != "parent"}
    first = next((one for one in running_of(kind, subject_id) if not is_late_reminder(one)), None)
    return values | {
        "public_id": public_id_of(kinds()[kind].rows.table, subject_id),
        "title": summary.title[:200],
        "deadline_public_id": first.public_id if first else None,
        "period_code": first.code if first else "",
        "unrolled_at": first.unrolled_at if first else None,
        "due_at": first.due_at if first else None,
        "is_provisional": first.is_provisional if first else False,
        "ends_at": sorting_end(first.unrolled_at if first else None, summary.opened_at),
    }


def erase(kind: str, subject_id: int) -> None:
    """Take the row of a matter away, and with it who sees it and what it is found by; its children stay without it."""
    rows = select(Matter.id).where(Matter.kind == kind, Matter.subject_id == subject_id)
    db.session.execute(update(Matter).where(Matter.parent_id.in_(rows)).values(parent_id=None))
    db.session.execute(delete(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id))


def _touched_by(row: Model) -> Iterator[Key]:
    for kind in kinds().values():
        if kind.projection is not None:
            yield from kind.touched_by(row)


def _collect(session: Session, _context: UOWTransaction) -> None:
    touched: set[Key] = session.info.setdefault(TOUCHED, set())
    for row in (*session.new, *session.dirty):
        touched.update(_touched_by(row))


def _collect_deleted(_mapper: object, _connection: object, row: Model) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault(TOUCHED, set()).update(_touched_by(row))


def project_touched(session: Session) -> None:
    """Project what was written so far: before a commit, and wherever one transaction asks who sees what it wrote."""
    if session.in_nested_transaction():  # what a savepoint undoes later is projected with the whole
        return
    session.flush()
    touched: set[Key] = session.info.pop(TOUCHED, set())
    if not touched:
        return
    session.expire_all()  # what others committed since it was read counts too; a commit would forget it anyway
    for name in kinds():  # parents were entered before their children: nobody waits for a parent with a child in hand
        for kind, subject_id in sorted(key for key in touched if key[0] == name):
            project(kind, subject_id)


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(TOUCHED, None)
