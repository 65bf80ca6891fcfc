"""How the database means to find rows for a statement the application sent, and how much it touches for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core.db import db

NOT_WORK = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
Asked = tuple[str, Any]
"""A statement as it was sent, and its parameters."""


@contextmanager
def listening() -> Iterator[list[Asked]]:
    """Every statement sent to the database meanwhile, without what merely begins and ends transactions."""
    sent: list[Asked] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if not statement.startswith(NOT_WORK):
            sent.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)


def claim_of(sweep: Callable[[datetime], object], table: str, now: datetime) -> Asked:
    """The statement by which a sweep looks for what is due; call it while nothing is."""
    with listening() as sent:
        sweep(now)
    (claim,) = [asked for asked in sent if f"FROM {table}" in asked[0] and "LIMIT" in asked[0]]
    return claim


def ways_in(asked: Asked, table: str) -> list[str]:
    """How the rows of a table are found: the name of an index, or ``scan`` for reading it whole."""
    statement, parameters = asked
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            return [_way_of_sqlite(row[3].split()) for row in rows if row[3].split()[1] == table]
        return [_way_of_postgresql(node) for node in _nodes(_explained(connection, "", asked), table)]


def touched(asked: Asked, table: str) -> int:
    """What it costs to answer, without a stopwatch: steps of SQLite's machine, or rows PostgreSQL looks at."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            return _steps(connection, asked)
        nodes = _nodes(_explained(connection, "ANALYZE, ", asked), table)
        return sum(round(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) for node in nodes)


def _way_of_sqlite(words: list[str]) -> str:
    """``SEARCH deadline USING INDEX ix_deadline_rings_at (rings_at>? AND rings_at<?)``, ``SCAN deadline``."""
    return words[words.index("INDEX") + 1] if words[0] == "SEARCH" and "INDEX" in words else "scan"


def _steps(connection: sa.Connection, asked: Asked) -> int:
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(count, 1)
    try:
        connection.exec_driver_sql(*asked).all()
    finally:
        driver.set_progress_handler(None, 0)
    return taken


def _explained(connection: sa.Connection, how: str, asked: Asked) -> dict[str, Any]:
    told = connection.exec_driver_sql(f"EXPLAIN ({how}FORMAT JSON) {asked[0]}", asked[1]).scalar_one()
    plan: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any], table: str) -> Iterator[dict[str, Any]]:
    """The parts of a plan that read this table."""
    if plan.get("Relation Name") == table:
        yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part, table)


def _way_of_postgresql(node: dict[str, Any]) -> str:
    return str(node["Index Name"]) if node["Node Type"].startswith("Index") else "scan"
