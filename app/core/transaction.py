"""One transaction per request: writing methods with a good answer commit, everything else rolls back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, request
from flask_wtf import FlaskForm
from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FileField, FormField, HiddenField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from app.core import clock, error_pages
from app.core.asked import may_name_field
from app.core.db import Model, db
from app.core.errors import DomainError
from app.core.fields import plain_line_ends
from app.core.not_stored import refusal_of
from app.core.storage_faults import STORAGE_ERRORS
from workflows.errors import EngineError

P = ParamSpec("P")
R = TypeVar("R")
LATE: set[str] = set()
REFUSED = (DomainError, EngineError, SQLAlchemyError, LookupError, ValueError)
"""What may be raised while one row of a sweep is done: it is logged, and the sweep goes on with the next row."""
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class DoneOnce(Model):
    """A form that was already carried out: a double tap finds its result here instead of doing it twice."""

    __tablename__ = "done_once"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(300))
    done_at: Mapped[datetime]


def begin_writing() -> None:
    """Start the session's transaction anew as a writing one (SQLite: BEGIN IMMEDIATE)."""
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def is_writing() -> bool:
    """Whether the session stands in a writing transaction, so that others wait for it."""
    session = db.session()
    return session.in_transaction() and session.connection().get_execution_options().get("sqlite_begin") == "IMMEDIATE"


def begins_late(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a writing view that does slow work first (a password hash, a file somebody sent) and calls `begin_writing`
    itself."""
    LATE.add(f"{view.__module__}.{view.__qualname__}")
    return view


@contextmanager
def transaction() -> Iterator[None]:
    """A writing unit of work outside a request: commits at the end, rolls back on any exception."""
    db.session.rollback()
    begin_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


class ChineseForm(FlaskForm):
    """A form whose built-in sentences are Chinese, for the rare one that has no sentence of ours."""

    class Meta(FlaskForm.Meta):
        """Read by WTForms."""

        locales = ("zh",)

        def wrap_formdata(self, form: BaseForm, formdata: object) -> object:
            """What the request sent for this form: texts with plain line ends, and files only for fields of files.

            A file under the name of another field, or a body that is no form, is not there for it.  Blanks alone are
            nothing: WTForms takes them for an empty answer and leaves them in place of a choice.
            """
            if isinstance(formdata, MultiDict) or formdata is None:
                return plain_line_ends(formdata) if formdata else formdata
            if request.method not in WRITING or not (request.form or request.files):
                return None
            texts = [(name, text) for name, text in request.form.items(multi=True) if may_name_field(name)]
            sent: MultiDict[str, Any] = MultiDict((name, text if text.strip() else "") for name, text in texts)
            for field in form:
                if isinstance(field, FileField):
                    sent.setlist(field.name, request.files.getlist(field.name))
            return plain_line_ends(sent)

        def get_translations(self, form: BaseForm) -> object:
            """Those that come with WTForms; no further package is asked."""
            return DefaultMeta.get_translations(self, form)


class OnceForm(ChineseForm):
    """A form whose second submission does nothing; the hidden key is drawn when the page is made."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))


def already_done(form: OnceForm) -> str | None:
    """Where the first submission of this very form led, or None when this is the first."""
    key = (form.once.data or "")[:64]
    return db.session.scalar(select(DoneOnce.location).where(DoneOnce.key == key)) if key else None


def done(form: OnceForm, location: str) -> None:
    """Remember that this form was carried out and where it led."""
    key = (form.once.data or "")[:64]
    if key:
        db.session.add(DoneOnce(key=key, location=location, done_at=clock.now()))


class Attempt:
    """Whether an action inside `attempt` was carried out, and the status of the page that shows its refusal."""

    def __init__(self) -> None:
        self.error: DomainError | None = None

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def status(self) -> int:
        return 200 if self.error is None else self.error.status

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says beside its status."""
        return self.error.headers if self.error else {}


@contextmanager
def attempt(form: FlaskForm) -> Iterator[Attempt]:
    """Carry out an action; a refusal, also by disk or database, rolls everything back and is said on the form."""
    result = Attempt()
    try:
        yield result
        db.session.flush()
    except (DomainError, *STORAGE_ERRORS) as error:
        db.session.rollback()
        result.error = error if isinstance(error, DomainError) else refusal_of(error)
        if result.error is None:
            raise
        _put_on_form(form, result.error)


def _put_on_form(form: FlaskForm, error: DomainError) -> None:
    """What is wrong at a field that this form does not show, as a form of before may not, is said above it."""
    above = [error.sentence]
    for name, sentence in error.fields.items():
        field = _field_named(form, name)
        if field is None:
            above.append(sentence)
        elif not isinstance(field, FormField):
            field.errors = [*field.errors, sentence]
    form.form_errors = [*form.form_errors, *dict.fromkeys(above)]


def _field_named(form: BaseForm, name: str) -> Field | None:
    """The field of this name, also inside lists of forms: ``parties-1-id_number``."""
    for field in form:
        if field.name == name or field.short_name == name:
            return field
        if isinstance(field, FieldList):
            for entry in field:
                found = _field_named(entry.form, name) if isinstance(entry, FormField) else None
                if found is not None and found.name == name:
                    return found
    return None


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in WRITING and view is not None and f"{view.__module__}.{view.__qualname__}" not in LATE:
        begin_writing()


def _finish(response: Response) -> Response:
    if request.method not in WRITING or response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except STORAGE_ERRORS as error:
        db.session.rollback()
        return error_pages.not_stored(error, while_committing=True)
    return response


def init_app(app: Flask) -> None:
    """Open a writing transaction before, and end it after, every request."""
    app.before_request(_begin)
    app.after_request(_finish)
