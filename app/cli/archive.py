"""The one file of a backup: a zip with the database, the attachments, and a manifest of counts and hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, cast

from app.cli.refusal import Refused

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
FORMAT, KNOWN_FORMATS = 2, (1, 2)
"""Format 1 has plain files, named by their SHA-256, and no head; such backups are restored, too."""
CHUNK = 1 << 20
PLACE = re.compile(rf"{DATABASE}|{FILES}/[0-9A-Za-z_-]{{1,80}}")
"""Every name a backup may hold: nothing that leads out of the folder it is unpacked into."""


@dataclass
class Manifest:
    """What a backup says of itself; `hashes` are SHA-256 by name inside the archive."""

    made_at: str
    kind: str
    revision: str
    rows: dict[str, int]
    key_ids: list[str]
    hashes: dict[str, str] = field(default_factory=dict)
    head: dict[str, str | int] | None = None
    """Where the audit chain ended at that moment: number, hash, day."""
    format: int = FORMAT


class Archive:
    """A backup as it is read: made piece by piece while somebody reads, never whole in memory or on the disk."""

    def __init__(self, manifest: Manifest, database: Path, files: Path) -> None:
        self.manifest, self._rest, self._parts = manifest, b"", _parts(manifest, database, files)

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end.  Then `manifest` has its hashes.  Raises `OSError`."""
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._rest = part
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class _Sink:
    """Where the zip is written to, and taken from."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken


def _parts(manifest: Manifest, database: Path, files: Path) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w") as archive:
        for _ in _add(archive, manifest, database, DATABASE, zipfile.ZIP_DEFLATED):
            yield sink.take()
        for path in sorted(files.iterdir()) if files.is_dir() else ():
            if path.suffix or not path.is_file():
                continue  # a suffix means: still being written
            for _ in _add(archive, manifest, path, f"{FILES}/{path.name}", zipfile.ZIP_STORED):
                yield sink.take()
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    yield sink.take()


def _add(archive: zipfile.ZipFile, manifest: Manifest, path: Path, name: str, compression: int) -> Iterator[None]:
    """Add one member, stopping after each piece; its hash is then in the manifest."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return  # taken away since it was listed; if a row names it, that is told
    with source:
        entry = zipfile.ZipInfo.from_file(path, name)
        entry.compress_type = compression
        digest = hashlib.sha256()
        with archive.open(entry, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
                yield
        manifest.hashes[name] = digest.hexdigest()
        yield


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


@contextmanager
def opened(path: Path, named: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A plain backup and its manifest; `named` is the file people know. Raises Refused when it is none; OSError."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise Refused(f"{named} 不是备份文件，或者没有写完。请换一份备份。") from None
    with archive:
        try:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
            raise Refused(f"{named} 里没有可读的备份清单。请换一份备份。") from None
        if manifest.format not in KNOWN_FORMATS:
            raise Refused(f"{named} 是另一种版本的备份（{manifest.format}），请用当时的程序来恢复。")
        yield archive, manifest


def stored_in(archive: zipfile.ZipFile) -> Callable[[str], bytes | None]:
    """How the bytes of a file are found in a backup by its name; None when it is not there."""

    def stored(name: str) -> bytes | None:
        try:
            return archive.read(f"{FILES}/{name}")
        except KeyError:
            return None

    return stored


def unpack_checked(archive: zipfile.ZipFile, manifest: Manifest, database: Path, files: Path | None = None) -> None:
    """Read the whole archive against its manifest, writing the database to `database` and its files into `files`.

    Without `files` those are only read.  What is written is for its owner alone and whole on the disk at the return.
    Raises `Refused`, `OSError`.
    """
    inside = {name for name in archive.namelist() if name != MANIFEST}
    strangers = sorted(inside ^ set(manifest.hashes)) or sorted(name for name in inside if not PLACE.fullmatch(name))
    if strangers:
        raise Refused(f"备份和它的清单对不上：{strangers[0]}。请换一份备份。")
    for name, expected in manifest.hashes.items():
        target = database if name == DATABASE else files / name.removeprefix(f"{FILES}/") if files else None
        try:
            with archive.open(name) as source:
                found = _copy(source, None) if target is None else _unpack(source, target)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            found = ""
        if found != expected:
            raise Refused(f"备份里的 {name} 坏了。请换一份备份。")


def _unpack(source: IO[bytes], target: Path) -> str:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
        digest = _copy(source, written)
        written.flush()
        os.fsync(written.fileno())
    return digest
