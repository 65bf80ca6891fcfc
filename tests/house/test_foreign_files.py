"""Workbooks and text tables from outside have one reader, and that reader knows nothing of the app."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READER = ROOT / "app" / "core" / "tables" / "reader.py"
OURS = {ROOT / "app" / "cli", ROOT / "app" / "example"}
"""Commands read files of our own making: a backup, the example town."""
READERS = {
    "csv.reader",
    "csv.DictReader",
    "openpyxl.load_workbook",
    "openpyxl.reader",
    "pandas",
    "python_calamine",
    "xlrd",
    "xml.etree",
    "xml.parsers",
    "xml.sax.make_parser",
    "xml.sax.parse",
    "zipfile",
}
"""What parses a table, or the package and the markup in which one comes."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "app").rglob("*.py")):
        if path != READER and not OURS & {*path.parents}:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def named(tree: ast.Module) -> Iterator[str]:
    """Every name a module imports or reaches for, with its package: ``csv.reader``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def is_reader(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in READERS)


def test_only_one_module_reads_tables_from_outside() -> None:
    found = {module: sorted(filter(is_reader, named(tree))) for module, tree in modules()}
    assert {module: names for module, names in found.items() if names} == {}


def test_the_rule_sees_a_second_reader() -> None:
    second = (
        "import csv\nfrom openpyxl import load_workbook\nimport xml.etree.ElementTree as E\nrows = csv.reader([])\n"
    )
    assert sorted(filter(is_reader, named(ast.parse(second)))) == [
        "csv.reader",
        "openpyxl.load_workbook",
        "xml.etree.ElementTree",
    ]


def test_the_reader_runs_without_the_app() -> None:
    """It is started as a file, where the app cannot be imported."""
    tree = ast.parse(READER.read_text(encoding="utf-8"))
    used = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    strangers = {name for name in used if name.split(".")[0] not in sys.stdlib_module_names}
    assert strangers == {"python_calamine"}
