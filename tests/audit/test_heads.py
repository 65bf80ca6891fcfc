"""The head of the trail leaves the house: in the digest, on the sheet, and what a command says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import text

from app.audit.heads import give_out_head, head_of_the_day
from app.audit.models import HeadCopy, HeadWay
from app.audit.queries import Head, head
from app.audit.seal_sheet import seal_sheet
from app.core.append_only import lifted
from app.core.db import db
from app.core.errors import NotNow
from app.core.pdf import render_paper
from app.core.transaction import transaction
from tests.story import Story
from tests.town import NOW

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    db.session.rollback()
    return lambda *words: app.test_cli_runner().invoke(args=["audit", *words])


def head_now() -> Head:
    db.session.rollback()
    with db.engine.connect() as connection:
        found = head(connection)
    assert found is not None
    return found


def test_all_digests_of_a_day_name_the_same_head(app: Flask) -> None:
    with transaction():
        first = head_of_the_day(NOW)
    Story().register()
    with transaction():
        assert head_of_the_day(NOW + timedelta(hours=3)).hash == first.hash
        assert head_of_the_day(NOW + timedelta(days=1)).hash != first.hash
    assert [copy.way for copy in db.session.query(HeadCopy)] == [HeadWay.DIGEST] * 2


def test_the_sheet_bears_the_whole_head_and_no_name(app: Flask) -> None:
    with transaction():
        paper = seal_sheet("白塔镇", now=NOW)
    pdf = PdfReader(BytesIO(render_paper(paper).content))
    words = "".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) == 1
    assert paper.hash in re.sub(r"\s", "", words)
    assert f"第 {paper.entries} 条" in words
    assert paper.code == f"{paper.entries}:{paper.hash}"


def test_an_empty_trail_has_nothing_to_seal(app: Flask) -> None:
    with transaction(), lifted(db.session.connection()):
        for table in ("audit_entry", "audit_head"):
            db.session.execute(text(f"DELETE FROM {table}"))
    with pytest.raises(NotNow):
        seal_sheet("白塔镇", now=NOW)
    assert give_out_head(HeadWay.BACKUP, now=NOW) is None


def test_the_command_says_that_all_is_whole_and_where_it_stands(run: Run) -> None:
    Story().register()
    found = head_now()
    checked = run("verify", "--head", f"{found.number}:{found.short}")
    assert checked.exit_code == 0, checked.output
    assert f"共 {found.number} 条" in checked.output
    assert run("head").output.strip() == f"{found.number}:{found.hash}"


def test_the_command_names_what_differs_and_fails(run: Run) -> None:
    story = Story().register()
    with transaction(), lifted(db.session.connection()):
        db.session.execute(text("UPDATE party SET name = '王丙' WHERE name = '王甲'"))
    refused = run("verify")
    assert refused.exit_code == 1
    assert re.search(r"✗ party 表第 \d+ 行在操作记录第 \d+ 条以后被绕过系统改过", refused.output)
    assert "一共有1处对不上" in refused.output
    assert story.case_id


@pytest.mark.parametrize("typed", ["", "12", "12:", "12:abc", "x:0123456789abcdef", f"{'9' * 30}:0123456789abcdef"])
def test_what_is_no_head_is_a_sentence(run: Run, typed: str) -> None:
    refused = run("verify", "--head", typed)
    assert refused.exit_code == 1
    assert "要写成 1234:1a2b3c4d5e6f7a8b 这样" in refused.output


def test_the_sheet_is_kept_in_a_file_that_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "seal.pdf"
    assert run("sheet", str(place)).exit_code == 0
    assert place.read_bytes().startswith(b"%PDF")
    assert run("sheet", str(place)).exit_code == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["admin", "justice"])
def test_the_page_shows_where_it_stands_and_prints_the_sheet(
    app: Flask, client_of: Callable[..., FlaskClient], name: str
) -> None:
    client = client_of(name)
    assert f"第 <b>{head_now().number}</b> 条" in client.get("/audit/").text
    printed = client.post("/audit/seal-sheet.pdf")
    assert (printed.status_code, printed.mimetype) == (200, "application/pdf")
    (copy,) = db.session.query(HeadCopy)
    assert copy.hash[:16] in client.get("/audit/").text
