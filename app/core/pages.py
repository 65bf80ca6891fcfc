"""Rendering: the one way from a view to HTML, and what every page may use."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from jinja2 import StrictUndefined

from app.core import clock
from app.core.asked import whole_number
from app.core.database_check import is_marked
from app.core.dates import in_chinese
from app.core.guard import actor_or_none
from app.core.permissions import Permission, may

MENU = (
    ("今天", "desk.today", Permission.TODAY_SEE),
    ("案件", "cases.index", Permission.CASE_SEE),
    ("信访", "petitions.index", Permission.PETITION_SEE),
    ("检举控告", "accusations.index", Permission.ACCUSATION_SEE),
    ("人", "mediators.index", Permission.MEDIATOR_SEE),
    ("抽查", "agreements.spot_checks", Permission.CASE_SPOT_CHECK),
    ("更多", "accounts.more", Permission.ACCOUNT_OWN),
)
LAST_PAGE = 100_000
NO_ADDRESS = "还没设网址"
"""Stands in papers, messages and links as long as nobody but this machine could open them."""
_providers: dict[str, Callable[[], object]] = {}


def provide(name: str, value: Callable[[], object]) -> None:
    """Let a room put a value on every page (computed when a page is made)."""
    _providers[name] = value


def render(template: str, **context: object) -> str:
    """A page of templates/pages as HTML."""
    return render_template(f"pages/{template}", **context)


def paper_response(content: bytes, name: str) -> Response:
    """A PDF that opens in the browser."""
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file that is saved and never opened in the page."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def chinese_date(day: date | None) -> str:
    """``2026年11月23日``; an empty text when there is none."""
    return "" if day is None else in_chinese(day)


def chinese_moment(moment: datetime | None) -> str:
    """``2026年11月23日 09:30`` on a clock in Shanghai."""
    if moment is None:
        return ""
    seen = clock.local(moment)
    return f"{chinese_date(seen.date())} {seen:%H:%M}"


def asset(name: str) -> str:
    """The address of a built front-end file by its plain name."""
    manifest: dict[str, str] = current_app.extensions["asset_manifest"]
    return url_for("static", filename=f"build/{manifest.get(name, name)}")


def _navigation() -> list[dict[str, object]]:
    actor = actor_or_none()
    return [
        {"label": label, "href": url_for(endpoint), "current": (request.endpoint or "") == endpoint}
        for label, endpoint, permission in MENU
        if may(actor, permission)
    ]


def _context() -> dict[str, Any]:
    values: dict[str, Any] = {
        "navigation": _navigation(),
        "help_line": f"{current_app.config['HELP_NAME']} {current_app.config['HELP_PHONE']}",
        "town_name": current_app.config["TOWN_NAME"],
        "may": lambda permission, thing=None: may(actor_or_none(), permission, thing),
        "today": clock.today(),
        "now": clock.now(),
        "is_pretended": bool(current_app.config["PRETEND_DATE"]),
        "is_damaged": is_marked(Path(str(current_app.config["DATA_FOLDER"]))),
    }
    values.update({name: value() for name, value in _providers.items()})
    return values


def init_app(app: Flask) -> None:
    """Strict templates, filters for dates, the asset manifest and the values of every page."""
    manifest = Path(app.static_folder or "") / "build" / "manifest.json"
    app.extensions["asset_manifest"] = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["chinese_date"] = chinese_date
    app.jinja_env.filters["chinese_moment"] = chinese_moment
    app.context_processor(_context)


def address(endpoint: str, **values: Any) -> str:
    """The address of a view, for rooms that do not speak Flask."""
    return url_for(endpoint, **values)


def public_url() -> str | None:
    """The address at which others reach the system, without a slash at its end; None while there is none.

    An address of this machine alone is no address for anybody else: what is printed or sent says `NO_ADDRESS` instead.
    """
    address = setting_text("PUBLIC_URL").rstrip("/")
    return None if _is_of_this_machine(urlsplit(address).hostname or "") else address


def _is_of_this_machine(host: str) -> bool:
    if host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def setting_number(name: str) -> int:
    """A whole-number setting by its upper-case name."""
    return int(current_app.config[name])


def setting_text(name: str) -> str:
    """A text setting by its upper-case name."""
    return str(current_app.config[name])


@dataclass(frozen=True)
class Pager:
    """Which page of a list is shown, of how many, and the addresses of those beside it (empty at the ends)."""

    current: int
    last: int
    previous: str
    next: str


def pager(total: int, size: int, endpoint: str, is_capped: bool = False, /, **asked: Any) -> Pager:
    """The pages of a list of `total` rows, `size` on each; `asked` is what its address asks for besides the page.

    `is_capped`: there are more rows than were counted, so that no page is known to be the last.
    """
    current, last = asked_page(), -(-total // size)
    before = url_for(endpoint, page=current - 1, **asked) if current > 1 else ""
    after = url_for(endpoint, page=current + 1, **asked) if current < last or is_capped else ""
    return Pager(current, 0 if is_capped else last, before, after)


def asked_page() -> int:
    """The page of a list the address asks for; what is none is the first, what is absurd the last that can be."""
    return min(whole_number(request.args.get("page"), least=1) or 1, LAST_PAGE)
