"""A backup file opened: unlocked into a scratch folder where it is locked, read as it lies where it is not."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.archive import Archive, Manifest, opened
from app.cli.backup_lock import Lock, Openers, is_locked
from app.core.key_ring import sync_folder

UNLOCKED = "backup.zip"


@contextmanager
def opened_backup(path: Path, openers: Openers, room: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup, locked or not, and its manifest; `room` is a scratch folder.  Raises `Refused`, `OSError`."""
    plain = path
    if is_locked(path):
        plain = room / UNLOCKED
        with os.fdopen(os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            openers.open(path, target)
    with opened(plain, path) as (archive, manifest):
        yield archive, manifest


def write_backup(target: Path, archive: Archive, lock: Lock) -> None:
    """Write a backup under a passing name (mode 600), onto the disk, then under its own.  Raises `OSError`."""
    rough = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(rough, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            lock.write(archive, stream)
            stream.flush()
            os.fsync(stream.fileno())
        rough.replace(target)
        sync_folder(target.absolute().parent)
    finally:
        rough.unlink(missing_ok=True)
