"""Erase a matter whose keeping is over: every table that holds something of it is asked (个人信息保护法 第47条).

What stays says nothing of anybody: that there was an entry, a look, a print, and that the matter was erased and why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, select

from app.accounts.actions.forget_draft import forget_drafts_naming
from app.audit.actions.erase import erase_contents
from app.audit.actions.record import record
from app.audit.queries import has_entries
from app.core import files
from app.core.append_only import lifted
from app.core.db import Model, db, tables
from app.core.errors import Invalid, NotNow
from app.core.public_ids import HasPublicId
from app.matters.actions.project import erase as erase_row
from app.matters.models import Matter
from app.matters.queries import matter_of
from app.matters.queries.holders import Held, held_by, referring_columns
from app.matters.registry.kinds import Kind, kinds
from app.processes.models import Process

RUNNING = "这一件还没有办完，不能删。"
CHILD_RUNNING = "这一件里还有没办完的诉求，不能删。"
IN_THE_POST = "有一封信盖了章寄出去，还没有登记送达，不能删；先把送达登记好。"
NO_REASON = "请写明为什么删，例如：保管期限满了。"
FILES = ("stored_as", "thumbnail_as")
"""Columns that name a file on the disk."""


class Erased:
    """A matter that is gone, as the trail names it."""

    def __init__(self, kind: str, subject_id: int) -> None:
        self.subject_kind, self.id = kind, subject_id


def rows_of(kind: str, subject_id: int) -> Mapping[str, int]:
    """How many rows of each table would go, by the name of the table."""
    held = held_by(kind, subject_id)
    return {table: len(keys) for table, keys in sorted(held.keys.items())}


def erase_matter(kind: str, subject_id: int, *, reason: str, now: datetime) -> Mapping[str, int]:
    """Take every row of a matter and its files away; returns how many rows of each table went.

    Runs in the caller's transaction; files leave the disk once it is kept.  Raises `Invalid` without a reason, `NotNow`
    while a flow runs, a claim of it is not over, or a letter of it was sealed and not served.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, {"reason": NO_REASON})
    declared = kinds()[kind]
    declared.rows.hold(subject_id)
    held = held_by(kind, subject_id)
    _must_be_over(kind, subject_id, held)
    number = declared.rows.named_as(declared.rows.row(subject_id)).number
    for name, key in held.subjects():
        if has_entries(name, key):
            erase_contents(Erased(name, key), actor=None, now=now)
    _forget_drafts(held)
    for column in held.refers:
        _empty(column, held)
    for columns in referring_columns():
        _empty_pair(*columns, held)
    counted = {table: len(keys) for table, keys in sorted(held.keys.items())}
    for one in [*_children(declared, held), (kind, subject_id)]:
        erase_row(*one)
    with lifted(db.session.connection()):
        _delete(held)
    detail = {"number": number, "reason": reason.strip()[:300]}
    record(f"{kind}:erased", Erased(kind, subject_id), None, now=now, detail=detail)
    return counted


def _must_be_over(kind: str, subject_id: int, held: Held) -> None:
    row = matter_of(kind, subject_id)
    if row is not None:
        belong = (Matter.parent_id == row.id, Matter.kind != kind)  # those of the same kind stay, without it
        children = db.session.scalars(select(Matter).where(*belong)).all()
        if any(child.ended_on is None for child in children):
            raise NotNow(CHILD_RUNNING)
        if not children and row.ended_on is None:
            raise NotNow(RUNNING)
    if any(flow.finished_at is None for flow in _objects(Process, held)):
        raise NotNow(RUNNING)
    for model in _models(held):
        if {"sealed_on", "served_on"} <= set(model.__table__.columns.keys()):
            letters: Collection[Any] = _objects(model, held)
            if any(one.sealed_on and one.served_on is None and one.left_at is None for one in letters):
                raise NotNow(IN_THE_POST)


def _models(held: Held) -> list[type[Model]]:
    return [model for model in tables() if model.__tablename__ in held.keys]


def _objects(model: type[Model], held: Held) -> list[Any]:
    keys = sorted(held.keys.get(model.__tablename__, ()))
    return [row for row in (db.session.get(model, key) for key in keys) if row is not None]


def _forget_drafts(held: Held) -> None:
    """What somebody began to type about it goes by the public id in the key of its form."""
    names = {
        one.public_id for model in _models(held) if issubclass(model, HasPublicId) for one in _objects(model, held)
    }
    forget_drafts_naming(names)


def _empty(column: Column[int], held: Held) -> None:
    """Other matters that referred to it refer to nothing any more."""
    (target,) = (key.column.table.name for key in column.foreign_keys)
    model = next(model for model in tables() if model.__table__ is column.table)
    keys = [key[0] for key in held.keys.get(target, ())]
    for row in db.session.scalars(select(model).where(column.in_(keys))).all():
        setattr(row, column.name, None)
    db.session.flush()


def _empty_pair(table: Table, named: str, key: str, held: Held) -> None:
    model = next(model for model in tables() if model.__table__ is table)
    for name, number in held.subjects():
        for row in db.session.scalars(select(model).where(table.c[named] == name, table.c[key] == number)).all():
            setattr(row, named, None)
            setattr(row, key, None)
    db.session.flush()


def _children(declared: Kind[Any], held: Held) -> list[tuple[str, int]]:
    """The matters that belong to it, by kind and key."""
    others = [kind for kind in kinds().values() if kind.projection and kind.name != declared.name]
    keyed = [(kind.name, held.keys.get(kind.rows.table.__tablename__, ())) for kind in others]
    return [(name, key[0]) for name, keys in keyed for key in sorted(keys)]


def _delete(held: Held) -> None:
    """Rows that point at others go before them, also from tables that only grow: a key may be given again."""
    order = {table.name: place for place, table in enumerate(Model.metadata.sorted_tables)}
    matters = {kind.rows.table for kind in kinds().values() if kind.projection is not None}
    for model in sorted(_models(held), key=lambda one: (one in matters, -order[one.__tablename__])):
        for row in _objects(model, held):
            files.remove_after_commit([name for column in FILES if (name := getattr(row, column, None))])
            db.session.delete(row)
        db.session.flush()
        db.session.expire_all()
