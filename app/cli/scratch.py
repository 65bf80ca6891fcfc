"""A place for what must not lie open elsewhere: a folder inside the data folder, for its owner alone, then gone."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, LOCK = ".scratch-", "lock"


@contextmanager
def scratch_folder(data_folder: Path) -> Iterator[Path]:
    """A folder of mode 700; those that killed commands left behind are removed first.  Raises `OSError`.

    Whoever uses one holds a lock in it, which the kernel lets go however the process ends.
    """
    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in data_folder.glob(f"{PREFIX}*"):
        if not _is_in_use(left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=data_folder, prefix=PREFIX) as room:
        handle = os.open(Path(room) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield Path(room)
        finally:
            os.close(handle)


def _is_in_use(folder: Path) -> bool:
    """One without a lock is just being made, or just being removed."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return not any(folder.iterdir()) if folder.is_dir() else True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
