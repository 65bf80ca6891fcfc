"""Logs: a line a request, with its number, and nothing that is anybody's business."""

from __future__ import annotations

import errno
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.accounts.models import Account
from app.core import clock
from app.core.db import Model, db
from app.core.guard import public
from app.core.logs import JsonLines
from tests import town
from tests.public import NOBODY

APP = Path(__file__).resolve().parents[2] / "app"
SECRETS = ("王甲", "370304196005010038", "13998765432", "words", town.PASSWORD)


class Kept(logging.Handler):
    """Formatted lines, in a list."""

    def __init__(self, formatter: logging.Formatter | None) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def quote_a_row() -> str:
    """A view whose database refuses a row with a person's particulars."""
    values = {"name": "王甲", "value": "370304196005010038"}
    db.session.execute(text("INSERT INTO town_fact VALUES (:name, :value)"), values)
    db.session.execute(text("INSERT INTO town_fact VALUES (:name, :value)"), values)
    return "never"


@pytest.fixture
def app_and_lines(tmp_path: Path) -> Iterator[tuple[Flask, list[str]]]:
    """The application as an office runs it, and what it logs."""
    address = f"sqlite:///{tmp_path / 'logs.db'}"
    app = create_app(DATA_FOLDER=str(tmp_path), SQLALCHEMY_DATABASE_URI=address, WTF_CSRF_ENABLED=False)
    app.add_url_rule("/quote", "quote", public(quote_a_row))
    loggers = [app.logger, *map(logging.getLogger, ("jieyou.requests", "waitress"))]
    kept = Kept(loggers[0].handlers[0].formatter)
    for logger in loggers:
        logger.handlers = [kept]
    with app.app_context():
        Model.metadata.create_all(db.engine)
        town.build_town()
        db.session.remove()
    yield app, kept.lines
    with app.app_context():
        db.engine.dispose()
    for logger in loggers:
        logger.setLevel(logging.WARNING)


def test_a_line_says_what_was_asked_how_it_ended_and_how_long_it_took(
    app_and_lines: tuple[Flask, list[str]],
) -> None:
    app, lines = app_and_lines
    answer = app.test_client().get("/cases/?words=王甲")
    (line,) = lines
    told = json.loads(line)
    assert told.pop("milliseconds") >= 0
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "INFO",
        "message": "request",
        "request": answer.headers["X-Request-Number"],
        "account": None,
        "method": "GET",
        "endpoint": "cases.index",
        "about": {},
        "status": 302,
    }


def test_the_log_holds_no_names_no_query_and_no_form(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    client = app.test_client()
    client.post("/sign-in", data={"login_name": "mediator", "password": town.PASSWORD})
    client.get("/cases/?words=王甲")
    client.post("/drafts/register", data="phone=13998765432&id_number=370304196005010038")
    client.get("/nowhere/王甲")
    client.get("/quote")
    assert len(lines) == 6
    for secret in SECRETS:
        assert not any(secret in line for line in lines), secret


def test_a_fault_is_found_by_its_number(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    number = app.test_client().get("/quote").headers["X-Request-Number"]
    fault, request = map(json.loads, lines)
    assert (fault["level"], fault["request"], request["status"]) == ("ERROR", number, 500)
    assert "quote_a_row" in fault["trace"]
    assert fault["trace"].rstrip().endswith("sqlalchemy.exc.IntegrityError")


def test_numbers_differ(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, _ = app_and_lines
    numbers = {app.test_client().get("/healthz").headers["X-Request-Number"] for _ in range(20)}
    assert len(numbers) == 20


def test_a_moment_is_the_machine_s_in_utc_whatever_the_office_s_clock_says(
    app_and_lines: tuple[Flask, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, lines = app_and_lines
    monkeypatch.setattr(clock.clock, "source", lambda: datetime(1999, 12, 31, 23, 0, tzinfo=UTC))
    app.test_client().get("/healthz")
    (line,) = lines
    told = datetime.fromisoformat(json.loads(line)["at"])
    assert told.utcoffset() == timedelta(0)
    assert told.year > 1999


def test_whoever_is_refused_stands_in_the_log_with_what_was_asked_for(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    client = app.test_client()
    client.post("/sign-in", data={"login_name": "admin", "password": town.PASSWORD})
    with app.app_context():
        admin = db.session.query(Account).filter_by(login_name="admin").one().id
        db.session.remove()
    lines.clear()
    refused = (("cases", 403, {"case_id": NOBODY}), ("accusations", 404, {"accusation_id": NOBODY}))
    for room, status, about in refused:
        assert client.get(f"/{room}/{NOBODY}").status_code == status
        told = json.loads(lines[-1])
        assert (told["account"], told["status"], told["about"]) == (admin, status, about)


def test_a_refused_sign_in_stands_in_the_log(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    app.test_client().post("/sign-in", data={"login_name": "admin", "password": "wrong"})
    told = json.loads(lines[-1])
    assert (told["endpoint"], told["status"], told["account"]) == ("accounts.sign_in_now", 422, None)


def test_a_line_end_in_what_is_logged_begins_no_line(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    forged = 'harmless\r\n{"level": "INFO", "message": "request", "status": 200}'
    app.logger.warning("odd: %s", forged)
    logging.getLogger("waitress.queue").warning("odd: %s", forged)
    assert [json.loads(line)["message"] for line in lines] == [f"odd: {forged}"] * 2
    assert not any("\n" in line or "\r" in line for line in lines)


def test_a_forged_form_stands_in_the_log(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, lines = app_and_lines
    app.config["WTF_CSRF_ENABLED"] = True
    app.test_client().post("/sign-in", data={"login_name": "admin", "password": town.PASSWORD})
    told = json.loads(lines[-1])
    assert (told["endpoint"], told["status"]) == ("accounts.sign_in_now", 400)


class Full(io.StringIO):
    """A log that takes nothing more."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_takes_nothing_stops_no_page(app_and_lines: tuple[Flask, list[str]]) -> None:
    app, _ = app_and_lines
    full = logging.StreamHandler(Full())
    full.setFormatter(JsonLines())
    for logger in (app.logger, logging.getLogger("jieyou.requests")):
        logger.handlers = [full]
    assert app.test_client().get("/sign-in").status_code == 200
    assert app.test_client().get("/quote").status_code == 500


def test_only_two_modules_say_where_lines_go_and_only_commands_print() -> None:
    """The inventory of logs in docs/security.md is whole: nobody opens another one."""
    sources = {path.relative_to(APP).as_posix(): path.read_text(encoding="utf-8") for path in APP.rglob("*.py")}
    handling = {
        name
        for name, text in sources.items()
        if re.search(r"(?:Stream|File|Socket|SysLog|HTTP|SMTP)Handler\(|\.handlers\b(?!\()|basicConfig", text)
    }
    assert handling == {"core/logs.py", "cli/consume.py"}
    printing = {name for name, text in sources.items() if re.search(r"^\s*(?:print|click\.echo)\(", text, re.M)}
    assert {name for name in printing if not name.startswith("cli/")} == set()
