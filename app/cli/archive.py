"""The one file of a backup: a zip with the database, the attachments, and a manifest of counts and hashes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from app.cli.refusal import Refused

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
FORMAT = 1
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What a backup says of itself; `hashes` are SHA-256 by name inside the archive."""

    made_at: str
    kind: str
    revision: str
    rows: dict[str, int]
    key_ids: list[str]
    hashes: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write_archive(target: Path, manifest: Manifest, database: Path, files: Path) -> Manifest:
    """Write a backup, whole on disk at the return (mode 600). Returns the manifest with its hashes. Raises OSError."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            manifest.hashes[DATABASE] = _add(archive, database, DATABASE, zipfile.ZIP_DEFLATED)
            for path in sorted(files.rglob("*")) if files.is_dir() else ():
                if path.is_file() and not path.suffix:  # a suffix means: still being written
                    name = f"{FILES}/{path.relative_to(files).as_posix()}"
                    manifest.hashes[name] = _add(archive, path, name, zipfile.ZIP_STORED)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def _add(archive: zipfile.ZipFile, path: Path, name: str, compression: int) -> str:
    entry = zipfile.ZipInfo.from_file(path, name)
    entry.compress_type = compression
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        return _copy(source, target)


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup file and its manifest. Raises Refused when it is not one; FileNotFoundError."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise Refused(f"{path} 不是备份文件，或者没有写完。请换一份备份。") from None
    with archive:
        try:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
            raise Refused(f"{path} 里没有可读的备份清单。请换一份备份。") from None
        if manifest.format != FORMAT:
            raise Refused(f"{path} 是另一种版本的备份（{manifest.format}），请用当时的程序来恢复。")
        yield archive, manifest


def stored_in(archive: zipfile.ZipFile) -> Callable[[str], bytes | None]:
    """How the bytes of a file are found in a backup by its name; None when it is not there."""

    def stored(name: str) -> bytes | None:
        try:
            return archive.read(f"{FILES}/{name}")
        except KeyError:
            return None

    return stored


def unpack_checked(archive: zipfile.ZipFile, manifest: Manifest, database: Path) -> None:
    """Read the whole archive against its manifest, writing only the database, to `database`. Raises Refused."""
    inside = {name for name in archive.namelist() if name != MANIFEST}
    strangers = sorted(inside ^ set(manifest.hashes))
    if strangers:
        raise Refused(f"备份和它的清单对不上：{strangers[0]}。请换一份备份。")
    for name, expected in manifest.hashes.items():
        try:
            with archive.open(name) as source:
                found = _unpack(source, database) if name == DATABASE else _copy(source, None)
        except zipfile.BadZipFile:
            found = ""
        if found != expected:
            raise Refused(f"备份里的 {name} 坏了。请换一份备份。")


def _unpack(source: IO[bytes], database: Path) -> str:
    with database.open("wb") as target:
        return _copy(source, target)
