"""What lies open for a moment lies in the data folder and is gone afterwards, also when a command was killed."""

from __future__ import annotations

import stat
from pathlib import Path

from app.cli.scratch import PREFIX, scratch_folder


def test_a_scratch_folder_is_for_its_owner_and_gone_afterwards(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as room:
        assert room.parent == tmp_path
        assert stat.S_IMODE(room.stat().st_mode) == 0o700
        (room / "database").write_text("rows")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_removed_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    (left / "lock").touch()
    (left / "database").write_text("rows")
    with scratch_folder(tmp_path) as one, scratch_folder(tmp_path) as other:
        assert not left.exists()
        assert one.exists()
        assert one != other
