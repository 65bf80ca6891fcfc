"""What somebody sent is read before others have to wait, behind one guard, and by few."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.core.transaction import LATE
from tests.house.test_tree import ROOT, short, tree

READERS = {"PdfReader": {"app/core/pdf_judge.py"}, "Image.open": {"app/core/pictures.py"}}
"""Libraries that read what somebody sent, and the one module that asks each."""


def calls(node: ast.AST) -> set[str]:
    """What a piece of code calls by name, and the attributes it asks: ``sent``, ``request.files``."""
    called = {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
    return called | {ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def reaches(module: Path, start: str) -> set[str]:
    """Everything a function of a module calls, itself and through others of the same module."""
    functions = {node.name: calls(node) for node in tree(module).body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    waiting = [start]
    while waiting:
        named = functions.get(waiting.pop(), set())
        waiting.extend(named & functions.keys() - found)
        found |= named
    return found


def source(view: Callable[..., object]) -> Path:
    return Path(inspect.getsourcefile(inspect.unwrap(view)) or "")


def test_a_view_that_takes_a_file_begins_its_transaction_late(app: Flask) -> None:
    takers = {
        endpoint: f"{view.__module__}.{view.__qualname__}" in LATE
        for endpoint, view in app.view_functions.items()
        if view.__module__.startswith("app.") and reaches(source(view), view.__name__) & {"request.files", "sent"}
    }
    assert {"matters.attach", "agreements.original", "mediators.roster", "deadlines.year"} <= takers.keys()
    assert [endpoint for endpoint, is_late in takers.items() if not is_late] == [], "wear @reads_files_first(...)"


@pytest.mark.parametrize("reader", READERS)
def test_one_module_asks_a_reader_of_foreign_files(reader: str) -> None:
    asking = {short(path) for path in sorted((ROOT / "app").rglob("*.py")) if reader in ast.unparse(tree(path))}
    assert asking == READERS[reader]
