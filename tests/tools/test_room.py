"""The files of a run lie in memory where there is room, and are gone afterwards, also those of a killed run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests import room

NOBODY = 2**22 + 1
"""More than the greatest number Linux gives a process."""


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the memory, in a run that has no room yet."""
    monkeypatch.setattr(room, "IN_MEMORY", tmp_path)
    monkeypatch.setattr(room, "ENOUGH", 0)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    for name in ("TMPDIR", room.TAKEN):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path


def test_a_run_has_its_room_and_gives_it_back(memory: Path) -> None:
    left = memory / f"{room.PREFIX}{NOBODY}"
    left.mkdir()
    room.take()
    (own,) = memory.iterdir()
    assert tempfile.gettempdir() == str(own) != str(left)
    room.give_back()
    assert list(memory.iterdir()) == []


def test_where_memory_is_short_or_a_place_is_named_nothing_is_taken(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ENOUGH", 2**62)
    room.take()
    monkeypatch.setattr(room, "ENOUGH", 0)
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    room.take()
    room.give_back()
    assert list(memory.iterdir()) == []
