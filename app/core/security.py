"""Headers on every answer: a strict content policy, nothing cached on a shared PC; cookies; names we answer to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, request

from app.core.plain_page import plain_page

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
"""A year, subdomains included (ASVS 5.0 3.4.1, level 2)."""
YEAR_SECONDS = 365 * 24 * 3600
UNKNOWN_NAME = (
    "请用镇里发给您的网址打开。管理员：要用现在这个网址，请把它写进设置 JIEYOU_PUBLIC_URL 或者 "
    "JIEYOU_TRUSTED_HOSTS，再重新开系统。"
)


def cookie_name(name: str) -> str:
    """A cookie's name: by https only this very host may set it (``__Host-``; ASVS 5.0 3.3.1, 3.3.3)."""
    return f"__Host-{name}" if current_app.config["HTTPS"] else name


def keep_a_year(response: Response, name: str, value: str) -> None:
    """Set a cookie that outlives the browser: for what is no secret and opens nothing."""
    is_secure = bool(current_app.config["HTTPS"])
    response.set_cookie(
        cookie_name(name), value, max_age=YEAR_SECONDS, secure=is_secure, httponly=True, samesite="Lax", path="/"
    )


def _refuse_unknown_name() -> Response | None:
    """A name that is not ours would be believed in redirects: somebody could lead people away by it.

    A request without any name (HTTP/1.0) is let in: nothing of its own is believed.
    """
    if (
        "HTTP_HOST" not in request.environ
        or urlsplit(f"//{request.host}").hostname in current_app.config["KNOWN_HOSTS"]
    ):
        return None
    return make_response(plain_page("这个网址不是本系统的", UNKNOWN_NAME, may_repeat=False), 400)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "geolocation=(), microphone=()"
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint != "static" or response.status_code not in (200, 206, 304):
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def init_app(app: Flask) -> None:
    """Refuse names that are not ours before anything else is asked; add the headers."""
    app.before_request(_refuse_unknown_name)
    app.after_request(_headers)
