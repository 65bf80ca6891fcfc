"""Every address of the application for every row that matters, and what an answer says apart from its random marks."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.cases.actions.at_any_step import ACTIONS as CASE_ACTIONS
from app.core.db import Model, db
from app.core.public_ids import HasPublicId
from app.petitions.actions.at_any_step import ACTIONS
from app.petitions.papers.fill_sheets import SHEETS
from app.processes.queries.definitions import diagram_names
from tests.let_in import is_let_in
from tests.public import NOBODY

ROOM = "/accusations"
WORDS = {
    "/papers/<name>": ("acceptance_register", "rights_notice"),
    "/sheets/<name>": tuple(SHEETS),
    "/claims/<row(claim):claim_id>/deeds/<name>": tuple(ACTIONS),
    "/cases/<row(mediation_case):case_id>/deeds/<name>": tuple(CASE_ACTIONS),
    "/letters/<row(petition_letter):letter_id>/<name>": ("sign_off",),
    "<key>": tuple(key for names in diagram_names().values() for key in names),
    "<code>": ("D2", "R1"),
    "<form_key>": ("register", "petition-register", "accusation-register"),
    "<token>": ("unknown",),
}
"""What may stand at a place of an address that names no row, by a piece of the address."""
SUBJECTS = {
    "case": "mediation_case",
    "claim": "claim",
    "supervision": "supervision",
    "petition": "petition",
    "letter": "petition_letter",
    "body": "body",
    "accusation": "accusation",
}
"""Whose periods may be asked for, with the tables of their rows."""
COUNTED = {
    "case_id": "mediation_case",
    "/petitions/<int:": "petition",
    "/claims/<int:": "claim",
    "/letters/<int:": "petition_letter",
    "/supervisions/<int:": "supervision",
    "/tasks/<int:": "task",
    "/deadlines/<int:": "deadline",
}
"""The table whose keys an address from before rows had public ids carries, by a piece of the address."""
PLACE = re.compile(r"<(?:[^<>:]+:)?(?P<name>\w+)>")
"""A place of an address, by its name."""
Come = dict[str, list[str]]
"""The public ids of rows that came, by table."""
MARKS = (
    re.compile(r'name="csrf-token" content="[^"]*"'),
    re.compile(r'name="csrf_token"[^>]* value="[^"]*"'),
    re.compile(r'name="(?:\w+-)?once"[^>]* value="[^"]*"'),
    re.compile(r'<span class="number">[0-9A-F]{8}</span>'),
    re.compile(r'<span class="paper-note">打印过[^<]*</span>'),
    re.compile(r"，第\d+次打印"),
)
"""What is drawn anew for every page, and what reading a paper adds to its list and to its own foot: the prints."""
DRAWN = frozenset({"X-Request-Number", "Set-Cookie", "Content-Length", "Date"})


def table_at(rule: Rule, name: str) -> str:
    """The table whose rows are named at a place of an address; empty when it names none."""
    found = re.search(rf"<row\((\w+)\):{name}>", rule.rule)
    return found[1] if found else ""


def rows_of(table: str, most: int = 2) -> list[str]:
    """What no row is called, and then the public ids of the newest rows of a table, the newest last."""
    columns = Model.metadata.tables[table].c
    newest = db.session.scalars(sa.select(columns.public_id).order_by(columns.id.desc()).limit(most)).all()
    return [NOBODY, *reversed(newest)]


def keys_of(rule: Rule) -> list[int]:
    """The newest key of a table, and keys the next rows will get (or had, before they were taken away)."""
    tables = [table for piece, table in COUNTED.items() if piece in rule.rule]
    if not tables:
        return [1, 2, 7]
    table = Model.metadata.tables[tables[0]]
    newest = db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0
    return [one for one in (newest, newest + 1, newest + 3) if one > 0]


def values_for(rule: Rule, name: str) -> list[object]:
    """What may stand at a place of an address; fewer rows where there are many papers or deeds."""
    table = table_at(rule, name)
    if table:
        is_many = rule.rule.endswith(".pdf") or "<name>" in rule.rule
        return list(rows_of(table, 1 if is_many else 2))
    if f"<int:{name}>" in rule.rule:
        return list(keys_of(rule))
    if name == "kind":
        return list(SUBJECTS)
    if name == "public_id":
        return [NOBODY, *(one for table in SUBJECTS.values() for one in rows_of(table)[1:])]
    if name == "rest":
        return ["anything"]
    pieces = [words for piece, words in WORDS.items() if piece in rule.rule]
    assert pieces, f"say here what {rule.rule} may be asked for"
    return list(pieces[0])


def address_of(rule: Rule, values: Mapping[str, object]) -> str:
    """The address of a rule with a value at each place; unlike the application's own, also of rows that are none."""
    return PLACE.sub(lambda place: str(values[place["name"]]), rule.rule)


@contextmanager
def noted() -> Iterator[Come]:
    """Note what the rows that come meanwhile are called, also of those that are taken away again."""
    come: Come = {}

    def note(session: Session, _context: object) -> None:
        for row in session.new:
            if isinstance(row, HasPublicId):
                come.setdefault(row.__tablename__, []).append(row.public_id)

    sa.event.listen(db.session, "after_flush", note)
    try:
        yield come
    finally:
        sa.event.remove(db.session, "after_flush", note)


def that_came(app: Flask, role: str, come: Come) -> dict[str, str]:
    """Every address that names a row that came, outside the room, and the same with what no row is called instead.

    Of a rule that is shut to the role there is none: the guard answers before any row is looked at.
    """
    pairs: dict[str, str] = {}
    for rule in _rules(app, "GET"):
        if not _is_inside(rule) and is_let_in(app, rule.endpoint, role):
            pairs.update(_pairs(rule, come))
    return pairs


def _pairs(rule: Rule, come: Come) -> Iterator[tuple[str, str]]:
    names = sorted(rule.arguments)
    subjects = [one for table in SUBJECTS.values() for one in come.get(table, ())]
    came = {name: subjects if name == "public_id" else come.get(table_at(rule, name), []) for name in names}
    kinds = _kinds_that_came(come)
    for values in product(*([*values_for(rule, name), *came[name]] for name in names)):
        given = dict(zip(names, values, strict=True))
        instead = {name: NOBODY if value in came[name] else value for name, value in given.items()}
        if instead != given and given.get("kind") in (None, *kinds.get(str(given.get("public_id")), SUBJECTS)):
            yield address_of(rule, given), address_of(rule, instead)


def _kinds_that_came(come: Come) -> dict[str, tuple[str, str]]:
    """By the public id of a row that came: its own kind, and another one under which somebody might ask for it."""
    kinds = list(SUBJECTS)
    return {one: (kind, kinds[place - 1]) for place, kind in enumerate(kinds) for one in come.get(SUBJECTS[kind], ())}


def addresses(app: Flask, role: str) -> list[str]:
    """Every address that answers GET, those of the closed room apart; of a rule that is shut to the role, one."""
    doors = [(rule, address) for rule, address in _built(app, "GET") if not _is_inside(rule)]
    shut = {rule.rule: address for rule, address in reversed(doors) if not is_let_in(app, rule.endpoint, role)}
    return sorted({*shut.values(), *(address for rule, address in doors if rule.rule not in shut)})


def of_the_room(app: Flask) -> list[str]:
    """An address of every rule of the closed room, by whatever method it is answered; and some that look like them.

    What conceals them looks at no more than their first part.
    """
    found = {
        rule.rule: address for method in ("GET", "POST") for rule, address in _built(app, method) if _is_inside(rule)
    }
    alike = (ROOM, f"{ROOM}//register", f"{ROOM}/1/", f"{ROOM}/nothing", f"{ROOM}/1?page=2")
    rows = (f"{ROOM}/{one}" for one in ("1", "2", "3", *rows_of("accusation", 3)))
    return sorted({*found.values(), *rows, *alike})


def _is_inside(rule: Rule) -> bool:
    return rule.rule.startswith(ROOM)


def _rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


def _built(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    for rule in _rules(app, method):
        names = sorted(rule.arguments)
        named = set(_subjects()) if {"kind", "public_id"} <= {*names} else set()
        for values in product(*(values_for(rule, name) for name in names)):
            given = dict(zip(names, values, strict=True))
            if not named or (given["kind"], given["public_id"]) in named:
                yield rule, address_of(rule, given)


def _subjects() -> Iterator[tuple[str, str]]:
    """Kind and public id of what has periods, files or ties: of each kind its rows, none, and one of another kind."""
    rows = [rows_of(table) for table in SUBJECTS.values()]
    for place, kind in enumerate(SUBJECTS):
        yield from ((kind, one) for one in (*rows[place], rows[place - 1][-1]))


def said(answer: TestResponse, address: str = "") -> str:
    """All that can be read in an answer: its page without random marks, a paper's words, a workbook's cells."""
    if answer.data[:5] == b"%PDF-":
        return subprocess.run(
            ["pdftotext", "-", "-"], input=answer.data, capture_output=True, check=True
        ).stdout.decode()
    if answer.data[:2] == b"PK":
        with ZipFile(io.BytesIO(answer.data)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))
    text = answer.text
    for mark in MARKS:
        text = mark.sub("", text)
    return text.replace(address, "") if address else text


def told(answer: TestResponse, address: str) -> tuple[int, dict[str, str], str]:
    """Everything about an answer that does not change from one asking to the next, nor with the address asked for."""
    headers = {name: value for name, value in answer.headers.items() if name not in DRAWN}
    return answer.status_code, headers, said(answer, address)
