"""Logs: a line a request, with its number, and nothing that is anybody's business."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.core.db import Model, db
from app.core.guard import public
from tests import town

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
    loggers = [app.logger, logging.getLogger("jieyou.requests")]
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
    assert told == {
        "level": "INFO",
        "message": "request",
        "request": answer.headers["X-Request-Number"],
        "method": "GET",
        "endpoint": "cases.index",
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
