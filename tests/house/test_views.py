"""Views are short, and what a room enters of its pages is all there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"
LONGEST_VIEW, MOST_ENTRIES = 20, 10
NOT_CAPABILITIES = {"core", "cli", "example", "migrations", "static"}


def is_view(node: ast.stmt) -> bool:
    """A function that some blueprint answers an address with."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(ast.unparse(one).startswith("blueprint.") for one in decorators)


def views() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for path in sorted(APP.glob("*/pages/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and is_view(node):
                found.append((f"{path.relative_to(APP)} {node.name}", node))
    return found


def test_a_view_finds_asks_does_answers_and_no_more() -> None:
    lengths = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in views()}
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > LONGEST_VIEW} == {}


def test_every_page_of_a_room_is_entered() -> None:
    """A page file nobody imports has addresses nobody can reach."""
    silent = []
    for room in sorted(APP.glob("*/pages/__init__.py")):
        entered = (room.parents[1] / "__init__.py").read_text(encoding="utf-8")
        for path in sorted(room.parent.glob("*.py")):
            has_views = any(is_view(node) for node in ast.parse(path.read_text(encoding="utf-8")).body)
            if has_views and f'"{path.stem}"' not in entered and f"pages.{path.stem}" not in entered:
                silent.append(str(path.relative_to(APP)))
    assert silent == []


def test_no_capability_has_more_than_ten_entries_at_its_top() -> None:
    rooms = [path for path in sorted(APP.iterdir()) if path.is_dir() and path.name not in NOT_CAPABILITIES]
    tops = {room.name: [one.name for one in room.iterdir() if one.name != "__pycache__"] for room in rooms}
    tops.pop("__pycache__", None)
    assert len(tops) > 10
    assert {name: entries for name, entries in tops.items() if len(entries) > MOST_ENTRIES} == {}


def test_a_page_asks_the_database_nothing_itself() -> None:
    asking = [
        str(path.relative_to(APP))
        for path in sorted(APP.glob("*/pages/*.py"))
        if re.search(r"\bdb\.|\bselect\(", path.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_nothing_but_pages_and_what_enters_them_knows_a_page() -> None:
    """The contract holds it within a room; this, between rooms and for the commands."""
    knowing = [
        str(path.relative_to(APP))
        for path in sorted(APP.rglob("*.py"))
        if path.parent.name != "pages"
        and path.name != "__init__.py"
        and re.search(r"^\s*(?:from|import) app\.(?!core\b)\w+\.pages\b", path.read_text(encoding="utf-8"), re.M)
    ]
    assert knowing == []


ONCE = {"app/core/submit_once.py", "app/processes/pages/answering.py", "app/processes/pages/submissions.py"}


def test_only_one_place_carries_a_form_out() -> None:
    """A double tap does nothing and says so, on every page alike."""
    by_hand = [
        str(path.relative_to(APP.parent))
        for path in sorted([*APP.glob("*/pages/*.py"), *APP.glob("core/*.py")])
        if str(path.relative_to(APP.parent)) not in {*ONCE, "app/core/transaction.py"}
        and re.search(r"\b(already_done|attempt|validate_on_submit)\b\(", path.read_text(encoding="utf-8"))
    ]
    assert by_hand == []
