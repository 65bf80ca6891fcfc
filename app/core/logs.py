"""One JSON line a request: number, method, endpoint, status, milliseconds.  No names, no query, no form."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time

from flask import Flask, Response, g, request


class JsonLines(logging.Formatter):
    """A log record as one JSON object; the request number is added when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"level": record.levelname, "message": record.getMessage()}
        line.update(getattr(record, "request", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _start() -> None:
    g.request_number = secrets.token_hex(4).upper()
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-Number"] = g.get("request_number", "-")
    if request.endpoint != "static":
        spent = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000)
        facts = {
            "request": g.get("request_number", "-"),
            "method": request.method,
            "endpoint": request.endpoint,
            "status": response.status_code,
            "milliseconds": spent,
        }
        logging.getLogger("jieyou.requests").info("request", extra={"request": facts})
    return response


def init_app(app: Flask) -> None:
    """Number every request and write its line to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in (app.logger.name, "jieyou.requests"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING if app.config.get("TESTING") else logging.INFO)
    app.before_request(_start)
    app.after_request(_end)
