"""What a file that cannot be kept is, told by its first bytes whatever its name says, and how to make it one that can.

HEIC is not read: its decoders carry parts under the GPL.  TIFF and BMP are not read either: a scanner's TIFF needs a
decoder with a long history of holes, and a page as BMP is larger than an attachment may be.
"""

from __future__ import annotations

HEIC = (
    "这是苹果手机的 HEIC 照片，这里打不开。最简单的办法：用微信发给自己，再存下来传；或者截屏再传。"
    "以后拍照想直接能传：iPhone 的“设置→相机→格式”，选“兼容性最佳”。"
)
FILM = "这是一段录像，这里只收照片和 PDF。请截一张图再传；录像请刻在光盘上，放进纸质卷宗。"
OTHER_PICTURE = "这种格式的图片这里打不开。请在电脑上打开它，“另存为”JPG 或者 PNG 再传，或者用手机对着拍一张。"
OFFICE = "这是 Word、Excel 一类的文件或者压缩包。请先“另存为”PDF 再传，或者打印出来拍照。"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
STARTS = {
    b"II*\0": OTHER_PICTURE,
    b"MM\0*": OTHER_PICTURE,
    b"BM": OTHER_PICTURE,
    b"GIF8": OTHER_PICTURE,
    b"PK\3\4": OFFICE,
    b"\xd0\xcf\x11\xe0": OFFICE,
}
LONGEST_BRANDS = 256
"""Bytes of a list of brands that are looked at."""


def advice_for(content: bytes) -> str | None:
    """How to make a file of a known kind one that can be kept; None when the kind is not one of these."""
    if content[4:8] == b"ftyp":
        return _of_boxes(content)
    return next((advice for start, advice in STARTS.items() if content.startswith(start)), None)


def _of_boxes(content: bytes) -> str:
    """HEIC, AVIF and films are built alike and named by brands: the main one, then those it also fits."""
    end = min(int.from_bytes(content[:4]), LONGEST_BRANDS)
    brands = [content[8:12], *(content[place : place + 4] for place in range(16, end, 4))]
    if AVIF_BRANDS.intersection(brands):
        return OTHER_PICTURE
    return HEIC if HEIC_BRANDS.intersection(brands) else FILM
