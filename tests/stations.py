"""Stations: where a walk came to is kept as a copy of the database file, and laid down for whoever goes there next.

A copy is only taken and laid while nothing was written since the test began but what other stations left, so that it
never hides what a test did before.  On PostgreSQL everybody walks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.core import clock
from app.core.db import db

W = TypeVar("W")
P = ParamSpec("P")


@dataclass
class Stations:
    """The copies of one database file."""

    file: Path
    folder: Path
    kept: dict[str, tuple[Path, dict[str, Any]]] = field(default_factory=dict)
    """The copy, and what the walk knew there, by the way it came."""
    way: str = ""
    """The stations the file came by since the test began."""
    _fresh: tuple[int, int] = (0, 0)

    def begin(self, way: str = "") -> None:
        """A test begins on the file as it lies, or goes on from a station."""
        self.way, self._fresh = way, self._written()

    @property
    def is_fresh(self) -> bool:
        """This is the database in use, and nothing else was written to it since the test began."""
        return db.engine.url.database == str(self.file) and self._written() == self._fresh and not self._log_is_full()

    def keep(self, way: str, known: dict[str, Any]) -> None:
        """Keep the file as it is now."""
        self._let_go()
        assert not (self.folder / "files").exists(), "a station keeps rows alone, and files were filed on the way to it"
        copy = self.folder / f"station-{len(self.kept)}.db"
        shutil.copy(self.file, copy)
        self.kept[way] = copy, known
        self.begin(way)

    def lay(self, way: str) -> dict[str, Any]:
        """Lay the copy down; what the walk knew there."""
        self._let_go()
        copy, known = self.kept[way]
        shutil.copy(copy, self.file)
        self.begin(way)
        return known

    def _let_go(self) -> None:
        """Every connection is closed, so that all that was written lies in the file; objects are read anew."""
        db.session.rollback()
        db.engine.dispose()
        assert not self._log_is_full(), "somebody still holds a connection to the database"

    def _log_is_full(self) -> bool:
        log = self.file.with_name(f"{self.file.name}-wal")
        return log.exists() and log.stat().st_size > 0

    def _written(self) -> tuple[int, int]:
        found = self.file.stat()
        return found.st_mtime_ns, found.st_size


here: Stations | None = None
"""The stations of the database this test runs on; None on PostgreSQL."""


def station(reach: Callable[Concatenate[W, P], W]) -> Callable[Concatenate[W, P], W]:
    """Mark a stretch of a walk that a test begins with: whoever goes it again finds its end as it was."""

    @wraps(reach)
    def reached(walk: W, *args: P.args, **kwargs: P.kwargs) -> W:
        if here is None or here.way or not here.is_fresh:
            return reach(walk, *args, **kwargs)
        steps = (type(walk).__qualname__, reach.__name__, args, sorted(kwargs.items()), sorted(vars(walk).items()))
        way = _named(steps)
        if way in here.kept:
            vars(walk).update(here.lay(way))
        else:
            reach(walk, *args, **kwargs)
            here.keep(way, dict(vars(walk)))
        return walk

    return reached


def scene(play: Callable[[], None]) -> Callable[[], None]:
    """Mark what makes many matters at once; scenes may follow each other."""

    @wraps(play)
    def played() -> None:
        if here is None or not here.is_fresh:
            play()
            return
        way = _named((here.way, play.__module__, play.__name__))
        if way in here.kept:
            here.lay(way)
        else:
            play()
            here.keep(way, {})

    return played


def _named(steps: tuple[object, ...]) -> str:
    return repr((*steps, clock.now()))
