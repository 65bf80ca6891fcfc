"""A backup comes back to life: in an empty folder, checked, brought up to date; or nothing is changed at all."""

from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import stamp, upgrade
from sqlalchemy import func, inspect, select, text

from app.accounts.models import Account
from app.cases.models import Case
from app.cli import age_passphrase, archive, restore
from app.cli.backup_lock import Openers
from app.cli.data_folder import UNDER_WAY
from app.cli.exchange_keys import exchange_keys
from app.cli.refusal import Refused
from app.cli.restore import Wish, bring_back, bring_up_to_date
from app.cli.serve import prepare_database
from app.core import clock, files
from app.core.db import db
from app.core.files import Prepared
from app.core.key_ring import KeyRing
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from tests import postgres, public, town
from tests.cli.interrupting import Interrupted, breaking_after
from tests.cli.old_backup import write_old_backup
from tests.conftest import WORKER, make_app
from tests.migrations.conftest import DUMP, VERSION
from tests.migrations.rows import load_rows
from tests.signed_in import signed_in
from tests.story import Story

PASSPHRASE = "井台边那棵老槐树是哪年栽的"
AS_READ = archive.Manifest
PAPER = Prepared(b"%PDF-1.7 a note", "application/pdf")


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of PostgreSQL are found, and the cost of guessing is not what is tried here."""
    monkeypatch.setattr(age_passphrase, "WORK_FACTOR", 10)
    if postgres.program_folder():
        monkeypatch.setenv("PATH", f"{postgres.program_folder()}{os.pathsep}{os.environ['PATH']}")


@dataclass
class Elsewhere:
    """An empty data folder with an empty database, and the application on it."""

    app: Flask
    folder: Path

    def run(self, *words: object) -> Result:
        return self.app.test_cli_runner().invoke(args=[str(word) for word in words])

    def begin_anew(self) -> None:
        """As the next process begins: its ring is what lies in the folder, or a fresh one."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        ring = KeyRing.read(self.folder / "keys.json") or KeyRing.draw()
        self.app.config["KEY_RING"] = ring
        for known in [name for name in self.app.extensions if name.startswith("key_ring")]:
            self.app.extensions.pop(known)

    def lying(self) -> set[str]:
        """What lies in the folder, but for locks."""
        return {path.name for path in self.folder.iterdir() if path.suffix != ".lock"}

    def tables(self) -> list[str]:
        if self.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            return [] if not (self.folder / "jieyou.db").exists() else ["something"]
        with self.app.app_context(), db.engine.connect() as connection:
            return inspect(connection).get_table_names()


@pytest.fixture
def elsewhere(app: Flask, database: str, tmp_path: Path) -> Iterator[Elsewhere]:
    folder, name = tmp_path / "new", f"jieyou_{WORKER}_new"
    address = f"sqlite:///{folder / 'jieyou.db'}"
    if database == "postgresql":
        address = postgres.create_database(postgres.start_shared(), name)
    second = make_app(folder, address)
    yield Elsewhere(second, folder)
    with second.app_context():
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        postgres.drop_database(postgres.start_shared(), name)


def fill() -> int:
    """A dispute with a paper; the case's id."""
    story = Story().register()
    with transaction():
        attach_file(
            story.case, name="note.pdf", file=PAPER, kind="evidence", occurred_at=town.NOW, spoken_by="",
            actor=story.account("mediator"), now=town.NOW,
        )  # fmt: skip
    return story.case_id


@pytest.fixture
def backed_up(app: Flask, tmp_path: Path) -> Path:
    """A plain backup of the small town with a dispute in it; its keys lie beside it as on another disk."""
    fill()
    stamp()
    db.session.remove()
    made = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "one.zip"), "--plain"])
    assert made.exit_code == 0, made.output
    shutil.copy(app.config["KEY_FILE"], tmp_path / "paper-keys.json")
    return tmp_path / "one.zip"


def keys_of(backup: Path) -> Path:
    return backup.with_name("paper-keys.json")


def test_a_locked_backup_comes_back_whole_and_the_town_goes_on(
    app: Flask, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    case_id = fill()
    stamp()
    db.session.remove()
    spoken = tmp_path / "passphrase.txt"
    spoken.write_text(PASSPHRASE, encoding="utf-8")
    made = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "a.age"), "--passphrase-file", str(spoken)])
    assert made.exit_code == 0, made.output
    done = elsewhere.run("restore", tmp_path / "a.age", "--keys", app.config["KEY_FILE"], "--passphrase-file", spoken)
    assert done.exit_code == 0, done.output
    assert done.output.count("✓") == 7
    assert "下一步：运行 make run" in done.output
    assert elsewhere.lying() >= {"keys.json", "files"}
    assert not any(name.startswith((".scratch-", UNDER_WAY)) for name in elsewhere.lying())
    for path in (
        elsewhere.folder / "keys.json",
        elsewhere.folder / "jieyou.db",
        *(elsewhere.folder / "files").iterdir(),
    ):
        assert not path.exists() or stat.S_IMODE(path.stat().st_mode) == 0o600, path
    with elsewhere.app.app_context():
        client = signed_in(elsewhere.app, "mediator")
        assert client.get(f"/cases/{public.case(case_id)}").status_code == 200
        (kept,) = db.session.scalars(select(Attachment))
        assert client.get(f"/attachments/{kept.public_id}").data == PAPER.content
        story = Story()
        story.subject_id = case_id
        story.start_at("village").accept()
        assert db.session.get(Case, case_id).number
        db.session.remove()
        db.engine.dispose()


def test_a_backup_of_before_files_were_sealed_comes_back_in_todays_version(
    elsewhere: Elsewhere, database: str, tmp_path: Path
) -> None:
    """The dump of version 0003, in a backup as it was written then."""
    clock.clock.source = lambda: town.NOW
    old, name = tmp_path / "old", f"jieyou_{WORKER}_old"
    address = f"sqlite:///{old / 'jieyou.db'}"
    if database == "postgresql":
        address = postgres.create_database(postgres.start_shared(), name)
    old.mkdir()
    shutil.copy(DUMP / "keys.json", old / "keys.json")
    living = make_app(old, address)
    with living.app_context():
        upgrade(revision=VERSION)
        with db.engine.begin() as connection:
            load_rows(connection, DUMP / "rows.jsonl.gz")
        write_old_backup(tmp_path / "old.zip", db.engine, DUMP / "files", ["1"])
        db.session.remove()
        db.engine.dispose()
    done = elsewhere.run("restore", tmp_path / "old.zip", "--keys", DUMP / "keys.json")
    assert done.exit_code == 0, done.output
    plain = {path.name: path.read_bytes() for path in (DUMP / "files").iterdir()}
    with elsewhere.app.app_context():
        rows = list(db.session.scalars(select(Attachment)))
        assert rows
        assert {files.read(one) for one in rows} <= set(plain.values())
        assert not set(plain) & {path.name for path in files.folder().iterdir()}
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        postgres.drop_database(postgres.start_shared(), name)


def test_a_folder_in_use_is_left_as_it_is(app: Flask, backed_up: Path, elsewhere: Elsewhere) -> None:
    (elsewhere.folder / "files").mkdir()
    (elsewhere.folder / "files" / "something").write_bytes(b"of somebody")
    refused = elsewhere.run("restore", backed_up, "--keys", keys_of(backed_up))
    assert refused.exit_code == 1
    assert "里已经有 files" in refused.output
    assert "town set-aside --yes" in refused.output
    assert (elsewhere.folder / "files" / "something").read_bytes() == b"of somebody"
    assert elsewhere.lying() == {"files"}


def test_a_database_in_use_is_left_as_it_is(app: Flask, backed_up: Path, elsewhere: Elsewhere) -> None:
    with elsewhere.app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE of_somebody (id INTEGER)"))
        db.engine.dispose()
    refused = elsewhere.run("restore", backed_up, "--keys", keys_of(backed_up))
    assert refused.exit_code == 1
    assert "没有动任何东西" in refused.output
    with elsewhere.app.app_context(), db.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["of_somebody"]


@pytest.mark.both
def test_without_the_keys_of_the_backup_nothing_is_restored(
    backed_up: Path, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    refused = elsewhere.run("restore", backed_up)
    assert (refused.exit_code, "另抄、和备份分开存放" in refused.output) == (1, True)
    KeyRing.draw().keep(tmp_path / "other.json")
    refused = elsewhere.run("restore", backed_up, "--keys", tmp_path / "other.json")
    assert refused.exit_code == 1
    assert "打不开这份备份" in refused.output
    shutil.copy(tmp_path / "other.json", elsewhere.folder / "keys.json")
    refused = elsewhere.run("restore", backed_up, "--keys", keys_of(backed_up))
    assert (refused.exit_code, "已经有另一份密钥文件" in refused.output) == (1, True)
    assert elsewhere.lying() == {"keys.json"}
    assert elsewhere.tables() == []


def test_a_backup_of_before_an_exchange_of_keys_wants_the_key_that_was_put_aside(
    app: Flask, backed_up: Path, elsewhere: Elsewhere
) -> None:
    place = Path(app.config["KEY_FILE"])
    before = app.config["KEY_RING"]
    aside = exchange_keys(now=town.NOW, new_cookies=False, say=lambda _line: None).put_aside
    assert aside is not None
    try:
        refused = elsewhere.run("restore", backed_up, "--keys", place)
        assert (refused.exit_code, "打不开这份备份" in refused.output) == (1, True)
        done = elsewhere.run("restore", backed_up, "--keys", aside)
        assert done.exit_code == 0, done.output
    finally:
        aside.unlink()
        before.replace(place)
        app.config["KEY_RING"] = before


def test_a_backup_of_another_kind_or_of_a_newer_program_is_refused(
    backed_up: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    for change, words in (({"revision": "9999"}, "先换成新版程序"), ({"kind": "another"}, "JIEYOU_DATABASE_URL")):
        with monkeypatch.context() as patched:
            patched.setattr(archive, "Manifest", lambda change=change, **read: AS_READ(**{**read, **change}))
            refused = elsewhere.run("restore", backed_up, "--keys", keys_of(backed_up))
        assert (refused.exit_code, words in refused.output) == (1, True), refused.output
        assert elsewhere.lying() == set()


def test_a_faulty_backup_is_restored_only_when_it_is_said(app: Flask, elsewhere: Elsewhere, tmp_path: Path) -> None:
    fill()
    stamp()
    for path in files.folder().iterdir():
        path.unlink()
    db.session.remove()
    app.test_cli_runner().invoke(args=["backup", str(tmp_path / "one.zip"), "--plain"])
    refused = elsewhere.run("restore", tmp_path / "one.zip", "--keys", app.config["KEY_FILE"])
    assert (refused.exit_code, "--anyway" in refused.output) == (1, True), refused.output
    assert elsewhere.lying() == set()
    assert elsewhere.tables() == []
    done = elsewhere.run("restore", tmp_path / "one.zip", "--keys", app.config["KEY_FILE"], "--anyway")
    assert done.exit_code == 0, done.output
    assert "（照样恢复）" in done.output


def test_no_server_starts_on_half_a_restore(elsewhere: Elsewhere) -> None:
    (elsewhere.folder / UNDER_WAY).touch()
    with pytest.raises(Refused, match="flask restore"):
        prepare_database(elsewhere.app)


@pytest.mark.parametrize("seed", range(3))
def test_interrupted_anywhere_it_leaves_nothing_half_and_begins_anew(
    app: Flask, backed_up: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    wish = Wish(backed_up, Openers(), keys_of(backed_up))
    interrupted = 0
    for _ in range(6):
        with monkeypatch.context() as patched:
            breaks = breaking_after(chance.randrange(1, 40))
            patched.setattr(Path, "rename", breaks(Path.rename))
            patched.setattr(Path, "unlink", breaks(Path.unlink))
            patched.setattr(Path, "touch", breaks(Path.touch))
            patched.setattr(os, "fsync", breaks(os.fsync))
            patched.setattr(shutil, "move", breaks(shutil.move))
            patched.setattr(restore, "bring_into", breaks(restore.bring_into))
            try:
                bring_back(elsewhere.app, wish, lambda _line: None)
                break
            except Interrupted:
                interrupted += 1
        elsewhere.begin_anew()
        if (elsewhere.folder / UNDER_WAY).exists():
            with pytest.raises(Refused, match="flask restore"):
                prepare_database(elsewhere.app)
        elif elsewhere.tables():
            break
    if not elsewhere.tables() or (elsewhere.folder / UNDER_WAY).exists():
        bring_back(elsewhere.app, wish, lambda _line: None)
    bring_up_to_date(elsewhere.app)
    with elsewhere.app.app_context():
        (kept,) = db.session.scalars(select(Attachment))
        assert files.read(kept) == PAPER.content
        assert db.session.scalar(select(func.count()).select_from(Account)) == len(town.ACCOUNTS)
        db.session.remove()
        db.engine.dispose()
