"""Damaged and hostile rosters at the page: a sentence or an import, and meanwhile everybody else can save."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from app.core import foreign
from tests.core.workbooks import repacked, with_rows, workbook
from tests.mediators.mutated import WHOLE, mutated
from tests.mediators.rosters import HEADER, csv_file, person

Clients = Callable[[str], FlaskClient]
FEW, MANY = 10, 255
ANSWERS = {200, 302, 422}
"""Read with lines to look at again, read, or refused with a sentence."""


def send(client: FlaskClient, name: str, content: bytes, once: str) -> tuple[int, str]:
    sent = {"file": (io.BytesIO(content), name), "once": once, "skip_bad": "y"}
    answer = client.post("/mediators/roster", data=sent, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def unhandled(app: Flask, client: FlaskClient, name: str, numbers: range) -> dict[int, int]:
    """The numbers whose file was answered as it must not be."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answers = {number: send(client, name, mutated(name, number), f"{name}{number}") for number in numbers}
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    silent = [number for number, (status, page) in answers.items() if status == 422 and "还要改一改" not in page]
    assert silent == []
    return {number: status for number, (status, _) in answers.items() if status not in ANSWERS}


@pytest.mark.parametrize("name", WHOLE)
def test_before_it_is_damaged_every_roster_is_good(app: Flask, client_of: Clients, name: str) -> None:
    status, page = send(client_of("clerk"), name, WHOLE[name], "whole")
    assert status in {200, 302}, page


@pytest.mark.parametrize("name", WHOLE)
def test_no_damaged_roster_is_an_error(app: Flask, client_of: Clients, name: str) -> None:
    assert unhandled(app, client_of("clerk"), name, range(FEW)) == {}


@pytest.mark.campaign
@pytest.mark.parametrize("name", WHOLE)
def test_none_of_a_thousand_damaged_rosters_is_an_error(app: Flask, client_of: Clients, name: str) -> None:
    assert unhandled(app, client_of("clerk"), name, range(FEW, FEW + MANY)) == {}


def far_line() -> bytes:
    return with_rows(workbook([HEADER, person()]), '<row r="2000000000"></row>')


def far_value() -> bytes:
    return with_rows(workbook([HEADER, person()]), '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>')


def formatted_to_the_end() -> bytes:
    rows = "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in (*range(3, 5_000), 1_048_576))
    return with_rows(workbook([HEADER, person()]), rows)


def without_its_sheet() -> bytes:
    return repacked(workbook([HEADER]), {"xl/worksheets/sheet1.xml": lambda _: b""})


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    ("name", "make", "status"),
    [
        ("名册.xlsx", far_line, 302),
        ("名册.xlsx", formatted_to_the_end, 302),
        ("名册.xlsx", far_value, 422),
        ("名册.xlsx", without_its_sheet, 422),
        ("名册.csv", lambda: csv_file([person()]), 302),
        ("名册.csv", lambda: b"\0a", 422),
    ],
)
def test_while_a_roster_is_read_another_person_can_save(
    app: Flask,
    client_of: Clients,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    make: Callable[[], bytes],
    status: int,
) -> None:
    """Another connection takes the writing lock at the moment of reading, without waiting for it."""
    file = Path(str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
    saved: list[str] = []

    def save() -> None:
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO town_fact (name, value) VALUES ('saved meanwhile', 'yes')")
        other.execute("COMMIT")
        other.close()
        saved.append(name)

    client = client_of("clerk")
    monkeypatch.setattr(foreign, "watchers", [*foreign.watchers, save])
    assert send(client, name, make(), "1")[0] == status
    assert saved == [name]
