"""Errors become a page with a sentence; an unexpected one also shows the request number to read out on the phone."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.core.db import db
from app.core.errors import DomainError
from app.core.not_stored import NotStored, refusal_of
from app.core.plain_page import READING, plain_page, typed
from app.core.storage_faults import STORAGE_ERRORS, Fault, fault_of
from workflows.diagrams.forms import FormRefused

TITLES = {
    403: "这里您进不去",
    404: "没有找到",
    409: "现在办不了",
    422: "填的内容要改一改",
    429: "请等一等再试",
    500: "系统出了差错",
}
SENTENCES = {
    400: "这一页放得太久，或者不是从本系统打开的。请退回上一页，刷新以后再办一次；填过的内容还在。",
    403: "您看不了这一页。请找本调委会主任，或者打页脚的电话。",
    404: "没有这一页，或者不是您村的案件。请从“今天”或“案件”进去找。",
    405: "这个地址不能直接打开。请从“今天”进去。",
    413: "文件太大，没有收下。请把照片拍小一点，一次少传几张。",
    500: "不是您的错，已经记下来了，刚才填的没有存上。请过一会儿再试；还不行就打页脚的电话，报下面的编号。",
}

FORM_CHANGED = "这一步的表单换了，现在办不了，案件还停在原处。请打页脚的电话找管理员，把这一步的表单补上再办。"


def _page(status: int, sentence: str) -> Response:
    """The page in its frame; when the frame cannot be had, because it asks the database, the plain one."""
    title = TITLES.get(status, "现在办不了")
    try:
        db.session.rollback()
        number = g.get("request_number", "-")
        body = render_template("pages/errors/error.html", title=title, sentence=sentence, request_number=number)
    except SQLAlchemyError as error:
        if fault_of(error) is None:
            raise
        body = plain_page(title, sentence)
    return make_response(body, status)


def answer(error: DomainError) -> Response:
    """The page of a refused action; of one that disk or database refused, with all that was typed."""
    if isinstance(error, NotStored):
        response = make_response(plain_page(error.title, error.sentence, typed()), error.status)
    else:
        response = _page(error.status, error.sentence)
    response.headers.update(error.headers)
    return response


def not_stored(error: BaseException, *, while_committing: bool = False) -> Response:
    """The page of a fault of disk or database; what is none is unexpected, and so is a row refused while reading."""
    is_mistake = request.method in READING and fault_of(error) is Fault.MOVED_ON
    refusal = None if is_mistake else refusal_of(error, while_committing=while_committing)
    if refusal is not None:
        return answer(refusal)
    if current_app.config.get("TESTING"):
        raise error
    return _unexpected(error)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    response = _page(status, SENTENCES.get(status, SENTENCES[500]))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _no_such_number(_error: Exception) -> Response:
    """A number no table can hold was asked for: nothing has it."""
    return _page(404, SENTENCES[404])


def _form_changed(error: FormRefused) -> Response:
    """The form of a step is gone or faulty since its case began: nobody can answer until it is back."""
    current_app.logger.error("form refused on %s: %s", request.endpoint, error)
    return _page(409, FORM_CHANGED)


def _unexpected(error: BaseException) -> Response:
    current_app.logger.error("unexpected %s on %s", type(error).__name__, request.endpoint, exc_info=error)
    return _page(500, SENTENCES[500])


def init_app(app: Flask) -> None:
    """Register the handlers; in tests an unexpected error is raised, not shown."""
    app.register_error_handler(DomainError, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(FormRefused, _form_changed)
    for too_large in (OverflowError, DataError):
        app.register_error_handler(too_large, _no_such_number)
    for fault in STORAGE_ERRORS:
        app.register_error_handler(fault, not_stored)
    if not app.config.get("TESTING"):
        app.register_error_handler(Exception, _unexpected)
