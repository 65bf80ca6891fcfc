"""A place for what must not lie open elsewhere: a folder inside the data folder, for its owner alone, then gone."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".scratch-"
LEFT_BEHIND = 24 * 3600
"""Seconds after which a folder belongs to a command that was killed."""


@contextmanager
def scratch_folder(data_folder: Path) -> Iterator[Path]:
    """A folder of mode 700; those that killed commands left behind are removed first.  Raises `OSError`."""
    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in data_folder.glob(f"{PREFIX}*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=data_folder, prefix=PREFIX) as room:
        yield Path(room)
