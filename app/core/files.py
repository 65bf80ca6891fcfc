"""Attachments outside the database, sealed, under random names; photographs are re-encoded, which drops hidden data.

A photograph keeps every point it had (papers must stay readable), and gets a small picture beside it for lists.

Two steps: `prepare` reads what somebody sent, which may take seconds, before the writing transaction; `keep` writes it
inside.  A file whose transaction is rolled back afterwards stays behind without a row, and does no harm: nothing reads
it, nobody without the keys can, and `flask files check` lists it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.core.crypto import keys, sealing_keys
from app.core.db import db
from app.core.errors import DomainError, Invalid, NotNow
from app.core.file_kinds import advice_for
from app.core.key_ring import KeyRing, SealBroken, keep_owner, sync_folder
from app.core.sealed_files import OtherKey, content_mac, new_name, open_file, seal_file
from app.core.sent_pdf import must_be_pages_only

PDF_START = b"%PDF-"
PLAIN_NAME = 64
"""Hex digits of the name of a file that lies plain, from before; a sealed one has 32."""
AT_ONCE = 2
"""Photographs read at the same time: a large photograph takes some hundred megabytes while it is turned."""
DOOMED = "files_to_remove"
PATIENCE = 20
"""Seconds one waits for one's turn."""
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept: its content as it will lie on the disk, and its type."""

    content: bytes
    media_type: str
    thumbnail: bytes | None = None
    """A small JPEG of it; None for a PDF."""


@dataclass(frozen=True)
class StoredFile:
    """What was kept: its name on the disk, the keyed hash of its content within its matter, type and size in bytes."""

    name: str
    mac: str
    media_type: str
    size: int


class Kept(Protocol):
    """A row that stands for a file."""

    @property
    def stored_as(self) -> str:
        """Its name on the disk."""

    @property
    def content_mac(self) -> str | None:
        """The keyed hash; None while the file still lies plain, named by its SHA-256."""

    @property
    def matter(self) -> str:
        """Within what it was kept: ``case:12``."""


class FileUnreadable(DomainError):
    """A kept file that is missing, was changed, or was sealed with other keys (503)."""

    status = 503


MISSING = (
    "这个附件的文件不在硬盘上了，案件里别的内容都在。请告诉管理员：运行 flask files check 看缺了哪些，"
    "再运行 flask files put-back 备份文件，从备份里补回来。"
)
CHANGED = (
    "这个附件的文件坏了，或者被人改动过，打不开。请告诉管理员：运行 flask files check 看坏了哪些，"
    "再运行 flask files put-back 备份文件，从备份里补回来。"
)
OTHER_KEYS = (
    "这个附件是用另一份密钥加密的，现在的密钥文件打不开它。请告诉管理员把原来的 keys.json 放回来；文件本身还在。"
)


def folder() -> Path:
    """Where attachments lie."""
    place = Path(current_app.config["DATA_FOLDER"]) / "files"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def prepare(content: bytes) -> Prepared:
    """Read a photograph (re-encoded as JPEG, turned upright) or a PDF (as it is, when it is nothing but pages).

    Never inside a writing transaction.  Raises `Invalid` with a sentence for an empty, too large, unreadable or other
    kind of file, `NotNow` when too many are being read.
    """
    limit = int(current_app.config["ATTACHMENT_BYTES"])
    if not content:
        raise Invalid("文件是空的，请重新选。")
    if len(content) > limit:
        raise Invalid(f"文件太大，最多{limit // 1_000_000}兆；请把照片拍小一点。")
    advice = advice_for(content)
    if advice is not None:
        raise Invalid(advice)
    if content.startswith(PDF_START):
        must_be_pages_only(content)
        return Prepared(content, "application/pdf")
    points = int(current_app.config["ATTACHMENT_PIXELS"])
    from app.core.pictures import thumbnail_of, upright_jpeg

    with _turn():
        picture = upright_jpeg(content, most_points=points)
        return Prepared(picture, "image/jpeg", thumbnail_of(picture))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise NotNow("系统正忙着打开别人传的照片，这次没有收下。请过一会儿再传一次。")
    try:
        yield
    finally:
        _turns.release()


def mac_of(prepared: Prepared, matter: str) -> str:
    """By which the same content is found again within one matter.  Raises `WrongKeys`."""
    return content_mac(keys(), prepared.content, matter)


def keep(prepared: Prepared, matter: str, name: str | None = None) -> StoredFile:
    """Seal a prepared file and write it, whole or not at all, under a new random name (or again under its own).

    Raises `WrongKeys`; `OSError` when the disk does not take it.
    """
    ring, place = sealing_keys(), folder() / (name or new_name())
    write_whole(place, seal_file(ring, prepared.content, place.name))
    mac = content_mac(ring, prepared.content, matter)
    return StoredFile(place.name, mac, prepared.media_type, len(prepared.content))


def keep_thumbnail(prepared: Prepared, matter: str) -> StoredFile | None:
    """Keep the small picture of a prepared file as a file of its own, bound to the same matter; None without one.

    Raises like `keep`.
    """
    return keep(Prepared(prepared.thumbnail, "image/jpeg"), matter) if prepared.thumbnail else None


def write_whole(place: Path, content: bytes) -> None:
    """Under a passing name first, for its owner alone, onto the disk, then under its own.  Raises `OSError`."""
    rough = place.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(rough, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        keep_owner(rough, place)
        rough.replace(place)
        sync_folder(place.parent)
    finally:
        rough.unlink(missing_ok=True)


def remove_after_commit(names: Iterable[str]) -> None:
    """Take files off the disk once the transaction that no longer names them is committed; never when it is not.

    A program that ends in between leaves them without a row: `flask files check` lists them.
    """
    db.session().info.setdefault(DOOMED, []).extend(names)


def _remove_doomed(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for name in session.info.pop(DOOMED, ()):
        try:
            (folder() / name).unlink(missing_ok=True)
        except OSError as fault:
            current_app.logger.error("a file without a row stays on the disk: %s", fault)


def _spare_doomed(session: Session, before: SessionTransaction) -> None:
    if not before.nested:
        session.info.pop(DOOMED, None)


event.listen(db.session, "after_commit", _remove_doomed)
event.listen(db.session, "after_soft_rollback", _spare_doomed)


def is_there(name: str) -> bool:
    """Whether a kept file lies on the disk; what is in it is not looked at."""
    return (folder() / name).is_file()


def read(kept: Kept) -> bytes:
    """The content of a kept file.  Raises `FileUnreadable` with what is wrong, `WrongKeys`, `OSError`."""
    try:
        content = (folder() / kept.stored_as).read_bytes()
    except FileNotFoundError:
        raise FileUnreadable(MISSING) from None
    try:
        return opened(keys(), content, kept.stored_as, kept.content_mac, kept.matter)
    except OtherKey:
        raise FileUnreadable(OTHER_KEYS) from None
    except SealBroken:
        raise FileUnreadable(CHANGED) from None


def opened(ring: KeyRing, stored: bytes, name: str, mac: str | None, matter: str) -> bytes:
    """What a row says of the bytes under `name`, proven: sealed, or (without a mac) plain and named by their SHA-256.

    Raises `OtherKey`, `SealBroken`.
    """
    if mac is None:
        if not hmac.compare_digest(hashlib.sha256(stored).hexdigest(), name):
            raise SealBroken(name)
        return stored
    content = open_file(ring, stored, name)
    if not hmac.compare_digest(content_mac(ring, content, matter), mac):
        raise SealBroken(name)
    return content
