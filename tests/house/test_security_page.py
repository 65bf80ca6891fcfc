"""docs/security.md keeps to the truth: each test it names exists, each requirement it must answer stands there once.

The numbers are those of levels 1 and 2 of OWASP ASVS 5.0.0, chapters V6, V7, V8, V11 and V16.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ASKED = {
    "6.1": (1, 2, 3), "6.2": range(1, 13), "6.3": range(1, 5), "6.4": range(1, 5), "6.5": range(1, 6),
    "6.6": (1, 2, 3), "6.8": range(1, 5),
    "7.1": (1, 2, 3), "7.2": range(1, 5), "7.3": (1, 2), "7.4": range(1, 6), "7.5": (1, 2), "7.6": (1, 2),
    "8.1": (1, 2), "8.2": (1, 2, 3), "8.3": (1,), "8.4": (1,),
    "11.1": (1, 2), "11.2": (1, 2, 3), "11.3": (1, 2, 3), "11.4": range(1, 5), "11.5": (1,), "11.6": (1,),
    "16.1": (1,), "16.2": range(1, 6), "16.3": range(1, 5), "16.4": (1, 2, 3), "16.5": (1, 2, 3),
}  # fmt: skip
"""Section → its requirements of levels 1 and 2; those left out are of level 3."""
CHAPTERS = range(1, 18)
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| L([12]) \| ([^|]+) \| (met|not met|not applicable) \| ([^|]+) \|$", re.M)
NUMBERED = re.compile(r"^\| (\d+\.\d+\.\d+) \|", re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
SHORTEST_REASON = 20


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests of a file; none when it is not there."""
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_the_page_names_is_there() -> None:
    named = TEST.findall(PAGE)
    assert len(named) > 80, "otherwise this means nothing"
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_every_requirement_stands_there_once() -> None:
    asked = [f"{section}.{number}" for section, numbers in ASKED.items() for number in numbers]
    told = Counter(number for number, *_ in ROW.findall(PAGE))
    assert {number: count for number, count in told.items() if count > 1} == {}
    assert sorted(told) == sorted(asked)
    assert len(NUMBERED.findall(PAGE)) == len(asked), "a row that cannot be read"


def test_what_is_met_names_its_test_and_what_is_not_says_why() -> None:
    silent = []
    for number, _, _, verdict, proof in ROW.findall(PAGE):
        said = TEST.sub("", proof).strip(" ,;.")
        if (verdict == "met" and not TEST.search(proof)) or (verdict != "met" and len(said) < SHORTEST_REASON):
            silent.append(number)
    assert silent == []


def test_settings_have_the_values_the_page_says() -> None:
    told = re.findall(r"`JIEYOU_(\w+)`\s+is\s+(\w+)", PAGE)
    assert len(told) >= 3, "otherwise this means nothing"
    assert [(name, value) for name, value in told if str(getattr(Settings, name.lower())) != value] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_its_verdict(chapter: int) -> None:
    assert len(re.findall(rf"^\| V{chapter} ", PAGE, re.M)) == 1
