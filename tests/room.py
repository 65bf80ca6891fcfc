"""Where a run keeps its files: in memory where there is room, for every commit of SQLite waits for a disk.

Whoever sets TMPDIR, or runs where memory is short, gets the usual place, and the files stay to be looked at.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
PREFIX = "jieyou-tests-"
ENOUGH = 4 * 2**30
"""Bytes; a whole run takes about a quarter of it."""
TAKEN = "TESTS_ROOM"


def take() -> None:
    """Make a room for this run and whatever it starts; clear up after killed runs."""
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir():
        return
    for left in IN_MEMORY.glob(f"{PREFIX}*"):
        if left.stat().st_uid == os.geteuid() and not Path("/proc", left.name.removeprefix(PREFIX)).exists():
            shutil.rmtree(left, ignore_errors=True)
    if shutil.disk_usage(IN_MEMORY).free < ENOUGH:
        return
    room = IN_MEMORY / f"{PREFIX}{os.getpid()}"
    room.mkdir()
    room.chmod(0o711)  # a database server under another account passes through
    os.environ["TMPDIR"] = os.environ[TAKEN] = tempfile.tempdir = str(room)


def give_back() -> None:
    """Take the room of this run away, if it has one."""
    room = os.environ.pop(TAKEN, "")
    if room:
        shutil.rmtree(room, ignore_errors=True)
