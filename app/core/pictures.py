"""Photographs that somebody sent, made into plain upright JPEGs: hidden data is dropped, time and memory are bounded.

Everything is measured from the header before a point is decoded.  Called outside the writing transaction only.
"""

from __future__ import annotations

import io
import re

from PIL import Image, ImageFile, ImageOps

from app.core.errors import Invalid
from app.core.foreign import reading_foreign_file

UNREADABLE = "这个文件打不开。请传照片（JPG、PNG）或者 PDF。"
TOO_MANY_POINTS = (
    "照片的像素太多（{width}×{height}），打不开。请用普通画质重新拍；扫描的用300 dpi再扫一次，或者存成 PDF 再传。"
)
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 65_000
"""Points; a JPEG cannot be longer."""
THUMBNAIL_SIDE = 160
"""Points: enough to tell a letter from a card, too few to read a number off it."""
MOST_SCANS = 64
"""Passes of a progressive JPEG: a camera makes ten; each costs a whole decoding and only a few bytes."""
SCAN = re.compile(rb"\xff\xda\x00[\x08\x0a\x0c\x0e]")
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf"})
"""What makes the picture; texts, colour profiles and animation are left out unread, for they may unfold to anything."""
Image.MAX_IMAGE_PIXELS = None
# Ours is stricter and says a sentence; Pillow's own would be a warning that only the first thread sees.


def upright_jpeg(content: bytes, *, most_points: int) -> bytes:
    """The photograph as a JPEG without hidden data, turned upright, what is transparent on white; never made smaller.

    `most_points` is width times height.  Raises `Invalid` with a sentence for anything that cannot be read.
    """
    if len(SCAN.findall(content)) > MOST_SCANS:
        raise Invalid(UNREADABLE)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for everybody, and half a photo would pass
    with reading_foreign_file(UNREADABLE):
        picture = Image.open(io.BytesIO(_without_extras(content)), formats=FORMATS)
        if picture.width * picture.height > most_points or max(picture.size) > LONGEST_SIDE:
            raise Invalid(TOO_MANY_POINTS.format(width=picture.width, height=picture.height))
        ImageOps.exif_transpose(picture, in_place=True)
        plain, kept = _in_plain_colours(picture), io.BytesIO()
        plain.info.clear()
        plain.save(kept, format="JPEG", quality=88)
    return kept.getvalue()


def thumbnail_of(jpeg: bytes) -> bytes:
    """A square JPEG of `THUMBNAIL_SIDE` points with the whole picture on white, of one that `upright_jpeg` made.

    Raises `Invalid` when it cannot be read.
    """
    kept, square = io.BytesIO(), Image.new("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE), "white")
    with reading_foreign_file(UNREADABLE), Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        picture.thumbnail(square.size)
        left, top = (THUMBNAIL_SIDE - picture.width) // 2, (THUMBNAIL_SIDE - picture.height) // 2
        square.paste(picture.convert("RGB"), (left, top))
        square.save(kept, format="JPEG", quality=70)
    return kept.getvalue()


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Red, green and blue: sixteen bits of grey become eight, what is transparent lies on white."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _without_extras(content: bytes) -> bytes:
    """A PNG reduced to the parts that make the picture; anything else as it is."""
    if not content.startswith(PNG_START):
        return content
    kept, place = [PNG_START], len(PNG_START)
    while place + 8 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] in PNG_KEPT:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)
