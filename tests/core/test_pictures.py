"""Photographs that were sent: every make is read, upright and without hidden data, or refused with a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from app.core.errors import Invalid
from app.core.file_kinds import FILM, HEIC, OFFICE, OTHER_PICTURE, advice_for
from app.core.pictures import MOST_SCANS, PNG_START, UNREADABLE, upright_jpeg
from tests.core.damage import damaged, drawn, saved, sound_pictures

INPUTS = Path(__file__).resolve().parents[1] / "data" / "inputs"
MOST = 40_000_000
BLUE_FIELD = (1200, 900)


def read(content: bytes) -> Image.Image:
    """The picture as it is kept; nothing hidden is left in it."""
    kept = Image.open(io.BytesIO(upright_jpeg(content, most_points=MOST)))
    kept.load()
    assert (kept.format, kept.mode, dict(kept.getexif())) == ("JPEG", "RGB", {})
    assert not {"icc_profile", "xmp", "comment"} & set(kept.info)
    return kept


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def header(width: int, height: int, *, depth: int = 1, colour: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


@pytest.mark.parametrize("name", ["p1-exif-rotated-gps.jpg", "p4-png-named.jpg", "p5-cmyk-scan.jpg", "p6.webp"])
def test_a_photograph_of_any_make_is_read_upright(name: str) -> None:
    kept = read((INPUTS / name).read_bytes())
    assert kept.size == BLUE_FIELD
    red, green, blue = kept.getpixel((600, 450))
    assert max(red, green) < 40 < 200 < blue


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("p9-truncated.jpg", "这个文件打不开"), ("p10-giant-1bit-scan.png", r"像素太多（14000×14000）.*300 dpi")],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(name: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read((INPUTS / name).read_bytes())


@pytest.mark.parametrize("name", ["p2-iphone.heic", "p3-heic-named.jpg"])
def test_the_iphones_own_kind_is_known_by_its_content_and_told_how_to_change(name: str) -> None:
    advice = advice_for((INPUTS / name).read_bytes())
    assert advice == HEIC
    assert all(words in advice for words in ("HEIC", "微信", "截屏", "兼容性最佳"))


def boxes(brand: bytes, *also: bytes) -> bytes:
    content = brand + b"\0\0\0\0" + b"".join(also)
    return struct.pack(">I", len(content) + 8) + b"ftyp" + content + b"rest of it"


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (boxes(b"heic"), HEIC),
        (boxes(b"mif1", b"miaf", b"heic"), HEIC),
        (boxes(b"msf1", b"hevc"), HEIC),
        (boxes(b"avif", b"mif1", b"miaf"), OTHER_PICTURE),
        (boxes(b"mp42", b"isom"), FILM),
        (boxes(b"qt  "), FILM),
        (b"II*\0\x08\0\0\0", OTHER_PICTURE),
        (b"MM\0*\0\0\0\x08", OTHER_PICTURE),
        (b"BM\x36\x10\0\0", OTHER_PICTURE),
        (b"GIF89a", OTHER_PICTURE),
        (b"PK\3\4word/document.xml", OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
        (b"\xff\xd8\xff\xe0", None),
        (b"%PDF-1.7", None),
        (b"\xff\xff\xff\xffftyp", FILM),
        (b"", None),
    ],
)
def test_other_kinds_are_told_how_to_become_one_that_is_read(content: bytes, advice: str | None) -> None:
    assert advice_for(content) == advice


@pytest.mark.parametrize("number", range(len(sound_pictures())))
def test_every_sound_make_is_read(number: int) -> None:
    kept = read(sound_pictures()[number])
    assert kept.size == (64, 48)


def test_half_a_photograph_is_refused_whoever_printed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for kind in ("JPEG", "PNG", "WEBP"):
        sound = saved(drawn(size=(300, 300)), kind)
        with pytest.raises(Invalid, match="打不开"):
            read(sound[: len(sound) // 2])


def test_a_picture_upside_down_is_turned() -> None:
    upright, turned = read(saved(drawn(), "PNG")), read(sound_pictures()[0])
    assert upright.getpixel((1, 1))[1] < 100
    assert turned.getpixel((1, 46))[1] > 200, "white where the line is not"
    assert turned.getpixel((62, 46))[1] < 100


def test_what_is_transparent_lies_on_white() -> None:
    words = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    assert read(saved(words, "PNG")).getpixel((30, 20)) == (255, 255, 255)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    grey = read(saved(Image.new("I;16", (64, 48), 40_000), "PNG")).getpixel((30, 20))
    assert grey == (156, 156, 156)


def test_size_is_taken_from_the_header_before_a_point_is_decoded() -> None:
    bomb = PNG_START + header(30_000, 30_000) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    assert len(bomb) < 80
    with pytest.raises(Invalid, match="像素太多（30000×30000）"):
        read(bomb)


def test_a_picture_longer_than_a_photograph_can_be_is_refused_with_its_size() -> None:
    with pytest.raises(Invalid, match="像素太多（65001×1）"):
        read(saved(Image.new("1", (65_001, 1)), "PNG"))


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 50_000_000)),
        chunk(b"iCCP", b"profile\0\0" + zlib.compress(b"a" * 50_000_000)) * 50,
        chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(b"a" * 50_000_000)),
        chunk(b"acTL", b"\xff" * 8),
        chunk(b"pHYs", b""),
    ],
)
def test_what_does_not_belong_to_the_picture_is_never_unfolded(extra: bytes) -> None:
    sound = saved(drawn(), "PNG")
    after_header = len(PNG_START) + 25
    assert read(sound[:after_header] + extra + sound[after_header:]).size == (64, 48)


@pytest.mark.parametrize("size", [0, 1, 5, 12])
def test_a_header_cut_short_is_a_sentence(size: int) -> None:
    with pytest.raises(Invalid, match=UNREADABLE[:7]):
        read(PNG_START + chunk(b"IHDR", b"\0" * size) + chunk(b"IDAT", b""))


def test_a_photograph_drawn_in_ever_more_passes_is_refused() -> None:
    sound = saved(drawn(), "JPEG", progressive=True)
    last = sound[sound.rindex(b"\xff\xda") : -2]
    assert read(sound[:-2] + last * 20 + b"\xff\xd9").size == (64, 48)
    with pytest.raises(Invalid, match="打不开"):
        read(sound[:-2] + last * MOST_SCANS + b"\xff\xd9")


def outcome(content: bytes) -> str:
    """``read``, or the sentence of the refusal; anything else that is raised goes on."""
    try:
        read(content)
    except Invalid as refused:
        return refused.sentence
    return "read"


def outcomes(count: int, seed: int) -> Counter[str]:
    """How often damaged pictures ended which way."""
    return Counter(outcome(content) for content in damaged(sound_pictures(), count, seed))


def test_a_damaged_picture_is_read_or_refused_with_a_sentence() -> None:
    found = outcomes(60, seed=1)
    assert set(found) <= {"read", UNREADABLE} | {said for said in found if "像素太多" in said}
    assert found[UNREADABLE] > 20
    assert found["read"] > 0


@pytest.mark.campaign
def test_a_thousand_damaged_pictures_are_read_or_refused_with_a_sentence() -> None:
    assert outcomes(1_000, seed=9).total() == 1_000
