"""A backup is one file that restores whole, says when it does not, and never carries the keys."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.accounts.models import Account
from app.audit.actions.record import record
from app.audit.models import AuditEntry, HeadCopy, HeadWay
from app.audit.queries import head
from app.cli.archive import CHUNK, DATABASE, MANIFEST, Archive, Manifest
from app.core import files
from app.core.append_only import lifted
from app.core.db import db
from app.core.files import Prepared
from app.core.key_ring import KeyRing
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from app.organisations.models import Person
from tests import postgres, town
from tests.story import Story

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of `flask` on the small town, with two deeds and one attachment in it."""
    if postgres.program_folder():
        monkeypatch.setenv("PATH", f"{postgres.program_folder()}{os.pathsep}{os.environ['PATH']}")
    with transaction():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.session.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        for deed in ("case:registered", "case:accepted"):
            record(deed, SimpleNamespace(subject_kind="case", id=1), None, now=town.NOW)
    (files.folder() / "abc").write_bytes(b"a photograph")
    db.session.remove()
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


def rewrite(file: Path, name: str, content: bytes) -> None:
    """Replace one member of a zip, leaving the others as they are."""
    changed = file.with_suffix(".changed")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    changed.replace(file)


def test_a_backup_restores_and_every_check_is_named(run: Run, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "one.zip", "--plain")
    assert made.exit_code == 0, made.output
    assert "1 个附件" in made.output
    checked = run("verify-backup", tmp_path / "one.zip")
    assert checked.exit_code == 0, checked.output
    assert checked.output.count("✓") == 7
    assert "可以恢复" in checked.output


def test_a_backup_leaves_nothing_behind_and_only_its_owner_reads_it(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    assert [path.name for path in tmp_path.iterdir()] == ["one.zip"]
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600


def test_the_keys_are_not_in_the_backup_and_it_says_so(app: Flask, run: Run, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "one.zip", "--plain")
    keys = json.loads((Path(app.config["DATA_FOLDER"]) / "keys.json").read_text())
    assert "不在备份里" in made.output
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (*keys["fields"].values(), keys["index"], keys["cookie_secret"]):
        assert secret.encode() not in content


def test_every_row_is_counted_in_the_manifest(app: Flask, run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        rows = json.loads(archive.read(MANIFEST))["rows"]
    assert rows["account"] == db.session.query(Account).count() > 0
    assert rows["audit_entry"] == db.session.query(AuditEntry).count() > 0
    assert set(rows) == {*db.metadata.tables, "alembic_version"}


def test_an_existing_file_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_text("the only backup of last year")
    refused = run("backup", tmp_path / "one.zip", "--plain")
    assert refused.exit_code == 1
    assert "换一个文件名" in refused.output
    assert (tmp_path / "one.zip").read_text() == "the only backup of last year"


def test_a_folder_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    refused = run("backup", tmp_path / "nowhere" / "one.zip", "--plain")
    assert refused.exit_code == 1
    assert "文件夹" in refused.output


@pytest.mark.both
def test_a_database_without_tables_has_nothing_to_back_up(app: Flask, run: Run, tmp_path: Path) -> None:
    with transaction():
        db.session.execute(text("DROP TABLE alembic_version"))
    refused = run("backup", tmp_path / "one.zip", "--plain")
    assert refused.exit_code == 1
    assert "还是空的" in refused.output


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"not a zip"])
def test_a_file_that_is_no_backup_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.zip").write_bytes(content)
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "请换一份备份" in refused.output


def test_a_backup_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "找不到" in refused.output


def test_a_changed_byte_in_the_database_is_found(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        content = bytearray(archive.read(DATABASE))
    content[len(content) // 2] ^= 1
    rewrite(tmp_path / "one.zip", DATABASE, bytes(content))
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "database 坏了" in refused.output


def test_a_changed_attachment_is_found(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    rewrite(tmp_path / "one.zip", "files/abc", b"another photograph")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "files/abc 坏了" in refused.output


def test_a_file_slipped_into_the_backup_is_found(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    with zipfile.ZipFile(tmp_path / "one.zip", "a") as archive:
        archive.writestr("files/../../stranger", b"")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "和它的清单对不上" in refused.output


@pytest.mark.both
def test_a_row_that_did_not_arrive_is_found(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        manifest = json.loads(archive.read(MANIFEST))
    manifest["rows"]["account"] += 1
    rewrite(tmp_path / "one.zip", MANIFEST, json.dumps(manifest).encode())
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "account 表应有" in refused.output


@pytest.mark.both
def test_a_rewritten_audit_entry_is_found(run: Run, tmp_path: Path) -> None:
    with transaction(), lifted(db.session.connection()):
        db.session.execute(text("UPDATE audit_entry SET account_id = 1 WHERE deed = 'case:registered'"))
    run("backup", tmp_path / "one.zip", "--plain")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "操作记录没有被改过" in refused.output


def test_sealed_values_want_the_keys_of_the_backup(app: Flask, run: Run, tmp_path: Path) -> None:
    with transaction():
        person = db.session.query(Person).first()
        assert person is not None
        person.seal_identity(id_number="370304199001010018", phone="13800000000")
    run("backup", tmp_path / "one.zip", "--plain")
    assert run("verify-backup", tmp_path / "one.zip").exit_code == 0
    own, app.config["KEY_RING"] = app.config["KEY_RING"], KeyRing.draw()
    try:
        refused = run("verify-backup", tmp_path / "one.zip")
    finally:
        app.config["KEY_RING"] = own
    assert refused.exit_code == 1
    assert "密钥文件不是备份时的那一份" in refused.output


def test_an_attachment_that_was_lost_before_the_backup_is_found(app: Flask, run: Run, tmp_path: Path) -> None:
    story = Story().register()
    with transaction():
        kept = attach_file(
            story.case,
            name="note.pdf",
            file=Prepared(b"%PDF-1.7 a note", "application/pdf"),
            kind="evidence",
            occurred_at=town.NOW,
            spoken_by="",
            actor=story.account("mediator"),
            now=town.NOW,
        )
        file = Path(app.config["DATA_FOLDER"]) / "files" / kept.stored_as
    run("backup", tmp_path / "whole.zip", "--plain")
    assert run("verify-backup", tmp_path / "whole.zip").exit_code == 0
    file.unlink()
    made = run("backup", tmp_path / "one.zip", "--plain")
    assert made.exit_code == 0
    assert (
        f"有 1 个附件的文件不在硬盘上，这份备份里也就没有（先是案件（编号 {story.case_id}）的附件（编号 1））"
        in made.output
    )
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "的文件不在备份里" in refused.output


def spoil(table: str, column: str, rank: int) -> None:
    """Copy a sealed value from the row before into the row of this rank."""
    rows = db.session.execute(text(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id")).all()
    with transaction():
        moved = text(f"UPDATE {table} SET {column} = :token WHERE id = :id")
        db.session.execute(moved, {"token": rows[rank - 1][1], "id": rows[rank][0]})


@pytest.mark.parametrize("rank", [1, 4, -1])
def test_a_sealed_number_copied_to_another_row_is_found_wherever_it_stands(run: Run, tmp_path: Path, rank: int) -> None:
    """Every value is opened, not the first one of a column."""
    spoil("person", "phone_sealed", rank)
    run("backup", tmp_path / "one.zip", "--plain")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "从别的一行抄来的" in refused.output


def filed(story: Story, content: bytes) -> Attachment:
    with transaction():
        return attach_file(
            story.case, name="note.pdf", file=Prepared(content, "application/pdf"), kind="evidence",
            occurred_at=town.NOW, spoken_by="", actor=story.account("mediator"), now=town.NOW,
        )  # fmt: skip


def test_a_file_exchanged_for_another_one_is_found(run: Run, tmp_path: Path) -> None:
    story = Story().register()
    one, other = (filed(story, content).stored_as for content in (b"%PDF-1.7 one", b"%PDF-1.7 other"))
    (files.folder() / one).write_bytes((files.folder() / other).read_bytes())
    run("backup", tmp_path / "one.zip", "--plain")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "的内容变过" in refused.output


def test_a_backup_needs_no_place_in_memory_for_its_content(app: Flask, run: Run, tmp_path: Path) -> None:
    """It is read in pieces, however large a file is."""
    (files.folder() / "large").write_bytes(os.urandom(3 * CHUNK))
    (tmp_path / "database").write_bytes(b"rows")
    manifest = Manifest("now", "sqlite", "0001", {}, [])
    archive = Archive(manifest, tmp_path / "database", files.folder())
    pieces = []
    while piece := archive.read(8192):
        pieces.append(len(piece))
        assert len(archive._rest) <= 2 * CHUNK
    assert max(pieces) <= 8192
    assert set(manifest.hashes) == {"database", "files/abc", "files/large"}


@pytest.mark.both
def test_where_the_chain_ended_stands_on_the_backup(run: Run, tmp_path: Path) -> None:
    Story().register()
    db.session.rollback()
    with db.engine.connect() as connection:
        end = head(connection)
    assert end is not None
    made = run("backup", tmp_path / "one.zip", "--plain")
    assert f"操作记录到第 {end.number} 条（{end.day}）" in made.output
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        told = json.loads(archive.read(MANIFEST))["head"]
    assert told == {"number": end.number, "hash": end.hash, "day": str(end.day)}
    assert [(copy.entry_id, copy.way) for copy in db.session.query(HeadCopy)] == [(end.number, HeadWay.BACKUP)]
    assert run("verify-backup", tmp_path / "one.zip").exit_code == 0


@pytest.mark.only("sqlite")
def test_what_still_stands_in_the_journal_is_in_the_backup(app: Flask, run: Run, tmp_path: Path) -> None:
    """Copying the file alone would lose it."""
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'late'"))
    assert Path(f"{db.engine.url.database}-wal").stat().st_size > 0
    run("backup", tmp_path / "one.zip", "--plain")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        (tmp_path / "restored.db").write_bytes(archive.read(DATABASE))
    assert version_in(tmp_path / "restored.db") == "late"


@pytest.mark.only("sqlite")
def test_a_writer_at_work_is_neither_waited_for_nor_half_copied(app: Flask, run: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db.engine.url.database or "", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE alembic_version SET version_num = 'unfinished'")
        made = run("backup", tmp_path / "one.zip", "--plain")
        writer.execute("ROLLBACK")
    assert made.exit_code == 0, made.output
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        (tmp_path / "restored.db").write_bytes(archive.read(DATABASE))
    assert version_in(tmp_path / "restored.db") == "0001"


@pytest.mark.only("sqlite")
def test_a_broken_reference_is_found(app: Flask, run: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db.engine.url.database or "")) as careless:
        careless.execute("UPDATE person SET village_id = 999999 WHERE id = (SELECT min(id) FROM person)")
        careless.commit()
    run("backup", tmp_path / "one.zip", "--plain")
    refused = run("verify-backup", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "person 表里有一行指向 village 表里不存在的行" in refused.output


@pytest.mark.only("postgresql")
def test_the_scratch_database_is_gone_afterwards(app: Flask, run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "one.zip", "--plain")
    assert run("verify-backup", tmp_path / "one.zip").exit_code == 0
    left = db.session.scalar(text("SELECT count(*) FROM pg_database WHERE datname LIKE 'jieyou_verify_%'"))
    assert left == 0


def version_in(file: Path) -> str:
    with closing(sqlite3.connect(file)) as copy:
        return str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
