"""The example town with very many matters, for measuring: copies of those it has, with other names and numbers.

A copy has rows in every table its matter has, except what leaves the house, what is witnessed or logged, files and
timers; its sealed values are empty and its periods never ring, so that nothing is ever sent or written for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Table, UniqueConstraint, func, insert, select

from app.core.db import Model, db
from app.core.public_ids import draw_public_id
from app.core.transaction import transaction
from app.example.over import END, end_matter, last_days
from app.matters.models import Matter, Piece, Sight
from app.matters.registry.kinds import kinds
from app.matters.rules import owners
from app.matters.rules.found_by import FoundBy
from app.matters.rules.sorting import sorting_end
from app.organisations.models import Person, TownFact
from app.organisations.queries import fact

GROWN = "grown"
"""The fact that says from which row ids on there are copies, and how many of each matter."""
LEFT_OUT = frozenset(
    {"audit_entry", "access_log", "print_log", "frozen_paper", "notice", "archive_record", "attachment", "timer"}
)
CAME = {
    "mediation_case": ("registered_at", "applied_at"),
    "petition": ("registered_at",),
    "supervision": ("entered_at",),
}
"""When a matter came, by its table."""
NAMING = {
    "participant": ("name",),
    **dict.fromkeys(("matter", "mediation_case", "task"), ("title",)),
}
"""The columns that name people of a matter, by table."""
AT_ONCE = 50
RUNNING = 25
"""One copy in so many stands where its matter stands; the others are over."""
BETWEEN = timedelta(hours=5)
"""A copy came so much earlier than the copy before."""
STEP = 10_000
"""What is added to a number from copy to copy; to the six digits of a register number, a hundred times that."""
_REGISTER = re.compile(r"(?<=^\d{4}-)(\d{6})()")
_LAST_DIGITS = re.compile(r"(\d+)(\D*)$")
Row = dict[str, Any]


def grow(many: int) -> int:
    """Copy the example's matters until there are at least so many; returns how many there are.

    Of most copies everything is over, for in an old town most matters are.
    """
    stride, made = _grown()
    grower = _Grower(_templates(stride), stride)
    while (there := db.session.scalar(select(func.count()).select_from(Matter)) or 0) < many:
        last = made + min(AT_ONCE, -(-(many - there) // grower.matters))
        with transaction():
            for table, rows in grower.copies(range(made + 1, last + 1)):
                db.session.execute(insert(table), rows)
            db.session.merge(TownFact(name=GROWN, value=f"{stride} {last}"))
        made = last
    _count_on()
    return there


def _grown() -> tuple[int, int]:
    """The distance between a row and its copies, and how many copies there are."""
    kept = fact(GROWN)
    if kept is not None:
        stride, made = map(int, kept.split())
        return stride, made
    greatest = [db.session.scalar(select(func.max(table.c.id))) or 0 for table in _tables() if "id" in table.c]
    return max(greatest) + 1, 0


def _tables() -> list[Table]:
    """Every table that holds something of a matter, those that others refer to first."""
    subjects = {kind.rows.table.__tablename__ for kind in kinds().values() if kind.projection is not None}
    found = subjects | {Matter.__tablename__, "participant", "process", "task", "deadline"}
    for table in Model.metadata.sorted_tables:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [table for table in Model.metadata.sorted_tables if table.name in found - LEFT_OUT]


def _templates(stride: int) -> list[tuple[Table, list[Row]]]:
    """The rows that were there before anything was copied, by table."""
    kept: dict[str, set[int]] = {}
    found: list[tuple[Table, list[Row]]] = []
    known = {kind.name for kind in kinds().values() if kind.projection is not None}
    for table in _tables():
        own = [table.c.id] if "id" in table.c else _references(table, kept)
        wanted = select(table).where(*(column < stride for column in own)).order_by(*table.primary_key)
        rows = [dict(row) for row in db.session.execute(wanted).mappings()]
        for column in _references(table, kept):
            rows = [row for row in rows if row[column.name] is None or row[column.name] in kept[_target(column)]]
        if "subject_kind" in table.c:
            rows = [row for row in rows if row["subject_kind"] in known]
        if "id" in table.c:
            kept[table.name] = {row["id"] for row in rows}
        found.append((table, rows))
    return found


def _target(column: Column[Any]) -> str:
    (key,) = column.foreign_keys
    return str(key.column.table.name)


def _references(table: Table, among: Mapping[str, object]) -> list[Column[Any]]:
    return [column for column in table.columns if column.foreign_keys and _target(column) in among]


class _Grower:
    """Makes the rows of a copy of all templates."""

    def __init__(self, templates: Sequence[tuple[Table, list[Row]]], stride: int) -> None:
        self._stride = stride
        self._people = db.session.scalars(select(Person.name).order_by(Person.id)).all()
        self._tables = [
            (table, rows, self._shifted(table), _renewed(table))
            for table, rows in templates
            if table.name not in (Sight.__tablename__, Piece.__tablename__)
        ]
        self._names = sorted({row["name"] for row in _rows_of(templates, "participant")})
        self._sights = _rows_of(templates, Sight.__tablename__)
        self._found_by = {row["id"]: _found_by_of(row) for row in _rows_of(templates, Matter.__tablename__)}
        self.matters = len(self._found_by)
        self._waiting = _asked_to_take_over(templates)
        self._last_days = last_days(_rows_of(templates, "claim"), _rows_of(templates, "supervision"))
        self._periods = {row["public_id"]: row["id"] for row in _rows_of(templates, "deadline")}
        self._called: dict[tuple[str, int], str] = defaultdict(draw_public_id)
        self._texts = {key: FoundBy(texts=of.texts).pieces for key, of in self._found_by.items()}

    def _shifted(self, table: Table) -> list[str]:
        """The columns that hold the id of a row that is copied too."""
        copied = {one.name: None for one in _tables()}
        own = ["id"] if "id" in table.c else []
        subject = ["subject_id"] if "subject_id" in table.c else []
        return [*own, *subject, *(column.name for column in _references(table, copied))]

    def copies(self, numbers: range) -> Iterator[tuple[Table, list[Row]]]:
        """The rows of so many copies, by table, in the order in which they may be written."""
        renamings = {number: self._renaming(number) for number in numbers}
        self._called.clear()
        for table, rows, shifted, renewed in self._tables:
            made = [
                self._copy(table, row, number, shifted, renewed, renamings[number])
                for number in numbers
                for row in rows
            ]
            for row in made:
                if "public_id" in row:
                    row["public_id"] = self._called[_whose_public_id(table, row)]
            if made:
                yield table, made
        matter = Matter.metadata.tables
        yield (
            matter[Sight.__tablename__],
            [one for number in numbers for row in self._sights for one in self._sight(row, number)],
        )
        yield (
            matter[Piece.__tablename__],
            [one for number in numbers for one in self._pieces(number, renamings[number])],
        )

    def _renaming(self, number: int) -> dict[str, str]:
        return {
            name: self._people[(number * 7919 + place * 104_729) % len(self._people)]
            for place, name in enumerate(self._names)
        }

    def _copy(
        self,
        table: Table,
        row: Row,
        number: int,
        shifted: Sequence[str],
        renewed: Sequence[str],
        renaming: Mapping[str, str],
    ) -> Row:
        made = dict(row)
        for name in shifted:
            if made[name] is not None:
                made[name] += number * self._stride
        for name in renewed:
            made[name] = _renewal(name, made[name], number)
        for name in NAMING.get(table.name, ()):
            made[name] = _renamed(made[name], renaming)
        if table.name == Matter.__tablename__:
            made["found_by"] = self._found(row["id"], number, renaming).digest
            period = self._periods.get(row["deadline_public_id"])
            if period is not None:
                made["deadline_public_id"] = self._called["deadline", period + number * self._stride]
            _come_earlier(made, number)
        for name in CAME.get(table.name, ()):
            made[name] -= BETWEEN * number
        if number % RUNNING and table.name in END:
            END[table.name](made)
        if number % RUNNING and table.name == Matter.__tablename__:
            end_matter(made, self._last_days, (row["kind"], row["subject_id"]))
        return made

    def _sight(self, row: Row, number: int) -> Iterator[Row]:
        if number % RUNNING and (row["matter_id"], row["owner"]) in self._waiting:
            return
        made = row | {"matter_id": row["matter_id"] + number * self._stride}
        _come_earlier(made, number)
        if number % RUNNING:
            made["ends_at"] = sorting_end(None, made["opened_at"])
        yield made

    def _pieces(self, number: int, renaming: Mapping[str, str]) -> Iterator[Row]:
        for key in self._found_by:
            new = replace(self._found(key, number, renaming), texts=())
            for piece in self._texts[key] | new.pieces:
                yield {"piece": piece, "matter_id": key + number * self._stride}

    def _found(self, key: int, number: int, renaming: Mapping[str, str]) -> FoundBy:
        of = self._found_by[key]
        return FoundBy(
            names=[_renamed(name, renaming) for name in of.names],
            numbers=[_numbered(one, number) for one in of.numbers],
            texts=of.texts,
        )


def _rows_of(templates: Sequence[tuple[Table, list[Row]]], name: str) -> list[Row]:
    return next(rows for table, rows in templates if table.name == name)


def _asked_to_take_over(templates: Sequence[tuple[Table, list[Row]]]) -> set[tuple[int, str]]:
    """Matters and the committees that see them only as long as they have not answered a letter."""
    waiting = {row["case_id"] for row in _rows_of(templates, "move") if row["answered_at"] is None}
    found: set[tuple[int, str]] = set()
    for row in _rows_of(templates, Matter.__tablename__):
        if row["kind"] == "case" and row["subject_id"] in waiting:
            own = {owners.committee(row["committee_id"])}
            handled = {
                owners.committee(one["committee_id"])
                for one in _rows_of(templates, "handling")
                if one["case_id"] == row["subject_id"]
            }
            seen = {one["owner"] for one in _rows_of(templates, Sight.__tablename__) if one["matter_id"] == row["id"]}
            found |= {(row["id"], owner) for owner in seen - own - handled if owner.startswith("committee:")}
    return found


def _found_by_of(row: Row) -> FoundBy:
    kind = kinds()[row["kind"]]
    assert kind.projection is not None
    return kind.projection.found_by(kind.rows.row(row["subject_id"]))


def _renewed(table: Table) -> list[str]:
    """The columns a copy cannot share with its matter: what must be unique, what is sealed under its id, what rings."""
    unique = [
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
        if column.name in ("uid", "number", "text", "sequence")
    ]
    sealed = [
        column.name for column in table.columns if column.nullable and column.name.endswith(("_sealed", "_index"))
    ]
    ringing = [name for name in ("rings_at", "number", "national_number", "original_attachment_id") if name in table.c]
    return sorted({*unique, *sealed, *ringing})


def _renewal(name: str, value: Any, number: int) -> Any:
    if name == "uid":
        return uuid4().hex[: len(value)]
    if name == "sequence" and value is not None:
        return value + number * STEP
    return _numbered(value, number) if name in ("number", "national_number", "text") and value is not None else None


def _whose_public_id(table: Table, row: Row) -> tuple[str, int]:
    """By table and key the row whose public id this is: a matter has that of its row in its own table."""
    if table.name == Matter.__tablename__:
        return kinds()[row["kind"]].rows.table.__tablename__, row["subject_id"]
    return table.name, row["id"]


def _numbered(number: str, copy: int) -> str:
    """``（2026）…第0018号`` of the third copy: ``第30018号``; ``2026-483920-2``: ``2026-3483920-2``."""
    pattern, step = (_REGISTER, 100 * STEP) if _REGISTER.search(number) else (_LAST_DIGITS, STEP)
    return pattern.sub(lambda found: f"{int(found[1]) + copy * step:04}{found[2]}", number)


def _renamed(told: str, renaming: Mapping[str, str]) -> str:
    for old, new in renaming.items():
        if old in told:
            told = told.replace(old, new)
    return told


def _come_earlier(made: Row, number: int) -> None:
    """It came earlier; where no period runs it is sorted by that."""
    made["opened_at"] -= BETWEEN * number
    if made["ends_at"].year > 8000:
        made["ends_at"] += BETWEEN * number


def _count_on() -> None:
    """Let PostgreSQL give ids behind those of the copies."""
    if db.engine.dialect.name != "postgresql":
        return
    with transaction():
        for table in _tables():
            if "id" in table.c:
                last = select(func.max(table.c.id)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, "id")
                db.session.execute(select(func.setval(sequence, func.coalesce(last, 1))))
