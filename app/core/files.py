"""Attachments outside the database, named by their hash; photographs are re-encoded, which drops hidden data."""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.errors import Invalid

PDF_START = b"%PDF-"
UNREADABLE = "这个文件打不开。请传照片（JPG、PNG）或者 PDF。"


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


def store(content: bytes) -> StoredFile:
    """Keep a photograph (re-encoded as JPEG, turned upright) or a PDF.

    Raises `Invalid` with a sentence for an empty, too large, unreadable or other kind of file.
    """
    limit = int(current_app.config["ATTACHMENT_BYTES"])
    if not content:
        raise Invalid("文件是空的，请重新选。")
    if len(content) > limit:
        raise Invalid(f"文件太大，最多{limit // 1_000_000}兆；请把照片拍小一点。")
    if content.startswith(PDF_START):
        return _write(content, "application/pdf")
    return _write(_reencoded(content), "image/jpeg")


def _reencoded(content: bytes) -> bytes:
    pixels = int(current_app.config["ATTACHMENT_PIXELS"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
            if picture.width * picture.height > pixels:
                raise Invalid("照片的像素太多，请用普通画质重新拍。")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombWarning) as unreadable:
        raise Invalid(UNREADABLE) from unreadable
    kept = io.BytesIO()
    upright.save(kept, format="JPEG", quality=88)
    return kept.getvalue()


def _write(content: bytes, media_type: str) -> StoredFile:
    sha256 = hashlib.sha256(content).hexdigest()
    place = folder() / sha256
    if not place.exists():
        rough = place.with_suffix(f".{os.getpid()}")
        rough.write_bytes(content)
        rough.rename(place)
    return StoredFile(sha256, media_type, len(content))


def read(sha256: str) -> bytes:
    """A kept file.  Raises `Invalid` when it is missing or was changed on disk."""
    place = folder() / sha256
    content = place.read_bytes() if place.exists() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid("这个附件在硬盘上找不到，或者被改动过；请告诉管理员从备份恢复。")
    return content
