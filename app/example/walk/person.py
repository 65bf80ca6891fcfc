"""Somebody with a sign-in: opens addresses, answers steps, takes papers home, tells what the pages say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from werkzeug.test import TestResponse

from app.core import clock
from app.core.extensions import App
from app.example.walk.page import Filling, Page, Value
from app.example.walk.stopped import Stopped

Tell = Callable[[str], None]
HAPPENED = "什么时候的事"


def day(from_today: int) -> datetime:
    """Half past nine in the morning, so many days from today (negative: ago)."""
    return (clock.local(clock.now()) + timedelta(days=from_today)).replace(hour=9, minute=30)


def moment_field(moment: datetime) -> str:
    """As a date-and-time field takes it."""
    return f"{moment:%Y-%m-%dT%H:%M}"


def date_field(moment: datetime) -> str:
    """As a date field takes it."""
    return f"{moment:%Y-%m-%d}"


def in_words(moment: datetime) -> str:
    """``2026年11月30日``."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


class Visitor:
    """Somebody at a browser who has not signed in: a petitioner at home."""

    def __init__(self, app: App, tell: Tell) -> None:
        self.client, self.tell = app.test_client(), tell

    def open(self, address: str) -> Page:
        """Read a page.  Raises `Stopped` with what it says when it cannot be had."""
        return self._read(self.client.get(address, follow_redirects=True))

    def press(self, form: Filling) -> Page:
        """Press the form's button.  Raises `Stopped` with the faults the page names."""
        return self._read(self.client.post(form.address, data=form.sent(), follow_redirects=True))

    def _read(self, answer: TestResponse) -> Page:
        page = Page(answer.request.path, answer.status_code, answer.get_data(as_text=True))
        if page.status >= 400:
            raise Stopped(f"“{page.heading}”没有办成：{'；'.join(page.faults) or page.lead}")
        return page


class Person(Visitor):
    """One person at one browser; `name` is what the top of the page calls them."""

    def __init__(self, app: App, login_name: str, password: str, tell: Tell) -> None:
        super().__init__(app, tell)
        form = self.open("/sign-in").form("登录")
        form.fill({"登录名": login_name, "密码": password})
        self.name = self.press(form).signed_in_name

    def step(self, case: str, label: str) -> Page:
        """The page of an open step, reached from the case page."""
        return self.open(self.open(case).link(label))

    def carry_out(self, form: Filling, on: int | None = None) -> Page:
        """Press the button of an action that happened `on` (days from today; None: now) and tell what the page says."""
        if on is not None:
            form.answer(HAPPENED, moment_field(day(on)))
        page = self.press(form)
        self.tell(f"{page.number or page.heading}　{self.name}：{''.join(page.said)}{page.standing}")
        return page

    def answer(self, case: str, label: str, answers: Mapping[str, Value], on: int | None = None,
               everyone: Mapping[str, str] | None = None) -> Page:  # fmt: skip
        """Answer a step: the same for every party where `everyone` says so."""
        form = self.step(case, label).form()
        form.fill(answers)
        for caption, option in (everyone or {}).items():
            form.everyone(caption, option)
        return self.carry_out(form, on)

    def take_home(self, case: str, title: str, folder: Path) -> Path:
        """Print a paper of a case into a file named by its title and the case's number."""
        page = self.open(case)
        addresses = [address for name, address in page.papers if name == title]
        if not addresses:
            raise Stopped(f"“{page.heading}”还没有“{title}”。")
        return self.print(addresses[-1], page.number, folder / f"{title}{page.number}.pdf")

    def print(self, address: str, number: str, path: Path) -> Path:
        """Keep the paper behind an address in a file.  Raises `Stopped` when it is none."""
        answer = self.client.get(address)
        if answer.mimetype != "application/pdf":
            self._read(answer)
            raise Stopped(f"“{path.stem}”没有打印出来。")
        path.write_bytes(answer.data)
        self.tell(f"{number}　{self.name}打印：{path.name}")
        return path
