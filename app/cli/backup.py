"""`flask backup FILE` and `flask verify-backup FILE`: one file that brings everything back, except the keys."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from app.cli.archive import DATABASE, Manifest, opened, stored_in, unpack_checked, write_archive
from app.cli.refusal import Refused, in_sentences
from app.cli.snapshot import restored, take_snapshot
from app.cli.soundness import faults
from app.core.clock import now
from app.core.db import db
from app.core.key_ring import KeyRing

KEYS_APART = (
    "密钥文件 {keys} 不在备份里：请另抄一份，和备份分开存放。"
    "没有它，身份证号和电话再也打不开；两样放在一起，谁拿到都能打开。"
)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """把数据库和附件备份成一个文件（系统开着也可以备份）。"""
    with in_sentences():
        manifest = make_backup(file)
    files = len(manifest.hashes) - 1
    click.echo(f"已备份到 {file}：{len(manifest.rows)} 张表、{sum(manifest.rows.values())} 行、{files} 个附件。")
    click.echo(KEYS_APART.format(keys=_data_folder() / "keys.json"))
    click.echo(f"备份要能恢复才算数，请运行：.venv/bin/flask verify-backup {file}")


@click.command("verify-backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--scratch", metavar="URL", help="PostgreSQL 的备份恢复到哪台服务器上去试（默认就用现在这台）。")
@with_appcontext
def verify_backup(file: Path, scratch: str | None) -> None:
    """把备份恢复到临时的地方，逐项检查它靠不靠得住；现有的数据不受影响。"""
    with in_sentences():
        found = check_backup(file, scratch)
    click.echo(f"这份备份是 {found.made_at} 做的，可以恢复。")


def make_backup(file: Path) -> Manifest:
    """Write a backup of the running application's data to a new file. Raises Refused, OSError, DatabaseError."""
    if file.exists():
        raise Refused(f"{file} 已经有了。为了不盖掉以前的备份，请换一个文件名。")
    if not file.absolute().parent.is_dir():
        raise Refused(f"没有 {file.absolute().parent} 这个文件夹。请先建好，或者换一个地方。")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as room:
        snapshot, whole = Path(room) / DATABASE, Path(room) / file.name
        rows = take_snapshot(db.engine, snapshot)
        with db.engine.connect() as connection:
            revision = _revision(connection)
        made_at = now().isoformat(timespec="seconds")
        manifest = Manifest(made_at, db.engine.dialect.name, revision, rows, sorted(_ring().fields))
        write_archive(whole, manifest, snapshot, _data_folder() / "files")
        whole.replace(file)
        return manifest


def check_backup(file: Path, scratch: str | None = None) -> Manifest:
    """Restore a backup beside the living data and check it, saying each step. Raises Refused with the first fault."""
    try:
        scratch_url = make_url(scratch) if scratch else None
    except ArgumentError:
        raise Refused("--scratch 要写 postgresql+psycopg://用户:密码@地址/库名 这样的地址。") from None
    with opened(file) as (archive, manifest), tempfile.TemporaryDirectory(prefix="jieyou-verify-") as room:
        snapshot = Path(room) / DATABASE
        unpack_checked(archive, manifest, snapshot)
        click.echo("✓ 文件齐全，没有坏")
        with restored(snapshot, manifest.kind, db.engine, scratch_url) as engine, engine.connect() as connection:
            for name, fault in faults(connection, manifest, _ring(), stored_in(archive)):
                if fault:
                    raise Refused(f"✗ {name}：{fault}")
                click.echo(f"✓ {name}")
        return manifest


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        raise Refused("数据库还是空的，没有可以备份的内容。请先运行一次 make run。")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _ring() -> KeyRing:
    """The keys at hand, whether or not they are the database's: a backup is made, and judged, all the same."""
    ring: KeyRing = current_app.config["KEY_RING"]
    return ring


def _data_folder() -> Path:
    return Path(str(current_app.config["DATA_FOLDER"]))


commands = (backup, verify_backup)
