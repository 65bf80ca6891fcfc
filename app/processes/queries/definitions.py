"""Diagram versions: new flows take the newest file, running ones keep the version stored with them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.core.db import db
from app.processes.models import DefinitionRow, Process
from app.settings import PROJECT_FOLDER
from workflows.catalogue import Definition

BPMN_FOLDER = PROJECT_FOLDER / "bpmn"
_by_hash: dict[str, Definition] = {}
_newest: dict[str, Definition] = {}


def folder_of(key: str) -> Path:
    """Where the diagrams and forms of a process lie."""
    return BPMN_FOLDER / key


def folders() -> list[Path]:
    """The folders that hold diagrams, by name."""
    return sorted(path for path in BPMN_FOLDER.iterdir() if path.is_dir() and any(path.glob("*.bpmn")))


def folder_with(diagram: str) -> Path | None:
    """The folder in which a diagram of this name lies; every name is used once in the house.

    The name may come from an address: it is looked for among the files there are, and the disk is not asked for it.
    """
    return next((folder for folder in folders() if diagram in {file.stem for file in folder.glob("*.bpmn")}), None)


def current(key: str) -> Definition:
    """The version in the files; read once per running program."""
    if key not in _newest:
        definition = Definition.from_folder(folder_of(key), key)
        _newest[key] = definition
        _by_hash[definition.sha256] = definition
    return _newest[key]


def newest(key: str, *, now: datetime) -> tuple[DefinitionRow, Definition]:
    """The row and specification new flows begin with; the row is made when this version is first used."""
    definition = current(key)
    found = select(DefinitionRow).where(DefinitionRow.key == key, DefinitionRow.sha256 == definition.sha256)
    row = db.session.scalar(found)
    if row is None:
        row = DefinitionRow(key=key, sha256=definition.sha256, source=definition.source, created_at=now)
        db.session.add(row)
        db.session.flush()
    return row, definition


def definition_of(process: Process) -> Definition:
    """The pinned version of a running flow."""
    row = process.definition
    if row.sha256 not in _by_hash:
        _by_hash[row.sha256] = Definition.from_source(row.key, row.source)
    return _by_hash[row.sha256]
