"""Names as people mean them: one normalisation for entry, one for search.  Pure.

Entry keeps what was meant and drops what a keyboard, a spreadsheet or a web page put in besides; search folds every way
to write the same name into one.  Names that were stored before stay as they are: they are compared by `same_name`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

DOT = "·"
"""U+00B7, the point between the parts of a name (GB/T 15834, GB/T 36537)."""
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻"
    "⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
    "肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""CJK radicals that stand in texts instead of the characters they look like (Unicode, Equivalent_Unified_Ideograph)."""
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_FOLDED: dict[int, str | int | None] = {**str.maketrans(_RADICALS, _IDEOGRAPHS), **_KANGXI, **_FULL_WIDTH}
HAN = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_DOTS = re.compile(r"\s*[\u00b7\u2022\u2024\u2027\u2219\u22c5\u2e31\u2e33\u30fb\uff65\ua78f]\s*")
"""Points that somebody writes for the one between the parts of a name."""
_FULL_STOP = re.compile(rf"(?<={HAN})\s*[.\uff0e\u3002]\s*(?={HAN})")
"""A full stop is one only between Chinese characters: ``J. Smith`` keeps his."""
_BETWEEN_HAN = re.compile(rf"(?<={HAN})\s+(?={HAN})")
_TURNING = re.compile("[\u202d\u202e]")
"""Marks that show letters in another order than they stand in: without them it is another name."""
_ZEROES = str.maketrans({"\u25cb": "\u3007", "\u25ef": "\u3007", "零": "\u3007"})
"""○, ◯ and 零 stand for the zero that a name is written with, U+3007."""
_BRACKETS = str.maketrans("（）\uff3b\uff3d【】〔〕—–\u2212\u2011", "()()()()----")
TURNED = "名字里有改变文字方向的隐藏符号，看到的和存下的不是一个样；请不要粘贴，用键盘重新打一遍。"
ENDS_IN_A_DOT = "名字的开头或者最后多了一个点，是不是还没写完？请补全，或者去掉这个点。"


def entry_name(text: str | None) -> str:
    """A name as it is kept: NFC, one point, letters and digits in one width, characters instead of radicals.

    Invisible and control characters are dropped, blanks collapsed, and taken out between Chinese characters.
    """
    seen = "".join(" " if one.isspace() else one for one in text or "" if one.isspace() or not is_invisible(one))
    plain = unicodedata.normalize("NFC", seen).translate(_FOLDED)
    plain = _FULL_STOP.sub(DOT, _DOTS.sub(DOT, " ".join(plain.split())))
    return _BETWEEN_HAN.sub("", plain)


def take_as_meant(told: object, *fields: str) -> None:
    """Keep these names of a frozen value as they were meant; for its ``__post_init__``."""
    for name in fields:
        object.__setattr__(told, name, entry_name(getattr(told, name)))


def name_fault(text: str | None) -> str | None:
    """Why a name cannot have been meant as it was typed, as a sentence; None when it can."""
    if _TURNING.search(text or ""):
        return TURNED
    plain = entry_name(text)
    return ENDS_IN_A_DOT if plain != plain.strip(f"{DOT} ") else None


def is_invisible(character: str) -> bool:
    """Whether this character leaves no mark: zero-width marks, direction marks, variation selectors, controls."""
    code = ord(character)
    return unicodedata.category(character) in {"Cf", "Cc"} or 0xFE00 <= code < 0xFE10 or 0xE0100 <= code < 0xE01F0


def search_text(text: str) -> str:
    """What is compared and searched: letters, characters and digits in their one plainest form, nothing between.

    Compatibility forms, case, accents, radicals and traditional characters are folded, and so are the zeroes.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_FOLDED)).casefold()
    bare = "".join(one for one in apart if unicodedata.category(one) != "Mn")
    whole = unicodedata.normalize("NFKC", bare).translate(_FOLDED).translate(_ZEROES)
    return "".join(_simplified(one) for one in whole if one.isalnum())


def same_name(one: str, other: str) -> bool:
    """Whether two spellings mean the same name."""
    return search_text(one) == search_text(other)


def phone_digits(text: str) -> str:
    """The digits of a telephone number, however it was written; a leading +86 or 0086 is the country's."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", text) if one.isdecimal())
    return digits.removeprefix("00").removeprefix("86") if len(digits) > 11 else digits


def search_number(text: str) -> str:
    """A number as it is searched: one width, one kind of bracket and dash, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_BRACKETS)).split())


@cache
def _simplified(character: str) -> str:
    """The simplified form of one character; one by one, so that a part of a name folds as the whole does."""
    folded = _converter().convert(character) if not character.isascii() else character
    return folded if len(folded) == 1 else character


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
