"""Versions of the processes: new flows take the newest files, running ones keep the version stored with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.core.permissions import Role
from app.processes.models import DefinitionRow, Process
from app.settings import PROJECT_FOLDER
from workflows.catalogue import Definition
from workflows.diagrams.process_file import StepRole, read_process_file, roles_of_all
from workflows.errors import DiagramRefused
from workflows.pinned import Pinned, pinned, refuse_unasked

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
    """The folder in which a diagram of this name lies; every name is used once in the house."""
    return next((folder for folder in folders() if diagram in {file.stem for file in folder.glob("*.bpmn")}), None)


@cache
def diagram_names() -> Mapping[str, Mapping[str, str]]:
    """By process: its diagrams by name, with what they show; read once per running program.

    Raises `DiagramRefused`.
    """
    return {folder.name: read_process_file(folder).diagrams for folder in folders()}


def process_with(diagram: str) -> str | None:
    """The process that has a diagram of this name; None when there is none.

    The name may come from an address: it is looked for among the names there are, and the disk is not asked for it.
    """
    return next((key for key, names in diagram_names().items() if diagram in names), None)


@cache
def step_roles() -> Mapping[str, StepRole]:
    """Who answers the steps of each role of the diagrams; read once per running program.

    Accounts are today's, so that a running matter is asked by its own version and answered by today's accounts.
    Raises `DiagramRefused`, also for a role of accounts that there is none of.
    """
    files = {folder.name: read_process_file(folder) for folder in folders()}
    for key, file in files.items():
        for name, role in file.roles.items():
            unknown = sorted(set(role.accounts) - set(Role))
            if unknown:
                raise DiagramRefused(f"流程“{key}”的角色“{name}”写了没有的账号身份“{unknown[0]}”，请改正。")
    return roles_of_all(files)


def current(key: str) -> Definition:
    """The version in the files, which new flows begin with; read once per running program.

    Raises `DiagramRefused`, `FormRefused` when a step has no form.
    """
    if key not in _newest:
        definition = Definition.from_folder(folder_of(key), key)
        refuse_unasked(definition)
        _newest[key] = definition
        _by_hash[definition.sha256] = definition
    return _newest[key]


def definition_of(process: Process) -> Definition:
    """The pinned version of a running flow."""
    return stored_version(process.definition)


def stored_version(row: DefinitionRow) -> Definition:
    """A version as it is stored, read once per running program.  Raises `DiagramRefused`."""
    if row.sha256 not in _by_hash:
        _by_hash[row.sha256] = Definition.from_source(row.key, row.source)
    return _by_hash[row.sha256]


def pinned_of(process: Process) -> Pinned:
    """The steps and forms of the version a flow began with."""
    return pinned(definition_of(process))


def newest_pinned(key: str) -> Pinned:
    """The steps and forms of the version in the files.  Raises what `current` raises."""
    return pinned(current(key))
