"""Databases as the first test that came so far left them, copied for the others that begin there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.db import db
from tests import postgres
from tests.conftest import WORKER


@dataclass
class Kept:
    """The copies: files of SQLite in a folder, databases of PostgreSQL beside the one in use."""

    folder: Path
    _stages: dict[str, set[str]] = field(default_factory=lambda: {"sqlite": set(), "postgresql": set()})

    def reach(self, stage: str, walk: Callable[[], object]) -> None:
        """Bring the database of the current application to a stage: by walking there once, later by a copy."""
        _let_go()
        stages = self._stages[db.engine.url.get_backend_name()]
        if stage in stages:
            self._copy(stage, is_back=True)
            return
        walk()
        _let_go()
        self._copy(stage, is_back=False)
        stages.add(stage)

    def drop(self) -> None:
        """Take the copies away that a found server would keep."""
        for stage in self._stages["postgresql"]:
            postgres.drop_database(postgres.start_shared(), _name(stage))

    def _copy(self, stage: str, *, is_back: bool) -> None:
        url = db.engine.url
        assert url.database is not None
        if url.get_backend_name() == "sqlite":
            places = url.database, str(self.folder / f"{stage}.db")
            shutil.copy(*(reversed(places) if is_back else places))
        else:
            names = url.database, _name(stage)
            taken, made = reversed(names) if is_back else names
            postgres.create_database(postgres.start_shared(), made, taken)


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def _name(stage: str) -> str:
    return f"jieyou_{WORKER}_kept_{stage}"
