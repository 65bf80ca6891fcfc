"""Rooms that every kind of matter stands on know no kind: no word of a trade, no role of an account, no process."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.pages import MENU
from app.core.permissions import Role
from app.processes.queries.definitions import diagram_names, step_roles

ROOT = Path(__file__).resolve().parents[2]
LOWER = ("app/core", "app/processes", "app/deadlines", "app/notifications", "workflows")
PAGES_OF_EVERYTHING = {"app/core/permissions.py", "app/core/terms.py"}
"""Rights and names of the whole house stand on one page each."""
KINDS_OF_PERIODS = {"workflows/periods/rules.py"}
"""The kinds of matter that a line of `bpmn/deadlines.json` may name, as long as all periods stand in that one file."""
TRADES = re.compile(
    r"(?<!im)(?<!inter)mediat|petition|accus|agreement|legal_?review|adviser|clerk|(?<![a-z])case_id|claim_id"
    r"|调解|信访|检举|控告|协议|诉求|纪检",
    re.IGNORECASE,
)
KINDS = {"case", "case_letter", "claim", "petition", "accusation", "agreement", "letter", "supervision"}
"""How subjects of upper rooms call themselves."""


def sources() -> list[Path]:
    return [path for room in LOWER for path in sorted((ROOT / room).rglob("*.py"))]


def said(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Every name and text of a file with its line, and whether it is a text; docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value, True
        for name in ("id", "attr", "arg", "name"):
            if isinstance(called := getattr(node, name, None), str):
                yield getattr(node, "lineno", 0), called, False


def is_of_a_trade(word: str, *, is_text: bool) -> bool:
    own = KINDS | {one.value for one in Role} | set(step_roles()) | set(diagram_names())
    return bool(TRADES.search(word)) or (is_text and word in own)


@pytest.mark.parametrize("room", LOWER)
def test_a_lower_room_says_no_word_of_a_trade(room: str) -> None:
    menu = {word for entry in MENU for word in (entry[0], entry[1], entry[2].name)}
    found = [
        f"{path.relative_to(ROOT)}:{line} {word}"
        for path in sources()
        if (short := path.relative_to(ROOT).as_posix()).startswith(f"{room}/")
        and short not in PAGES_OF_EVERYTHING | KINDS_OF_PERIODS
        for line, word, is_text in said(path)
        if is_of_a_trade(word, is_text=is_text) and not (short == "app/core/pages.py" and word in menu)
    ]
    assert found == []


def test_no_lower_room_asks_which_role_somebody_has() -> None:
    """Who may is asked by permission, or by the roles that `process.json` gives a step."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path.relative_to(ROOT).as_posix() not in PAGES_OF_EVERYTHING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Role"
    ]
    assert found == []


@pytest.mark.parametrize(
    ("word", "is_text"),
    [("petition_clerk", True), ("folder_of_mediation", False), ("调解全过程", True), ("handler", True), ("case", True)],
)
def test_such_words_are_seen(word: str, is_text: bool) -> None:
    assert is_of_a_trade(word, is_text=is_text)
