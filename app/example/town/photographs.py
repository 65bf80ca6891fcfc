"""Photographs of the example, drawn: a wall with three cracks, a sheet of paper that somebody wrote on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.core.files import Prepared

if TYPE_CHECKING:
    from PIL.Image import Image


def cracked_wall() -> Prepared:
    """A wall with three cracks."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (480, 320), (214, 201, 178))
    pen = ImageDraw.Draw(picture)
    for left in (110, 240, 370):
        pen.line([(left, 20), (left + 14, 110), (left - 8, 190), (left + 10, 300)], fill=(60, 50, 40), width=3)
    return _prepared(picture)


def written_sheet(lines: int, *, has_seal: bool = False) -> Prepared:
    """A sheet with so many lines of writing, which nobody can read; a red seal below when it bears one."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (420, 594), (247, 244, 236))
    pen = ImageDraw.Draw(picture)
    for line in range(lines):
        top = 60 + line * 30
        pen.line([(50, top), (370 if line + 1 < lines else 190, top)], fill=(60, 60, 80), width=5)
    if has_seal:
        pen.ellipse([(250, 440), (360, 550)], outline=(200, 40, 40), width=6)
    return _prepared(picture)


def _prepared(picture: Image) -> Prepared:
    from PIL import ImageOps

    from app.core.pictures import THUMBNAIL_SIDE

    small = ImageOps.pad(picture, (THUMBNAIL_SIDE, THUMBNAIL_SIDE), color="white")
    return Prepared(_jpeg(picture), "image/jpeg", _jpeg(small))


def _jpeg(picture: Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, format="JPEG", quality=60)
    return kept.getvalue()
