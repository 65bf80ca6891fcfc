"""The real application behind a real web server on a free port, on the small town; one for each worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import delete, select, table, update
from waitress import create_server

from app import create_app
from app.accounts.models import Account, Draft
from app.core import clock
from app.core.db import Model, db
from tests import town
from tests.journeys.desk import Desk

PHONE, OFFICE = (390, 844), (1280, 900)


class Site:
    """Where the pages are, and the way to sit down at one of its desks."""

    def __init__(self, app: Flask, address: str, browser: Browser) -> None:
        self.app, self.address, self.browser = app, address, browser
        self._cookies: dict[str, list[dict[str, object]]] = {}
        self.open_contexts: list[BrowserContext] = []
        self.passwords = _passwords(app)

    def context(self, *, script: bool = True, size: tuple[int, int] = OFFICE) -> BrowserContext:
        """A browser of its own: no cookie, no storage shared with others; scrolled to a place, it jumps there."""
        made = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=script,
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
        )
        made.set_default_timeout(60_000)
        self.open_contexts.append(made)
        return made

    def desk(
        self,
        login_name: str,
        *,
        script: bool = True,
        size: tuple[int, int] = OFFICE,
        at: str = "/",
        wound: bool = False,
    ) -> Desk:
        """Somebody before a page who has signed in through the sign-in page (once; later the cookie is kept).

        A clock that is `wound` by the test runs in the pages.
        """
        context = self.context(script=script, size=size)
        if wound:
            context.clock.install()
        if login_name in self._cookies:
            context.add_cookies(self._cookies[login_name])
            desk = Desk(context.new_page()).open(at)
            if "/sign-in" not in desk.page.url:
                return desk
        desk = Desk(context.new_page())
        desk.sign_in(login_name, town.PASSWORD)
        self._cookies[login_name] = context.cookies()
        return desk if at == "/" else desk.open(at)

    def close_desks(self) -> None:
        """Everybody leaves, and nothing is kept of what they were writing: a page that is left sends it on its way."""
        while self.open_contexts:
            leaving = self.open_contexts.pop()
            leaving.set_offline(True)
            leaving.close()

    def forget(self) -> None:
        """Put away what was begun, and wrong or new passwords."""
        with self.app.app_context():
            db.session.query(Draft).delete()
            db.session.execute(delete(table("brake")))
            for login_name, values in self.passwords.items():
                db.session.execute(update(Account).where(Account.login_name == login_name).values(values))
            db.session.commit()
            db.session.remove()


def _passwords(app: Flask) -> dict[str, dict[str, object]]:
    """What each sign-in name opens with when the site begins."""
    with app.app_context():
        names = Account.password_hash, Account.must_change_password, Account.first_password_until
        found = db.session.execute(select(Account.login_name, *names)).all()
        db.session.remove()
    return {login_name: dict(zip((one.key for one in names), values, strict=True)) for login_name, *values in found}


def made_in(folder: Path) -> Flask:
    """The application whose data lie in this folder."""
    address = f"sqlite:///{folder / 'site.db'}"
    given = {"DATA_FOLDER": str(folder), "SQLALCHEMY_DATABASE_URI": address, "REQUIRE_SECOND_FACTOR": False}
    return create_app(TESTING=True, **given)


@contextmanager
def running(folder: Path, browser: Browser) -> Iterator[Site]:
    """The site on the small town, served by waitress from a thread."""
    app = made_in(folder)
    clock.clock.source = lambda: town.NOW
    with app.app_context():
        Model.metadata.create_all(db.engine)
        town.build_town()
        db.session.remove()
    with served(app, browser) as site:
        yield site


@contextmanager
def served(app: Flask, browser: Browser) -> Iterator[Site]:
    """Whatever town the application has, behind a web server."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="")
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.effective_port}", browser)
    finally:
        server.close()
        serving.join(timeout=5)
        with app.app_context():
            db.engine.dispose()
