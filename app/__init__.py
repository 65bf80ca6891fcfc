"""解忧: people's mediation for a town.  Read `create_app` top to bottom and you know what the system is."""

from __future__ import annotations

from flask import Flask

from app import (
    accounts,
    accusations,
    agreements,
    audit,
    cases,
    cli,
    deadlines,
    desk,
    legal_review,
    letters,
    matters,
    mediators,
    notifications,
    organisations,
    papers,
    petitions,
    processes,
    statistics,
)
from app.core import (
    access_log,
    beside,
    clock,
    db,
    error_pages,
    extensions,
    guard,
    health,
    hidden,
    incoming,
    logs,
    pages,
    row_addresses,
    security,
    signatures,
    transaction,
)
from app.settings import load_settings


def create_app(**overrides: object) -> Flask:
    """The application.  `overrides` are upper-case settings that win over the environment."""
    app = Flask(__name__, template_folder="../templates")
    app.config.update(load_settings(overrides))
    if app.config["PRETEND_DATE"]:
        clock.clock.pretend(app.config["PRETEND_DATE"])
    for part in (logs, signatures, security, incoming, db, hidden, extensions, error_pages, pages):
        part.init_app(app)
    for part in (access_log, beside, transaction, guard, row_addresses, health):
        part.init_app(app)
    for room in (audit, papers, organisations, accounts, deadlines, notifications, processes, matters, letters):
        room.register(app)
    for room in (mediators, cases, agreements, legal_review, accusations, petitions, statistics, desk, cli):
        room.register(app)
    return app
