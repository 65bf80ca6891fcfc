"""A start that finds an older database backs it up before anything changes; without a backup nothing is brought up."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pyrage
import pytest
from flask import Flask

from app.cli.backup import check_backup
from app.cli.backup_lock import Openers
from app.cli.before_update import FOLDER
from app.cli.prepare import prepare_tables
from app.cli.refusal import Refused
from app.cli.serve import prepare_database
from app.cli.snapshot import count_rows, revision_of
from app.core.db import db
from tests import postgres
from tests.conftest import make_app
from tests.migrations.conftest import VERSION


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    if postgres.program_folder():
        monkeypatch.setenv("PATH", f"{postgres.program_folder()}{os.pathsep}{os.environ['PATH']}")


def backups(app: Flask) -> list[Path]:
    folder = Path(str(app.config["DATA_FOLDER"])) / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def revision() -> str | None:
    with db.engine.connect() as connection:
        return revision_of(connection)


@pytest.mark.both
def test_an_older_database_is_kept_as_it_was_and_the_next_start_keeps_nothing(
    old: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with db.engine.connect() as connection:
        rows = count_rows(connection)
    prepare_database(old)
    (kept,) = backups(old)
    assert kept.name.startswith(f"{VERSION}-")
    assert kept.suffix == ".zip"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert f"更新以前先备份好了：{kept}（没有加密" in capsys.readouterr().out
    manifest = check_backup(kept, Openers(), old.config["KEY_RING"])
    assert (manifest.revision, manifest.rows) == (VERSION, rows)
    assert revision() != VERSION
    prepare_database(old)
    assert backups(old) == [kept]


@pytest.mark.both
def test_without_a_backup_the_database_stays_as_it_was_until_it_is_said_otherwise(old: Flask) -> None:
    in_the_way = Path(str(old.config["DATA_FOLDER"])) / FOLDER
    in_the_way.write_text("a file of somebody", encoding="utf-8")
    with pytest.raises(Refused, match="--without-backup"):
        prepare_database(old)
    assert revision() == VERSION
    prepare_database(old, backs_up=False)
    assert revision() != VERSION
    assert in_the_way.read_text(encoding="utf-8") == "a file of somebody"


def test_for_the_holders_of_backup_keys_it_is_locked(
    old: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = pyrage.x25519.Identity.generate()
    old.config["BACKUP_RECIPIENTS"] = str(pair.to_public())
    private = tmp_path / "private.txt"
    private.write_text(f"{pair}\n", encoding="utf-8")
    prepare_database(old)
    (kept,) = backups(old)
    assert kept.suffix == ".age"
    assert "要用备份密钥才打得开" in capsys.readouterr().out
    assert check_backup(kept, Openers(private), old.config["KEY_RING"]).revision == VERSION


def test_a_wrong_backup_key_stops_the_start_and_says_which_setting(old: Flask) -> None:
    old.config["BACKUP_RECIPIENTS"] = "age1nobody"
    with pytest.raises(Refused, match="JIEYOU_BACKUP_RECIPIENTS"):
        prepare_database(old)
    assert (revision(), backups(old)) == (VERSION, [])


def test_a_fresh_folder_has_nothing_to_keep(tmp_path: Path) -> None:
    fresh = make_app(tmp_path / "fresh", f"sqlite:///{tmp_path / 'fresh' / 'jieyou.db'}")
    prepare_tables(fresh, as_server=True)
    assert backups(fresh) == []
    with fresh.app_context():
        assert revision() is not None
        db.session.remove()
        db.engine.dispose()
