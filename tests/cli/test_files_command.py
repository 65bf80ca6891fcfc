"""`flask files`: what is missing, spoilt or left over is listed without names, and comes back from a backup."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import stamp

from app.cli.exchange_keys import exchange_keys
from app.cli.seal_files import seal_plain_files
from app.core import files
from app.core.db import db
from app.core.files import Prepared
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from tests import postgres, town
from tests.cli.old_backup import write_old_backup
from tests.filing import filed
from tests.story import Story

Run = Callable[..., Result]
CONTENTS = [b"%PDF-1.7 one", b"%PDF-1.7 two", b"%PDF-1.7 three"]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the small town, with three papers in a dispute."""
    if postgres.program_folder():
        monkeypatch.setenv("PATH", f"{postgres.program_folder()}{os.pathsep}{os.environ['PATH']}")
    story = Story().register()
    with transaction():
        for number, content in enumerate(CONTENTS):
            attach_file(
                story.case, name=f"王甲的材料{number}.pdf", file=Prepared(content, "application/pdf"), kind="evidence",
                occurred_at=town.NOW, spoken_by="", actor=story.account("mediator"), now=town.NOW,
            )  # fmt: skip
    stamp()
    db.session.remove()
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


def rows() -> list[Attachment]:
    db.session.rollback()
    return db.session.query(Attachment).order_by(Attachment.id).all()


def contents() -> list[bytes]:
    return [files.read(one) for one in rows()]


def place(rank: int) -> Path:
    return files.folder() / rows()[rank].stored_as


def test_all_is_well(run: Run) -> None:
    said = run("files", "check")
    assert said.exit_code == 0, said.output
    assert "完好的附件\t3 个" in said.output
    assert "没有记录的文件\t0 个" in said.output


def test_missing_and_spoilt_files_are_listed_without_names_and_put_back_from_a_backup(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "one.zip", "--plain").exit_code == 0
    place(0).unlink()
    place(1).write_bytes(b"spoilt")
    said = run("files", "check")
    assert said.exit_code == 1
    assert "缺了文件的\t1 个" in said.output
    assert "坏了的\t1 个" in said.output
    assert f"附件（编号 {rows()[0].id}）" in said.output
    assert "flask files put-back" in said.output
    assert "王甲" not in said.output
    back = run("files", "put-back", tmp_path / "one.zip")
    assert (back.exit_code, "补回来 2 个附件" in back.output) == (0, True), back.output
    assert contents() == CONTENTS
    assert "一个不缺" in run("files", "put-back", tmp_path / "one.zip").output


def test_a_small_picture_is_looked_after_like_its_file(app: Flask, run: Run, tmp_path: Path) -> None:
    story = Story()
    story.subject_id = rows()[0].subject_id
    one = filed(story.case, story.account("mediator"), town.NOW, name="王甲.jpg")
    assert one.thumbnail_as is not None
    place, sealed = files.folder() / one.thumbnail_as, f"案件（编号 {story.case_id}）的附件（编号 {one.id}）的缩略图"
    said = run("files", "check")
    assert ("完好的附件\t4 个" in said.output, "没有记录的文件\t0 个" in said.output) == (True, True)
    assert run("backup", tmp_path / "one.zip", "--plain").exit_code == 0
    for spoil in (place.unlink, lambda: place.write_bytes(b"spoilt")):
        spoil()
        said = run("files", "check")
        assert (said.exit_code, sealed in said.output, "王甲" in said.output) == (1, True, False)
        back = run("files", "put-back", tmp_path / "one.zip")
        assert (back.exit_code, "补回来 1 个附件" in back.output) == (0, True), back.output
    assert run("verify-backup", tmp_path / "one.zip").exit_code == 0


def test_what_the_backup_has_not_is_said(run: Run, tmp_path: Path) -> None:
    place(2).unlink()
    assert run("backup", tmp_path / "one.zip", "--plain").exit_code == 0
    refused = run("files", "put-back", tmp_path / "one.zip")
    assert refused.exit_code == 1
    assert "还有 1 个这份备份里没有" in refused.output


def test_a_backup_of_before_the_exchange_of_keys_wants_the_old_key(app: Flask, run: Run, tmp_path: Path) -> None:
    before = app.config["KEY_RING"]
    assert run("backup", tmp_path / "one.zip", "--plain").exit_code == 0
    aside = exchange_keys(now=town.NOW, new_cookies=False, say=lambda _line: None).put_aside
    assert aside is not None
    try:
        place(0).unlink()
        refused = run("files", "put-back", tmp_path / "one.zip")
        assert (refused.exit_code, "用旧密钥加密的" in refused.output) == (1, True)
        back = run("files", "put-back", tmp_path / "one.zip", "--keys", aside)
        assert back.exit_code == 0, back.output
        assert contents() == CONTENTS
    finally:
        aside.unlink()
        before.replace(Path(app.config["KEY_FILE"]))
        app.config["KEY_RING"] = before


@pytest.mark.both
def test_a_file_comes_back_from_a_backup_of_before_it_was_sealed(app: Flask, run: Run, tmp_path: Path) -> None:
    plain = tmp_path / "files"
    plain.mkdir()
    for content in CONTENTS:
        (plain / hashlib.sha256(content).hexdigest()).write_bytes(content)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    write_old_backup(tmp_path / "old.zip", db.engine, plain, [])
    place(1).unlink()
    back = run("files", "put-back", tmp_path / "old.zip")
    assert back.exit_code == 0, back.output
    assert contents() == CONTENTS


def test_files_of_deeds_that_were_not_done_are_listed_and_removed_only_when_old_and_sure(
    run: Run, at: Callable[[object], None]
) -> None:
    young, old = files.folder() / ("a" * 32), files.folder() / ("b" * 32)
    for path, hours in ((young, 23), (old, 25)):
        path.write_bytes(b"of a transaction that was rolled back")
        moment = (town.NOW - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))
    said = run("files", "check")
    assert said.exit_code == 0
    assert "没有记录的文件\t2 个" in said.output
    assert "请加上 --yes" in run("files", "check", "--remove-orphans").output
    assert old.exists()
    assert "删了 1 个" in run("files", "check", "--remove-orphans", "--yes").output
    assert (young.exists(), old.exists()) == (True, False)
    assert contents() == CONTENTS
    assert "什么也没删" in run("files", "check", "--remove-orphans", "--yes").output


def test_a_plain_file_that_waits_to_be_sealed_is_no_orphan(app: Flask, run: Run) -> None:
    with transaction():
        row = rows()[0]
        row.stored_as, row.content_mac = hashlib.sha256(CONTENTS[0]).hexdigest(), None
        (files.folder() / row.stored_as).write_bytes(CONTENTS[0])
    said = run("files", "check")
    assert "完好的附件\t3 个" in said.output
    seal_plain_files()
    assert contents() == CONTENTS


def test_what_is_filed_again_while_its_file_is_missing_is_back(app: Flask, run: Run) -> None:
    place(0).unlink()
    story = Story()
    story.subject_id = rows()[0].subject_id
    with transaction():
        attach_file(
            story.case, name="again.pdf", file=Prepared(CONTENTS[0], "application/pdf"), kind="evidence",
            occurred_at=town.NOW, spoken_by="", actor=story.account("mediator"), now=town.NOW,
        )  # fmt: skip
    assert contents() == CONTENTS
