"""Looking is not writing: what an answered GET left in its session, and what it wrote besides the log of looks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask, Response, has_request_context, request

from app.core.db import Model, db

UNTOUCHED = frozenset({"access_log", "print_log", "printed_page"})
"""Tables that may grow by a look."""


@contextmanager
def looks_watched(app: Flask) -> Iterator[list[str]]:
    """What each answered GET left and wrote meanwhile, judged before anything is rolled back."""
    found: list[str] = []

    def judge(response: Response) -> Response:
        if request.method == "GET":
            left = {"new": db.session.new, "changed": db.session.dirty, "deleted": db.session.deleted}
            found.extend(f"{request.path} leaves {what}: {list(rows)}" for what, rows in left.items() if rows)
        return response

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        is_look = has_request_context() and request.method == "GET"
        if is_look and statement.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            is_allowed = any(statement.startswith(f"INSERT INTO {name} ") for name in UNTOUCHED)
            found.extend([] if is_allowed else [f"{request.path} writes: {statement[:120]}"])

    with app.app_context():
        engine = db.engine
    chain = app.after_request_funcs[None]
    chain.append(judge)
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
        chain.remove(judge)


def fingerprint() -> dict[str, str]:
    """A hash of every table's rows; the access log may grow, and a session may note that it was used."""
    prints = {}
    db.session.rollback()
    for table in Model.metadata.sorted_tables:
        columns = [column for column in table.columns if str(column) != "sign_in_session.seen_at"]
        if table.name not in UNTOUCHED:
            rows = sorted(map(repr, db.session.execute(sa.select(*columns)).all()))
            prints[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return prints
