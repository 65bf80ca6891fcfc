"""One JSON line a request: moment, number, account, method, endpoint, ids, status, milliseconds.  No names, no query,
no form: enough to tell who was refused what and when (OWASP ASVS 5.0, 16.2, 16.3), and nothing to tell about whom.

A line is one object of JSON, so that a line end in what is logged begins no line of its own (16.4.1).  The moment is
the machine's in UTC, also in training, when the office's clock stands on another day.

An unexpected error is logged with where it happened and of which kind it was, never with its message: a database
quotes the row that it refuses, and with it somebody's name.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Flask, Response, g, has_app_context, request

from app.core.row_addresses import Named

OTHERS = ("waitress",)
"""Libraries that speak on their own while we serve: they write the same lines."""


class JsonLines(logging.Formatter):
    """A log record as one JSON object with its moment in UTC; the request number is added when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": moment, "level": record.levelname, "message": record.getMessage()}
        line.update(getattr(record, "request", {}))
        if has_app_context() and "request_number" in g:
            line["request"] = g.request_number
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _trace(error: BaseException) -> str:
    """Where an error and those behind it happened, the first one first, without their messages."""
    behind = error.__cause__ or error.__context__
    place = "".join(traceback.format_tb(error.__traceback__))
    return f"{_trace(behind) if behind else ''}{place}{type(error).__module__}.{type(error).__qualname__}\n"


def _start() -> None:
    g.request_number = secrets.token_hex(4).upper()
    g.started = time.perf_counter()


def _about(asked: Mapping[str, object]) -> dict[str, int | str]:
    """The keys of the rows an address asked about; the public ids of those that nobody looked up (a refusal)."""
    named = {name: value.public_id for name, value in asked.items() if isinstance(value, Named)}
    return {name: value for name, value in asked.items() if isinstance(value, int)} | named


def _end(response: Response) -> Response:
    response.headers["X-Request-Number"] = g.get("request_number", "-")
    if request.endpoint != "static":
        spent = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000)
        facts = {
            "request": g.get("request_number", "-"),
            "account": g.get("account_id"),
            "method": request.method,
            "endpoint": request.endpoint,
            "about": _about(request.view_args or {}),
            "status": response.status_code,
            "milliseconds": spent,
        }
        logging.getLogger("jieyou.requests").info("request", extra={"request": facts})
    return response


def init_app(app: Flask) -> None:
    """Number every request and write its line to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in (app.logger.name, "jieyou.requests", *OTHERS):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING if app.config.get("TESTING") else logging.INFO)
    app.before_request(_start)
    app.after_request(_end)
