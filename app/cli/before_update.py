"""A backup of the database as the version before left it, made once: when it is about to be brought up to date.

It lies in the data folder, beside the database and for its owner alone.  For the holders of the backup keys it is
locked; where there are none it lies as open as the database beside it, for a start asks nobody for a passphrase.
"""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from app.cli.archive import DATABASE, FILES, Archive, Manifest
from app.cli.backup_file import write_backup
from app.cli.backup_lock import Lock, chosen_lock
from app.cli.refusal import Refused, in_sentences
from app.cli.scratch import scratch_folder
from app.cli.snapshot import count_rows, revision_of, take_snapshot
from app.core import clock
from app.core.clock import local
from app.core.db import db
from app.core.key_ring import KeyRing

FOLDER = "before-update"
MADE = "数据库是以前版本的。更新以前先备份好了：{file}（{words}）"
PLAIN = "没有加密，和数据库放在一起；写了 JIEYOU_BACKUP_RECIPIENTS 就会加密。"
NOT_MADE = (
    "更新数据库以前要先备份，备份没有做成：{reason}\n没有更新，数据没有动。"
    "已经另外备份好了的，请运行：.venv/bin/flask serve --without-backup"
)


def keep_backup(app: Flask) -> None:
    """Back up a database that an older version has filled; tables that bear no version are nobody's yet.

    Read is only what every version has.  Raises `Refused` where it could not be made, and then nothing is changed.
    Needs the application context.
    """
    with db.engine.connect() as connection:
        revision = revision_of(connection)
    if revision is None:
        return
    try:
        with in_sentences():
            lock = _lock(str(app.config["BACKUP_RECIPIENTS"]).strip())
            file = _back_up(app, revision, lock)
    except Refused as refused:
        raise Refused(NOT_MADE.format(reason=refused.message)) from None
    click.echo(MADE.format(file=file, words=lock.words if lock.recipients else PLAIN))


def _lock(recipients: str) -> Lock:
    return chosen_lock(recipients, passphrase_file=None, is_plain=not recipients)


def _back_up(app: Flask, revision: str, lock: Lock) -> Path:
    folder, now = Path(str(app.config["DATA_FOLDER"])), clock.now()
    (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    file = folder / FOLDER / f"{revision}-{local(now):%Y%m%d-%H%M%S}.{'age' if lock.recipients else 'zip'}"
    ring: KeyRing = app.config["KEY_RING"]
    with scratch_folder(folder) as room:
        rows = take_snapshot(db.engine, room / DATABASE, count_rows)
        made_at = now.isoformat(timespec="seconds")
        manifest = Manifest(made_at, db.engine.dialect.name, revision, rows, sorted(ring.fields))
        write_backup(file, Archive(manifest, room / DATABASE, folder / FILES), lock)
    return file
