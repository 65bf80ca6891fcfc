"""The tables' common ground: one metadata, aware moments, SQLite as strict as PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Select, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase

from app.core import engines

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database; a naive one is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[Any]):
    """A `StrEnum` kept as its short text, so that a reader of the table understands it."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment()}


db = SQLAlchemy(metadata=Model.metadata, session_options={"autoflush": True})
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


Row = TypeVar("Row", bound=Model)


def tables() -> list[type[Model]]:
    """The class of every table; of a table whose rows are of several classes the one they share."""
    return [mapper.class_ for mapper in Model.registry.mappers if mapper.inherits is None]


def table_class(row: type[Model]) -> type[Model]:
    """The class of the table that rows of a class lie in."""
    shared: type[Model] = row.__mapper__.base_mapper.class_
    return shared


def locked_or_made(wanted: Select[Row], make: Callable[[], Row]) -> Row:
    """The one row that is wanted, locked until the transaction ends; made when it is not there yet.

    Of two who would make it at the same moment one does, and the other waits for it.
    """
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(locked)
    if found is not None:
        return found
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(make())
    return db.session.scalars(locked).one()


class _MigrationsWhenAsked:
    """What `flask db` finds of the migrations; alembic is imported when something is asked of it, not at a start."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(directory=str(MIGRATIONS)).init_app(self._app, db)
        return getattr(self._app.extensions["migrate"], name)


def init_app(app: Flask) -> None:
    """Bind the database of `SQLALCHEMY_DATABASE_URI` to this application."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engines.options(str(app.config["SQLALCHEMY_DATABASE_URI"])))
    db.init_app(app)
    app.extensions["migrate"] = _MigrationsWhenAsked(app)
    with app.app_context():
        engines.listen(db.engine, wait_seconds=int(app.config["LOCK_WAIT_SECONDS"]))
