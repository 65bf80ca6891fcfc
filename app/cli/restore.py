"""`flask restore FILE`: a backup back to life in an empty data folder, checked before it says so.

Nothing of it lies in its place before every check has passed, and a mark in the data folder says that a restore is
under way: killed in the middle, no server starts on half of it, and the next run clears up and begins anew.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import Connection, MetaData, inspect, text

from app.cli.archive import DATABASE, FILES, Manifest, unpack_checked
from app.cli.backup import ring_in
from app.cli.backup_file import opened_backup
from app.cli.backup_lock import Openers
from app.cli.data_folder import OF_SQLITE, UNDER_WAY, signs_of_use, sqlite_file
from app.cli.one_server import without_server
from app.cli.refusal import Refused, in_sentences
from app.cli.scratch import scratch_folder
from app.cli.snapshot import SQLITE, bring_into, open_sqlite
from app.cli.soundness import faults
from app.core.db import db
from app.core.key_check import belongs
from app.core.key_ring import KeyRing, sync_folder
from app.settings import KEY_FILE, PROJECT_FOLDER

NOT_EMPTY = (
    "数据文件夹 {folder} 里已经有 {found}。恢复会盖掉它们，所以没有动任何东西。\n"
    "请先停下系统，运行 .venv/bin/flask town set-aside --yes 把它们收到一边（不删），再运行一次恢复；"
    "密钥文件也会一起收走，恢复的时候用 --keys 指给它。"
)
TABLES_THERE = "数据库里已经有 {count} 张表。恢复只往空的数据库里做，所以没有动任何东西。请让管数据库的人另建一个空的。"
OTHER_KIND = "这份备份是 {made} 的，现在的设置用的是 {now}。请把 JIEYOU_DATABASE_URL 改成备份时用的那一种，再恢复。"
NO_KEYS = (
    "恢复要用备份时的密钥文件 keys.json（开始用的时候另抄、和备份分开存放的那一份）。没有动任何东西。\n"
    "请把它放到 {place}，或者加上 --keys 文件。换过密钥的，用备份那时候的那一份（keys-日期-….json）。"
)
TWO_KEYS = "{place} 已经有另一份密钥文件，和 --keys 指的不一样。没有动任何东西。请先把它挪开。"
OTHER_KEYS = "这份密钥文件打不开这份备份：它不是备份时的那一份。没有动任何东西。请换备份那时候的那一份 keys.json。"
NEWER = "这份备份是更新的程序做的（{made}），现在的程序（{now}）认不得。请先换成新版程序，再恢复。"
ANYWAY = "✗ {name}：{fault}\n没有恢复。请换一份备份；如果只剩这一份，加上 --anyway，照样恢复，毛病也照样在。"
THEN = "数据已经恢复好，可是更新到现在的版本没有成：{reason}"


@dataclass(frozen=True)
class Wish:
    """What was asked for: which backup, how it opens, with which keys, and whether also with faults."""

    file: Path
    openers: Openers
    keys: Path | None = None
    anyway: bool = False


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(dir_okay=False, path_type=Path), help="备份时的密钥文件，如果还没放好。")
@click.option("--identity", type=click.Path(dir_okay=False, path_type=Path), help="备份密钥写在这个文件里。")
@click.option("--passphrase-file", type=click.Path(dir_okay=False, path_type=Path), help="口令写在这个文件的第一行。")
@click.option("--anyway", is_flag=True, help="检查没有全过也恢复。")
@click.pass_obj
def restore(
    info: ScriptInfo, file: Path, keys: Path | None, identity: Path | None, passphrase_file: Path | None, anyway: bool
) -> None:
    """把一份备份恢复到空的数据文件夹里（先停下系统；步骤写在 docs/restore.md）。"""
    app = info.load_app()
    with in_sentences(), without_server(app):
        manifest = bring_back(app, Wish(file, Openers(identity, passphrase_file), keys, anyway), click.echo)
        rows, files = sum(manifest.rows.values()), len(manifest.hashes) - 1
        click.echo(f"恢复好了：备份是 {manifest.made_at} 做的，{rows} 行、{files} 个附件。")
        bring_up_to_date(app)
    click.echo("数据库也更新到现在的版本了。下一步：运行 make run，登录进去看几件最近的事在不在。")


def bring_back(app: Flask, wish: Wish, say: Callable[[str], object]) -> Manifest:
    """Restore a backup into the empty data folder (and empty database) of `app`, which goes on with its keys.

    Raises `Refused` with the reason, and then nothing is changed; `OSError`, `DatabaseError`.
    """
    folder = Path(str(app.config["DATA_FOLDER"]))
    clear_half_done(app)
    _must_be_empty(app, folder)
    ring = _ring(folder / KEY_FILE, wish.keys)
    with scratch_folder(folder) as room, opened_backup(wish.file, wish.openers, room) as (archive, manifest):
        _must_fit(app, manifest)
        (room / FILES).mkdir(mode=0o700)
        unpack_checked(archive, manifest, room / DATABASE, room / FILES)
        say("✓ 文件齐全，没有坏")
        judge = _Judge(archive, manifest, ring, room / FILES, wish.anyway, say)
        if manifest.kind == SQLITE:
            with open_sqlite(room / DATABASE) as engine, engine.connect() as connection:
                judge.must_be_sound(connection)
            _mark(app, folder)
        else:
            _into_server(app, folder, room / DATABASE, judge)
        _put_in_place(app, folder, room, ring)
    app.config.update(KEY_RING=ring, SECRET_KEY=ring.cookie_secret)
    return manifest


def bring_up_to_date(app: Flask) -> None:
    """Tables, periods and files of a restored town as this version has them.  Raises `Refused`."""
    from app.cli.serve import prepare_database

    try:
        prepare_database(app, backs_up=False)
    except Refused as refused:
        raise Refused(THEN.format(reason=refused.message)) from None


@dataclass(frozen=True)
class _Judge:
    """Whether what was unpacked can be relied on."""

    archive: zipfile.ZipFile
    manifest: Manifest
    ring: KeyRing
    files: Path
    anyway: bool
    say: Callable[[str], object]

    def must_be_sound(self, connection: Connection) -> None:
        """Say each check.  Raises `Refused` at the first fault, unless it was to be restored anyway."""
        if not belongs(connection, self.ring):
            raise Refused(OTHER_KEYS)
        for name, fault in faults(connection, self.manifest, self.ring, self._stored):
            if fault and not self.anyway:
                raise Refused(ANYWAY.format(name=name, fault=fault))
            self.say(f"✗ {name}：{fault}（照样恢复）" if fault else f"✓ {name}")

    def _stored(self, name: str) -> bytes | None:
        place = self.files / name
        return place.read_bytes() if place.is_file() else None


def clear_half_done(app: Flask) -> None:
    """Take away what a killed restore had put into the folder and the database, both of which were empty before."""
    folder = Path(str(app.config["DATA_FOLDER"]))
    if not (folder / UNDER_WAY).exists():
        return
    shutil.rmtree(folder / FILES, ignore_errors=True)
    database = sqlite_file(app)
    if (folder / UNDER_WAY).read_text(encoding="utf-8") != _address(app):
        pass  # the settings name another database now, which that restore never touched
    elif database is None:
        _drop_tables(app)
    else:
        _remove_database(database)
    (folder / UNDER_WAY).unlink()


def _address(app: Flask) -> str:
    """The database a restore was under way into; a hash, for the address may hold a password."""
    return hashlib.sha256(str(app.config["SQLALCHEMY_DATABASE_URI"]).encode()).hexdigest()


def _must_be_empty(app: Flask, folder: Path) -> None:
    database = sqlite_file(app)
    found = [name for name in signs_of_use(folder) if name != KEY_FILE]
    if database is not None and database.exists() and database.stat().st_size > 0:
        found.append(database.name)
    if found:
        raise Refused(NOT_EMPTY.format(folder=folder, found="、".join(found)))
    if database is None:
        with app.app_context(), db.engine.connect() as connection:
            tables = inspect(connection).get_table_names()
        if tables:
            raise Refused(TABLES_THERE.format(count=len(tables)))


def _ring(place: Path, given: Path | None) -> KeyRing:
    there = KeyRing.read(place)
    ring = ring_in(given) if given is not None else there
    if ring is None:
        raise Refused(NO_KEYS.format(place=place))
    if there is not None and there != ring:
        raise Refused(TWO_KEYS.format(place=place))
    return ring


def _must_fit(app: Flask, manifest: Manifest) -> None:
    kind = SQLITE if sqlite_file(app) is not None else "postgresql"
    if manifest.kind != kind:
        raise Refused(OTHER_KIND.format(made=manifest.kind, now=kind))
    newest = (PROJECT_FOLDER / "app" / "migrations" / ".head").read_text(encoding="ascii").strip()
    if manifest.revision > newest:
        raise Refused(NEWER.format(made=manifest.revision, now=newest))


def _into_server(app: Flask, folder: Path, snapshot: Path, judge: _Judge) -> None:
    """Into the empty database, in one transaction; out again when it is not sound."""
    _mark(app, folder)
    with app.app_context():
        try:
            bring_into(db.engine, snapshot)
            with db.engine.connect() as connection:
                judge.must_be_sound(connection)
        except Refused:
            _drop_tables(app)
            (folder / UNDER_WAY).unlink()
            raise


def _mark(app: Flask, folder: Path) -> None:
    (folder / UNDER_WAY).touch(mode=0o600)
    (folder / UNDER_WAY).write_text(_address(app), encoding="utf-8")
    sync_folder(folder)


def _put_in_place(app: Flask, folder: Path, room: Path, ring: KeyRing) -> None:
    """Keys, files, and the database last: with it the town is whole."""
    ring.keep(folder / KEY_FILE)
    if (folder / FILES).exists():
        (folder / FILES).rmdir()
    (room / FILES).rename(folder / FILES)
    sync_folder(folder / FILES)
    database = sqlite_file(app)
    if database is not None:
        _remove_database(database)
        shutil.move(room / DATABASE, database)
        sync_folder(database.parent)
    (folder / UNDER_WAY).unlink()
    sync_folder(folder)


def _remove_database(database: Path) -> None:
    for ending in OF_SQLITE:
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)


def _drop_tables(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))


commands = (restore,)
