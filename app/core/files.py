"""Attachments outside the database, named by their hash; photographs are re-encoded, which drops hidden data.

Two steps: `prepare` reads what somebody sent, which may take seconds, before the writing transaction; `keep` writes it
inside.  A file whose transaction is rolled back afterwards stays behind without a row, and does no harm: another
attachment may already be the same file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from app.core.errors import Invalid, NotNow
from app.core.file_kinds import advice_for
from app.core.pictures import upright_jpeg
from app.core.sent_pdf import must_be_pages_only

PDF_START = b"%PDF-"
AT_ONCE = 2
"""Photographs read at the same time: a large photograph takes some hundred megabytes while it is turned."""
PATIENCE = 20
"""Seconds one waits for one's turn."""
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept: its content as it will lie on the disk, and its type."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Its name on the disk."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class StoredFile:
    """What was kept: hash, type and size in bytes."""

    sha256: str
    media_type: str
    size: int


def folder() -> Path:
    """Where attachments lie."""
    place = Path(current_app.config["DATA_FOLDER"]) / "files"
    place.mkdir(parents=True, exist_ok=True)
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
    with _turn():
        return Prepared(upright_jpeg(content, most_points=points), "image/jpeg")


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise NotNow("系统正忙着打开别人传的照片，这次没有收下。请过一会儿再传一次。")
    try:
        yield
    finally:
        _turns.release()


def keep(prepared: Prepared) -> StoredFile:
    """Write a prepared file, whole or not at all; one that is there already is left as it is.

    Raises `OSError` when the disk does not take it.
    """
    place = folder() / prepared.sha256
    if not place.exists():
        _write(place, prepared.content)
    return StoredFile(place.name, prepared.media_type, len(prepared.content))


def _write(place: Path, content: bytes) -> None:
    """Under a passing name first, onto the disk, then under its own."""
    rough = place.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with rough.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rough.rename(place)
    finally:
        rough.unlink(missing_ok=True)


def read(sha256: str) -> bytes:
    """A kept file.  Raises `Invalid` when it is missing or was changed on disk."""
    place = folder() / sha256
    content = place.read_bytes() if place.exists() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid("这个附件在硬盘上找不到，或者被改动过；请告诉管理员从备份恢复。")
    return content
