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

from app.audit.actions.heads import give_out_head, head_of_the_day
from app.audit.actions.seal_sheet import seal_sheet
from app.audit.models import HeadCopy, HeadWay
from app.audit.queries import Head, head
from app.core import files
from app.core.append_only import lifted
from app.core.db import db
from app.core.errors import NotNow
from app.core.files import Prepared
from app.core.pdf import render_paper
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.organisations.models import Person
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
        db.session.execute(text("UPDATE participant SET name = '王丙' WHERE name = '王甲'"))
    refused = run("verify")
    assert refused.exit_code == 1
    assert re.search(r"✗ participant 表第 \d+ 行在操作记录第 \d+ 条以后被绕过系统改过", refused.output)
    assert "一共有1处对不上" in refused.output
    assert story.case_id


def test_a_sealed_number_that_was_copied_to_another_row_is_found(run: Run) -> None:
    """Masked and unmasked it would show somebody else's number; the rows' digests do not cover what is sealed."""
    with transaction():
        one, other = db.session.query(Person).order_by(Person.id).limit(2)
        one.seal_identity(id_number="370304199001010018", phone=None)
        other.seal_identity(id_number="370304199001010034", phone=None)
        first, second = one.id, other.id
    copied = "UPDATE person SET id_number_sealed = (SELECT id_number_sealed FROM person WHERE id = :a) WHERE id = :b"
    with transaction():
        db.session.execute(text(copied), {"a": first, "b": second})
    refused = run("verify")
    assert refused.exit_code == 1
    assert f"person.id_number_sealed（编号 {second}）打不开" in refused.output


@pytest.mark.both
def test_a_sealed_number_that_was_taken_away_or_put_back_is_found(run: Run) -> None:
    with transaction():
        person = db.session.query(Person).order_by(Person.id).first()
        assert person is not None
        person.seal_identity(id_number="370304199001010018", phone=None)
        old, number = person.id_number_sealed, person.id
    with transaction():
        db.session.get_one(Person, number).seal_identity(id_number="370304199001010034", phone=None)
    for token in (None, old):
        with transaction():
            changed = text("UPDATE person SET id_number_sealed = :token WHERE id = :id")
            db.session.execute(changed, {"token": token, "id": number})
        refused = run("verify")
        assert refused.exit_code == 1
        assert f"person.id_number_sealed（编号 {number}）跟它的索引对不上" in refused.output


@pytest.mark.only("postgresql")
def test_a_file_that_may_lie_with_another_server_is_said_and_no_finding(run: Run) -> None:
    story = Story().register()
    with transaction():
        file = Prepared(b"%PDF-1.4 something", "application/pdf")
        told = {"kind": "evidence", "occurred_at": NOW, "spoken_by": "王甲"}
        attach_file(story.case, name="a.pdf", file=file, actor=story.account("mediator"), now=NOW, **told)
    next(files.folder().iterdir()).unlink()
    checked = run("verify")
    assert checked.exit_code == 0, checked.output
    assert "的文件不在这台机器上" in checked.output


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(("deed", "said"), [(Path.unlink, "不见了"), (lambda one: one.write_bytes(b"x"), "被改过")])
def test_an_attachment_that_was_changed_on_the_disk_is_found(
    run: Run, deed: Callable[[Path], object], said: str
) -> None:
    story = Story().register()
    with transaction():
        file = Prepared(b"%PDF-1.4 something", "application/pdf")
        told = {"kind": "evidence", "occurred_at": NOW, "spoken_by": "王甲"}
        attach_file(story.case, name="a.pdf", file=file, actor=story.account("mediator"), now=NOW, **told)
    (kept,) = files.folder().iterdir()
    deed(kept)
    refused = run("verify")
    assert refused.exit_code == 1
    assert f"案件（编号 {story.case_id}）的附件（编号 1）的文件{said}" in refused.output


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
