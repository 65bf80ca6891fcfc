"""Files as a bad stick or a hostile hand leaves them: seeded, so that what failed once can be made again."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw, TiffImagePlugin
from pypdf import PdfWriter

UPSIDE_DOWN = 3


def drawn(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A small picture with a line in it."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).line((0, 0, *size), fill="red", width=5)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of a kind."""
    kept = io.BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def sound_pictures() -> list[bytes]:
    """One of every make that is read."""
    exif = Image.Exif()
    exif[TiffImagePlugin.IMAGEWIDTH], exif[0x0112] = 64, UPSIDE_DOWN
    palette = drawn().quantize(8)
    grey = Image.new("I;16", (64, 48), 40_000)
    film = [drawn(), drawn("L").convert("RGB")]
    return [
        saved(drawn(), "JPEG", exif=exif),
        saved(drawn(), "JPEG", progressive=True),
        saved(drawn("CMYK"), "JPEG"),
        saved(drawn("L"), "JPEG", comment=b"words"),
        saved(drawn(), "PNG", exif=exif),
        saved(drawn("RGBA"), "PNG"),
        saved(drawn("1"), "PNG"),
        saved(palette, "PNG", transparency=0),
        saved(grey, "PNG"),
        saved(film[0], "PNG", save_all=True, append_images=film[1:]),
        saved(drawn(), "WEBP"),
        saved(drawn("RGBA"), "WEBP", lossless=True, exif=exif),
        saved(film[0], "WEBP", save_all=True, append_images=film[1:]),
    ]


def sound_pdf(pages: int = 2) -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """The file a writer makes."""
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def damaged(sound: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` files, each one of `sound` with one to four kinds of damage."""
    chance = random.Random(seed)
    harms = (_flip, _cut, _double, _drop, _fill, _lie_about_a_length, _mix)
    for number in range(count):
        content = sound[number % len(sound)]
        for _ in range(chance.randint(1, 4)):
            content = chance.choice(harms)(content, chance, sound)
        yield content


def _place(content: bytes, chance: random.Random) -> int:
    """Anywhere, oftener near the beginning, where a file says what it is."""
    end = max(1, len(content))
    return chance.randrange(min(end, 64)) if chance.random() < 0.4 else chance.randrange(end)


def _flip(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(chance.randint(1, 8)):
        changed[_place(changed, chance)] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    return content[: _place(content, chance)]


def _double(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    start = _place(content, chance)
    piece = content[start : start + chance.randint(1, 200)]
    return content[:start] + piece * chance.randint(2, 30) + content[start:]


def _drop(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    start = _place(content, chance)
    return content[:start] + content[start + chance.randint(1, 40) :]


def _fill(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    start = _place(content, chance)
    return content[:start] + bytes([chance.choice((0, 255))]) * chance.randint(1, 60) + content[start:]


def _lie_about_a_length(content: bytes, chance: random.Random, _sound: list[bytes]) -> bytes:
    start = _place(content, chance)
    lie = chance.choice((0, 1, 2**15, 2**16 - 1, 2**31 - 1, 2**32 - 1)).to_bytes(4)
    return content[:start] + lie + content[start + 4 :]


def _mix(content: bytes, chance: random.Random, sound: list[bytes]) -> bytes:
    other = chance.choice(sound)
    return content[: _place(content, chance)] + other[_place(other, chance) :]
