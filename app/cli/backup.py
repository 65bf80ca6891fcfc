"""`flask backup FILE` and `flask verify-backup FILE`: one file that brings everything back, except the keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from app.audit.actions.heads import note_backup
from app.audit.queries import head
from app.cli.archive import DATABASE, FILES, Archive, Manifest, stored_in, unpack_checked
from app.cli.backup_file import opened_backup, write_backup
from app.cli.backup_lock import Lock, Openers, chosen_lock
from app.cli.kept_files import kept_files
from app.cli.refusal import Refused, in_sentences
from app.cli.scratch import scratch_folder
from app.cli.snapshot import count_rows, restored, revision_of, take_snapshot
from app.cli.soundness import faults
from app.core.clock import now
from app.core.db import db
from app.core.key_ring import KeyFileBroken, KeyRing

KEYS_APART = (
    "密钥文件 {keys} 不在备份里：请另抄一份，和备份分开存放。"
    "没有它，身份证号、电话和附件再也打不开；两样放在一起，谁拿到都能打开。"
)
MISSING = (
    "注意：有 {count} 个附件的文件不在硬盘上，这份备份里也就没有（先是{first}）。\n"
    "请运行 flask files check 看是哪些，再用 flask files put-back 从以前的备份里补回来。"
)
CHANGED_KEYS = "做备份的时候正在换密钥，这份备份没有留下。请等 flask keys rotate 换完，再备份一次。"
HALF_CHANGED = "换密钥还没有换完，这时候的备份要两份密钥文件才打得开。请先运行 flask keys rotate 换完，再备份。"


@dataclass(frozen=True)
class Seen:
    """What a snapshot holds: rows by table, revision, the chain's head, and the names of files with their cases."""

    rows: dict[str, int]
    revision: str
    head: dict[str, str | int] | None
    files: dict[str, str]


@dataclass(frozen=True)
class Made:
    """A backup that was written, and the cases with a file that is not in it."""

    manifest: Manifest
    missing: list[str]


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--passphrase-file", type=click.Path(dir_okay=False, path_type=Path), help="口令写在这个文件的第一行。")
@click.option("--plain", is_flag=True, help="不加密。")
@with_appcontext
def backup(file: Path, passphrase_file: Path | None, plain: bool) -> None:
    """把数据库和附件备份成一个加密的文件（系统开着也可以备份）。"""
    with in_sentences():
        must_be_new(file)
        recipients = str(current_app.config["BACKUP_RECIPIENTS"])
        lock = chosen_lock(recipients, passphrase_file=passphrase_file, is_plain=plain)
        made = make_backup(file, lock)
    manifest = made.manifest
    files = len(manifest.hashes) - 1
    click.echo(f"已备份到 {file}：{len(manifest.rows)} 张表、{sum(manifest.rows.values())} 行、{files} 个附件。")
    click.echo(lock.words)
    if manifest.head is not None:
        click.echo("操作记录到第 {number} 条（{day}），封条 {hash}。请抄在备份的登记本上。".format(**manifest.head))
    if made.missing:
        click.echo(MISSING.format(count=len(made.missing), first=made.missing[0]))
    click.echo(KEYS_APART.format(keys=_data_folder() / "keys.json"))
    click.echo(f"备份要能恢复才算数，请运行：.venv/bin/flask verify-backup {file}")


@click.command("verify-backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--scratch", metavar="URL", help="PostgreSQL 的备份恢复到哪台服务器上去试（默认就用现在这台）。")
@click.option("--identity", type=click.Path(dir_okay=False, path_type=Path), help="备份密钥写在这个文件里。")
@click.option("--passphrase-file", type=click.Path(dir_okay=False, path_type=Path), help="口令写在这个文件的第一行。")
@click.option("--keys", type=click.Path(dir_okay=False, path_type=Path), help="备份时的密钥文件，如果不是现在这份。")
@with_appcontext
def verify_backup(
    file: Path, scratch: str | None, identity: Path | None, passphrase_file: Path | None, keys: Path | None
) -> None:
    """把备份恢复到临时的地方，逐项检查它靠不靠得住；现有的数据不受影响。"""
    with in_sentences():
        found = check_backup(file, Openers(identity, passphrase_file), _ring(keys), scratch)
    click.echo(f"这份备份是 {found.made_at} 做的，可以恢复。")
    click.echo(f"真要恢复，请照 docs/restore.md 做：.venv/bin/flask restore {file}")


def must_be_new(file: Path) -> None:
    """Where a backup may be written.  Raises `Refused`."""
    if file.exists():
        raise Refused(f"{file} 已经有了。为了不盖掉以前的备份，请换一个文件名。")
    if not file.absolute().parent.is_dir():
        raise Refused(f"没有 {file.absolute().parent} 这个文件夹。请先建好，或者换一个地方。")


def make_backup(file: Path, lock: Lock) -> Made:
    """Write a backup of the running application's data to a new file.  Raises `Refused`, `OSError`, `DatabaseError`."""
    ring = _ring(None)
    if len(ring.fields) > 1:
        raise Refused(HALF_CHANGED)
    with scratch_folder(_data_folder()) as room:
        snapshot = room / DATABASE
        seen = take_snapshot(db.engine, snapshot, _look)
        made_at = now().isoformat(timespec="seconds")
        kind = db.engine.dialect.name
        manifest = Manifest(made_at, kind, seen.revision, seen.rows, sorted(ring.fields), head=seen.head)
        write_backup(file, Archive(manifest, snapshot, _data_folder() / FILES), lock)
    kept = KeyRing.read(Path(str(current_app.config["KEY_FILE"])))
    if kept is not None and kept.fields != ring.fields:
        file.unlink()
        raise Refused(CHANGED_KEYS)
    if seen.head is not None:
        note_backup(int(seen.head["number"]), str(seen.head["hash"]), now=now())
    missing = [words for name, words in seen.files.items() if f"{FILES}/{name}" not in manifest.hashes]
    return Made(manifest, missing)


def check_backup(file: Path, openers: Openers, ring: KeyRing, scratch: str | None = None) -> Manifest:
    """Restore a backup beside the living data and check it, saying each step. Raises Refused with the first fault."""
    try:
        scratch_url = make_url(scratch) if scratch else None
    except ArgumentError:
        raise Refused("--scratch 要写 postgresql+psycopg://用户:密码@地址/库名 这样的地址。") from None
    with scratch_folder(_data_folder()) as room, opened_backup(file, openers, room) as (archive, manifest):
        snapshot = room / DATABASE
        unpack_checked(archive, manifest, snapshot)
        click.echo("✓ 文件齐全，没有坏")
        with restored(snapshot, manifest.kind, db.engine, scratch_url) as engine, engine.connect() as connection:
            for name, fault in faults(connection, manifest, ring, stored_in(archive)):
                if fault:
                    raise Refused(f"✗ {name}：{fault}")
                click.echo(f"✓ {name}")
        return manifest


def _look(connection: Connection) -> Seen:
    files = {one.stored_as: one.words for one in kept_files(connection)}
    return Seen(count_rows(connection), _revision(connection), _head(connection), files)


def _head(connection: Connection) -> dict[str, str | int] | None:
    """Where the audit chain ends."""
    found = head(connection)
    return None if found is None else {"number": found.number, "hash": found.hash, "day": str(found.day)}


def _revision(connection: Connection) -> str:
    revision = revision_of(connection)
    if revision is None:
        raise Refused("数据库还是空的，没有可以备份的内容。请先运行一次 make run。")
    return revision


def _ring(given: Path | None) -> KeyRing:
    """The keys at hand, whether or not they are the database's: a backup is made, and judged, all the same."""
    if given is not None:
        return ring_in(given)
    ring: KeyRing = current_app.config["KEY_RING"]
    return ring


def ring_in(path: Path) -> KeyRing:
    """The ring in a key file that somebody named.  Raises `Refused` when it is none; `OSError`."""
    try:
        ring = KeyRing.read(path)
    except KeyFileBroken:
        ring = None
    if ring is None:
        raise Refused(f"{path} 不是密钥文件，或者不在那里。请换成另抄的那份 keys.json。")
    return ring


def _data_folder() -> Path:
    return Path(str(current_app.config["DATA_FOLDER"]))


commands = (backup, verify_backup)
