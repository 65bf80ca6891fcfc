"""Every address of the application for every id that matters, and what an answer says apart from its random marks."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from itertools import product
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.cases.actions.at_any_step import ACTIONS as CASE_ACTIONS
from app.core.db import Model, db
from app.petitions.actions.at_any_step import ACTIONS
from app.petitions.papers.fill_sheets import SHEETS
from app.processes.queries.definitions import diagram_names
from tests.let_in import is_let_in

ROOM = "/accusations"
WORDS = {
    "<kind>": ("case", "claim", "supervision", "body", "accusation"),
    "/papers/<name>": ("acceptance_register", "rights_notice"),
    "/sheets/<name>": tuple(SHEETS),
    "/claims/<int:claim_id>/deeds/<name>": tuple(ACTIONS),
    "/cases/<int:case_id>/deeds/<name>": tuple(CASE_ACTIONS),
    "/letters/<int:letter_id>/<name>": ("sign_off",),
    "<key>": tuple(key for names in diagram_names().values() for key in names),
    "<code>": ("D2", "R1"),
    "<form_key>": ("register", "petition-register", "accusation-register"),
    "<token>": ("unknown",),
}
"""What may stand at a place of an address that is no id, by a piece of the address."""
TABLES = {
    "case_id": "mediation_case",
    "member_id": "pool_member",
    "subject_id": "mediation_case",
    "hand_over_id": "accusation_hand_over",
    "letter_id": "petition_letter",
}
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


def ids_of(name: str) -> list[int]:
    """The newest ids of a table, and those the next rows will get (or had, before they were taken away)."""
    table = Model.metadata.tables.get(TABLES.get(name, name.removesuffix("_id")))
    newest = (db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0) if table is not None else 0
    coming = 5 if name in ("deadline_id", "task_id") else 2
    return [one for one in range(newest - 1, newest + coming + 1) if one > 0]


def values_for(rule: Rule, name: str) -> list[object]:
    """What may stand at a place of an address; two ids where there are many papers or deeds."""
    if name == "subject_id":
        return list(range(1, 8))
    if name.endswith("_id"):
        ids = ids_of(name)
        is_many = rule.rule.endswith(".pdf") or "<name>" in rule.rule
        return list(ids[:2] if is_many else ids)
    pieces = [words for piece, words in WORDS.items() if piece in rule.rule]
    assert pieces, f"say here what {rule.rule} may be asked for"
    return list(pieces[0])


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
    return sorted({*found.values(), *(ROOM + one for one in ("/1", "/2", "/3")), *alike})


def _is_inside(rule: Rule) -> bool:
    return rule.rule.startswith(ROOM)


def _built(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            names = sorted(rule.arguments)
            for values in product(*(values_for(rule, name) for name in names)):
                yield rule, adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


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
