"""A kind of matter that nobody thought of is declared in one room and entered by two edits; all the rest it gets.

The room of repairs (`new_kind/room`) is put into a copy of the project: two lines of `create_app`, three of the page of
rights; its migration is made by the command that makes all of them.  What it then has is walked there
(`new_kind/walk.py`), on both databases.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres, room
from tests.cli.prepared import migrated_in
from tests.conftest import WORKER

PROJECT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).with_name("new_kind")
COPIED = ("app", "bpmn", "templates", "workflows", "tests")
MOST_LINES = 150
OF_THIS_RUN = ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", postgres.SHARED, room.TAKEN)
"""What would make the tests in the copy use the databases and folders of these, and take them away at their end.

They use the same server of PostgreSQL, under names of their own.
"""
EQUAL_THE_MODELS = "tests/house/test_migrations.py::test_an_upgraded_empty_database_equals_the_models"
EDITS = {
    "app/__init__.py": [
        ("    processes,\n", "    processes,\n    repairs,\n"),
        ("petitions, stat", "petitions, repairs, stat"),
    ],
    "app/core/permissions.py": [
        ("    PROCESS_SEE =", '    REPAIR_SEE = "repair:see"\n    PROCESS_SEE ='),
        ("    | {P.PARTICIPANT_MEET, P.MATTER_LINK}\n", "    | {P.PARTICIPANT_MEET, P.MATTER_LINK, P.REPAIR_SEE}\n"),
        ("    P.PROCESS_SEE: Which(", '    P.REPAIR_SEE: Which("those of its committee"),\n    P.PROCESS_SEE: Which('),
    ],
}
"""By file what stands there, and what stands there with the room."""


def lines_of(path: Path) -> int:
    """Lines of code: without blank ones, imports, and what only says what something is for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        is_words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_words or isinstance(node, ast.Import | ast.ImportFrom):
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    text = path.read_text(encoding="utf-8").splitlines()
    return sum(1 for number, line in enumerate(text, start=1) if line.strip() and number not in left_out)


def run(copy: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    environment = {**own, "PYTHONPATH": str(copy), **settings}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the room of repairs in it."""
    place = tmp_path_factory.mktemp("new_kind") / "project"
    place.mkdir()
    for name in COPIED:
        shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "new_kind"))
    shutil.copy(PROJECT / "pyproject.toml", place)
    shutil.copytree(TOY / "room", place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TOY / "walk.py", place / "tests" / "test_repairs.py")
    for name, pairs in EDITS.items():
        text = (place / name).read_text(encoding="utf-8")
        for there, then in pairs:
            assert text.count(there) == 1, (name, there)
            text = text.replace(there, then)
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_the_room_is_small() -> None:
    room = sorted((TOY / "room" / "app").rglob("*.py"))
    assert sum(map(lines_of, room)) <= MOST_LINES
    assert len(EDITS) == 2


def test_its_migration_is_made_by_the_command_and_all_the_rest_it_gets(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Both databases equal the models then; one run of tests looks at that and walks what the room has."""
    data = {"JIEYOU_DATA_FOLDER": str(copy / "data")}
    migrated_in(copy / "data", tmp_path_factory)
    versions = copy / "app" / "migrations" / "versions"
    before = set(versions.glob("*.py"))
    made = run(copy, "flask", "--app", "app", "db", "revision", "--autogenerate", "-m", "repairs", **data)
    assert made.returncode == 0, made.stderr
    (new,) = set(versions.glob("*.py")) - before
    assert "create_table('repair'" in new.read_text(encoding="utf-8").replace('"', "'")
    own = {"PYTEST_XDIST_WORKER": f"{WORKER}_copy", postgres.NAMED: postgres.start_shared()}
    tests = ("tests/test_repairs.py", EQUAL_THE_MODELS)
    walked = run(copy, "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", *tests, **own)
    assert walked.returncode == 0, walked.stdout[-6_000:]
