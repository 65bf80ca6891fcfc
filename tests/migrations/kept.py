"""Databases as the first test of the run that came so far left them, copied for all others that begin there."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.db import db
from tests import postgres


@dataclass(frozen=True)
class Stage:
    """A place on the way of a database: the stage it is reached from, and the walk that leads on from there."""

    name: str
    walk: Callable[[], object]
    after: Stage | None = None


@dataclass(frozen=True)
class Kept:
    """The copies of all workers: files of SQLite in a folder, databases of PostgreSQL beside those in use."""

    folder: Path

    def reach(self, stage: Stage) -> None:
        """Bring the database of the current application to a stage: by walking there once a run, else by a copy."""
        _let_go()
        kept = self.folder / f"{db.engine.url.get_backend_name()}-{stage.name}"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if kept.exists():
                _copy(stage, kept, is_back=True)
                return
            if stage.after is not None:
                self.reach(stage.after)
            stage.walk()
            _let_go()
            _copy(stage, kept, is_back=False)


def _copy(stage: Stage, kept: Path, *, is_back: bool) -> None:
    """Copy the database in use to what is kept, or back."""
    url = db.engine.url
    assert url.database is not None
    if url.get_backend_name() == "sqlite":
        shutil.copy(*((kept, url.database) if is_back else (url.database, kept)))
        return
    names = url.database, f"jieyou_kept_{stage.name}"
    taken, made = reversed(names) if is_back else names
    postgres.create_database(postgres.start_shared(), made, taken)
    if not is_back:
        postgres.drop_at_end(made)
        kept.touch()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()
