"""A machine in any locale: text files are read as UTF-8 whatever it says, and a command runs under it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.prepared import migrated_in

ROOT = Path(__file__).resolve().parents[2]
READS = {"read_text": 0, "write_text": 1}
"""Methods that open a text file, with the place of their encoding among the arguments."""
READ_BY_OTHERS = ("app/migrations/alembic.ini",)
"""Files that a library opens in the locale's encoding."""


def without_encoding(source: str) -> Iterator[int]:
    """Lines that open a text file without saying in which encoding."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and not any(one.arg == "encoding" for one in node.keywords):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in READS and len(node.args) <= READS[name]:
                yield node.lineno
            elif name == "fdopen" or (name == "open" and isinstance(node.func, ast.Name)):
                mode = next((one.value for one in node.args[1:2] if isinstance(one, ast.Constant)), "r")
                if "b" not in str(mode):
                    yield node.lineno


@pytest.mark.parametrize(
    "wrong", ["p.read_text()", "p.write_text('a')", "open(p)", "open(p, 'w')", "os.fdopen(h, 'w')"]
)
def test_a_text_file_without_encoding_is_found(wrong: str) -> None:
    assert list(without_encoding(wrong)) == [1]


@pytest.mark.parametrize(
    "right", ["p.read_text('utf-8')", "open(p, 'rb')", "archive.open(p)", "open(p, encoding='ascii')"]
)
def test_a_file_with_encoding_or_of_bytes_is_right(right: str) -> None:
    assert list(without_encoding(right)) == []


def test_every_text_file_is_opened_with_its_encoding() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("app", "workflows", "tools", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for line in without_encoding(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("name", READ_BY_OTHERS)
def test_what_a_library_reads_in_the_locales_encoding_is_ascii(name: str) -> None:
    assert (ROOT / name).read_bytes().isascii()


@pytest.mark.parametrize(
    "locale",
    [
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="C as it is"),
        pytest.param({"LC_ALL": "zh_CN.GB18030"}, id="one that was never generated"),
    ],
)
def test_the_tables_are_made_and_told_of_in_any_locale(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, locale: dict[str, str]
) -> None:
    if "PYTHONUTF8" not in locale:
        migrated_in(tmp_path, tmp_path_factory)
    given = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    for command in (["db", "upgrade"], ["town", "stats"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT,
            env={**given, **locale, "JIEYOU_DATA_FOLDER": str(tmp_path)},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert b"514" not in done.stdout
    assert done.stdout.count(b"\n") > 10
