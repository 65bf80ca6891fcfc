"""The example town in a file of its own, put back whenever a cell of the matrix has written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account, SignInSession
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import Person
from tests.example import DATABASE, example_in
from tests.looks_watched import looks_watched
from tests.matrix.ownership import NOBODY, WAITING, Ledger, Visitor, read_ledger
from tests.town import NOW

LOOKS = ("access_log", "print_log", "printed_page", "sign_in_session")
"""Tables that a look may write."""


@dataclass
class Ground:
    """The loaded town, its visitors with a browser each, and whether the last request has written."""

    app: Flask
    file: Path
    template: Path
    ledger: Ledger = field(init=False)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    left_by_looks: list[str] = field(default_factory=list)

    def visitor(self, login_name: str) -> Visitor:
        """A visitor by sign-in name."""
        return self.ledger.visitors[login_name]

    def request(self, login_name: str, method: str, address: str, **given: object) -> tuple[TestResponse, list[str]]:
        """One request of a visitor, and the tables it wrote to for good; the town is put back afterwards if any."""
        self.pending.clear()
        self.written.clear()
        with self.app.app_context():
            answer = self.clients[login_name].open(address, method=method, **given)
        wrote = sorted(set(self.written))
        if wrote:
            self.put_back()
        if "Set-Cookie" in answer.headers:
            self.sign_in(login_name)
        return answer, wrote

    def sign_in(self, login_name: str) -> None:
        """A browser of this visitor that signed in a moment ago; somebody without an account has just a browser."""
        self.clients[login_name] = client = self.app.test_client()
        if login_name != NOBODY:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = _session_of(login_name), True

    def put_back(self) -> None:
        """The town as it was loaded."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for left in self.file.parent.glob(f"{self.file.name}-*"):
            left.unlink()
        shutil.copy(self.template, self.file)


def _listen(ground: Ground) -> None:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = statement.split()
        if words and words[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            table = words[1 if words[0].upper() == "UPDATE" else 2].strip('"')
            if table not in LOOKS:
                ground.pending.append(table)

    def keep(_connection: object) -> None:
        ground.written.extend(ground.pending)
        ground.pending.clear()

    def drop(_connection: object) -> None:
        ground.pending.clear()

    sa.event.listen(db.engine, "before_cursor_execute", note)
    sa.event.listen(db.engine, "commit", keep)
    sa.event.listen(db.engine, "rollback", drop)


@contextmanager
def loaded_town(folder: Path, factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The example town as a newcomer gets it, everybody of the matrix signed in."""
    app = example_in(folder, factory)
    ground = Ground(app, folder / DATABASE, folder / "template.db")
    with app.app_context():
        with transaction():
            _add_one_who_waits()
        ground.ledger = read_ledger()
        for name, visitor in ground.ledger.visitors.items():
            if name != NOBODY:
                session = SignInSession(
                    key=_session_of(name), account_id=visitor.account_id, opened_at=NOW, seen_at=NOW
                )
                db.session.add(session)
            ground.sign_in(name)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        shutil.copy(ground.file, ground.template)
        _listen(ground)
    with looks_watched(app) as ground.left_by_looks:
        yield ground
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _add_one_who_waits() -> None:
    """Beside the example's officer another, whom nobody has confirmed."""
    officer = db.session.query(Account).filter_by(login_name="discipline").one()
    person = Person(name="等核准")
    person.seal_identity(id_number=None, phone=None)
    waiting = Account(login_name=WAITING, password_hash="-", role=officer.role, person=person, office=officer.office)
    waiting.is_waiting = True
    db.session.add(waiting)
    db.session.flush()


def _session_of(login_name: str) -> str:
    return f"matrix-{login_name}"
