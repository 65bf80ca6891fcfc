"""The tree: short files, short functions, every module explained, nothing of the machine it was written on."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tools import lock

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
OURS = ("app", "workflows", "tests", "tools", "benchmarks", "templates")
MADE = ("app/migrations/versions/", "app/static/build/")
SOURCES = sorted(
    path
    for folder in OURS
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".css", ".js", ".mjs"} and not str(path.relative_to(ROOT)).startswith(MADE)
)
PYTHON = [path for path in SOURCES if path.suffix == ".py"]
OF_A_MACHINE = re.compile(r"pypi\.|npmjs|pythonhosted|(?<![\w.])/(?:work|root|home/\w+)/", re.IGNORECASE)
"""Registry hosts and places of one machine; `pypi.` leaves the name of a library such as pypinyin alone."""
SHORTCUTS = re.compile(r"#\s*(?:noqa|type:\s*ignore|TODO|FIXME|XXX)|pytest\.mark\.(?:skip|xfail)|assert True\b")
BESIDE = {"services", "utils", "helpers", "common"}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """Every file the project holds, also one that is new; a copy without history is read as it lies."""
    if not (ROOT / ".git").exists():
        return SOURCES
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_is_long() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{short(path)} {node.name}": length
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] != "tests"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [
        short(path) for path in PYTHON if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    silent = [
        f"{short(path)} {node.name}"
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] in {"app", "workflows"}
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_takes_a_shortcut() -> None:
    here = Path(__file__).resolve()
    found = {short(path): SHORTCUTS.findall(path.read_text(encoding="utf-8")) for path in PYTHON if path != here}
    assert {name: words for name, words in found.items() if words} == {}


def test_nothing_names_the_machine_it_was_written_on() -> None:
    here = Path(__file__).resolve()
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if path != here and b"\0" not in content:
            found[short(path)] = OF_A_MACHINE.findall(content.decode(errors="replace"))
    assert {name: words for name, words in found.items() if words} == {}


def test_no_drawer_for_odds_and_ends() -> None:
    assert [short(path) for path in PYTHON if {path.stem, path.parent.name} & BESIDE] == []


def test_only_the_clock_reads_the_time() -> None:
    readers = {
        short(path)
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] in {"app", "workflows"}
        and re.search(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(", path.read_text(encoding="utf-8"))
    }
    assert readers == {"app/core/clock.py"}


def test_a_use_case_never_commits() -> None:
    """Only the request, `transaction()` and the few that must outlive a refusal end a transaction."""
    allowed = {"app/core/transaction.py", "app/accounts/actions/sign_in.py", "app/accounts/actions/check_code.py"}
    committing = {
        short(path)
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] == "app" and "session.commit()" in path.read_text(encoding="utf-8")
    }
    assert committing <= allowed


def test_nothing_catches_everything() -> None:
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                name = node.type.id if isinstance(node.type, ast.Name) else ""
                assert node.type is not None, f"{short(path)}:{node.lineno}"
                assert name != "Exception", f"{short(path)}:{node.lineno}"


def test_the_locks_cover_what_the_project_needs() -> None:
    assert lock.check() == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE", "NOTICE"])
def test_the_papers_of_the_project_are_there(name: str) -> None:
    assert (ROOT / name).exists()
