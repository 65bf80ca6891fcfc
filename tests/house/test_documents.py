"""The documents name files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"`((?:app|workflows|bpmn|templates|tests|tools|docs)/[\w./-]+?)(?:: [\w, ]+)?`")
LINKED = re.compile(r"\]\((?!https?:)([\w./-]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in NAMED.findall(text) if "<" not in name}
    missing = {name for name in named if not (ROOT / name).exists()}
    missing |= {link for link in LINKED.findall(text) if not (document.parent / link).exists()}
    assert missing == set()


def test_every_function_a_document_names_is_in_its_file() -> None:
    named = re.compile(r"`((?:app|workflows)/[\w/]+\.py): ([\w, ]+)`")
    lost = [
        f"{document.name}: {path}: {name}"
        for document in DOCUMENTS
        for path, names in named.findall(document.read_text(encoding="utf-8"))
        for name in names.split(", ")
        if not re.search(rf"^ *(?:def|class) {name}\b|^{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M)
    ]
    assert lost == []


def test_the_tour_names_enough_files_for_this_to_mean_something() -> None:
    assert len(NAMED.findall((ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))) > 30
