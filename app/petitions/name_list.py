"""A pasted list of those who signed: one name a line, as lists come out of letters and spreadsheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.core.normalise import entry_name, name_fault

MOST_NAMES = 2_000
LONGEST_LIST = 20_000
LONGEST_NAME = 60
BREAKS = re.compile(r"[\n\t、，,；;]+")
NUMBERING = re.compile(r"^\s*[（(]?\d{1,4}\s*[)）.:：]?\s*")


def names_in(text: str) -> list[str]:
    """The names of a list, in its order and as they were meant; numbering before them is left out."""
    return [name for name in map(entry_name, _pieces(text)) if name]


def _pieces(text: str) -> list[str]:
    return [NUMBERING.sub("", piece) for piece in BREAKS.split(text)]


def list_fault(text: str, above: Iterable[str] = ()) -> str | None:
    """What is wrong with a list, beside the names entered `above` it; None when it can be kept as it is.

    Two of the same name may be two people or one written twice: a person says which.
    """
    wrong = next(filter(None, map(name_fault, _pieces(text))), None)
    if wrong is not None:
        return wrong
    names = names_in(text)
    if len(names) > MOST_NAMES:
        return f"一次最多登记{MOST_NAMES}个名字，现在有{len(names)}个，多了{len(names) - MOST_NAMES}个。"
    long = next((name for name in names if len(name) > LONGEST_NAME), None)
    if long is not None:
        return f"“{long[:20]}…”有{len(long)}个字，不像一个人的名字；请一行写一个。"
    twice = [name for name, count in (Counter(names) + Counter(set(above) & set(names))).items() if count > 1]
    if twice:
        shown = "、".join(twice[:5])
        return f"{shown}写了不止一次。同一个人的，去掉一个；两个人同名的，在后面注明，例如“{twice[0]}（东街）”。"
    return None
