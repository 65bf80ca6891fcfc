"""Rows the audit trail vouches for are written through the session: a statement past it would leave no digest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.audit.models.witness import columns_of, witnessed_tables

APP = Path(__file__).resolve().parents[2] / "app"
WAYS = frozenset({"update", "delete", "insert"})
UNTRUE = """
def rename(key):
    db.session.execute(update(Case).where(Case.id == key).values(facts=""))
    db.session.execute(update(Task).values(title=""))
"""


def statements(tree: ast.AST) -> Iterator[tuple[str, str, frozenset[str]]]:
    """``update``, ``delete`` and ``insert`` of a model: which, of what, and the columns a following values() names."""
    set_by: dict[ast.Call, frozenset[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
            names = frozenset(word.arg or "**" for word in node.keywords)
            inner: ast.expr = node.func.value
            while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
                inner = inner.func.value
            if isinstance(inner, ast.Call):
                set_by[inner] = names
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=way), args=[ast.Name(id=model), *_]) if way in WAYS:
                yield way, model, set_by.get(node, frozenset())


def past_the_session(tree: ast.AST) -> list[str]:
    """Statements that write a covered column of a covered table."""
    covered = {model.__name__: frozenset(columns_of(model)) for model in witnessed_tables()}
    return [
        f"{way}({name})"
        for way, name, columns in statements(tree)
        if name in covered and (way != "update" or columns & covered[name] or "**" in columns)
    ]


def sources() -> list[Path]:
    return [path for path in sorted(APP.rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_no_statement_writes_a_covered_column_past_the_session(path: Path) -> None:
    assert past_the_session(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_such_a_statement_would_be_found() -> None:
    assert past_the_session(ast.parse(UNTRUE)) == ["update(Case)"]


def test_what_the_law_asks_to_be_kept_is_covered() -> None:
    """Agreements, signatures, letters, periods, entries, roles: nobody takes one out without this test."""
    names = {model.__tablename__ for model in witnessed_tables()}
    assert names >= {"agreement", "clause", "signature", "petition_letter", "deadline", "attachment", "account"}
    assert names >= {"mediation_case", "participant", "consent", "mediation_session", "task", "petition"}
