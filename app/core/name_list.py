"""A pasted list of those who signed: one name a line, as lists come out of letters and spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.core.normalise import HAN, entry_name, name_fault, search_text

MOST_NAMES = 2_000
LONGEST_LIST = 20_000
LONGEST_NAME = 60
BREAKS = re.compile(r"[\n\t、，,；;]+")
_COUNTED = r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})"
_MARK = r"[)）.\uff0e。·:：-]"
NUMBERING = re.compile(
    rf"""
    (?: [(（]{_COUNTED}[)）]                    # （一）
      | 第?{_COUNTED}[位名]?{_MARK}             # 1. 第1位：
      | [\u2460-\u249b\u3220-\u3229]            # ①
      | [0-9]{{1,4}}(?![0-9]) | {_COUNTED}$     # 1 before a name, and what stands alone before 、 or a tab
    ) (?: {_MARK} | \s )*
    """,
    re.VERBOSE,
)
"""What stands before a name to count it."""
SEVERAL = re.compile(rf"{HAN}{{2,}} (?:{HAN}|[0-9])")
NO_NAME = re.compile(r"[0-9]{5}|^\W|^.$")
COLUMNS = frozenset(
    {"序号", "编号", "姓名", "名字", "签名", "签字", "手印", "性别", "年龄", "电话", "手机", "手机号", "联系电话"}
    | {"身份证", "身份证号", "住址", "地址", "备注"}
)
"""Headings of a sheet's columns."""


def names_in(text: str) -> list[str]:
    """The names of a list, in its order and as they were meant; numbering before them is left out."""
    return [name for name in map(_name, BREAKS.split(text)) if name]


def _name(piece: str) -> str:
    plain = entry_name(piece)
    counted = NUMBERING.match(plain)
    return (plain[counted.end() :] if counted else plain).rstrip("。")


def list_fault(text: str, above: Iterable[str] = ()) -> str | None:
    """What is wrong with a list, beside the names entered `above` it; None when it can be kept as it is.

    Two of the same name may be two people or one written twice, and two words may be one name: a person says which.
    """
    wrong = next(filter(None, map(_piece_fault, BREAKS.split(text))), None)
    if wrong is not None:
        return wrong
    names = names_in(text)
    if len(names) > MOST_NAMES:
        return f"一次最多登记{MOST_NAMES}个名字，现在有{len(names)}个，多了{len(names) - MOST_NAMES}个。"
    twice = _written_twice(names, above)
    if twice:
        shown = "、".join(twice[:5])
        return f"{shown}写了不止一次。同一个人的，去掉一个；两个人同名的，在后面注明，例如“{twice[0]}（东街）”。"
    return None


def _piece_fault(piece: str) -> str | None:
    name, apart = _name(piece), " ".join(piece.split())
    if not name:
        return None
    if len(name) > LONGEST_NAME:
        return f"“{name[:20]}…”有{len(name)}个字，不像一个人的名字；请一行写一个。"
    if name in COLUMNS or NO_NAME.search(name):
        return f"“{name}”不像一个人的名字。名单里只写姓名，一行一个；表格里的，只贴姓名那一列。"
    if SEVERAL.search(apart):
        return f"“{apart}”是几个人？几个人的，一行写一个；一个人的，只写姓名，去掉中间的空格。"
    return name_fault(piece)


def _written_twice(names: Iterable[str], above: Iterable[str]) -> list[str]:
    """Names that stand there once more, however they are spelt; each in its later spelling."""
    seen = {search_text(name) for name in above}
    twice: dict[str, str] = {}
    for name in names:
        plain = search_text(name)
        if plain in seen:
            twice.setdefault(plain, name)
        seen.add(plain)
    return list(twice.values())
