"""Screenshots of the main pages into docs/pictures: what a newcomer meets first, then the demonstration's cases.

Run from the project's folder, on a machine whose browser has a Chinese font (Noto Sans CJK SC):
``.venv/bin/python -m tests.journeys.pictures``
"""

from __future__ import annotations

import io
import tempfile
import threading
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

from app.cli.consume import EVERY_MINUTE
from app.cli.demo import Town, fresh_app
from app.core import clock
from app.example.walk import homestead, neighbours
from app.example.walk.person import Person
from app.example.walk.shared_steps import (
    Dispute,
    choose_mediators,
    hand_on,
    register,
    sit,
    start,
    write_clauses,
)
from app.settings import PROJECT_FOLDER
from tests.browser import find_chromium

PICTURES = PROJECT_FOLDER / "docs" / "pictures"
DESKTOP = {"width": 1280, "height": 900}
MOST_BYTES = 200_000
TALLEST = 1500


class Album:
    """Signs people in and keeps what they see."""

    def __init__(self, browser: Browser, address: str, passwords: dict[str, str]) -> None:
        self.browser, self.address, self.passwords = browser, address, passwords

    def page_of(self, login_name: str | None) -> Page:
        """A fresh page at which somebody has signed in."""
        page = self.browser.new_page(base_url=self.address, viewport=DESKTOP, locale="zh-CN")
        page.goto("/sign-in")
        if login_name:
            page.get_by_label("登录名").fill(login_name)
            page.get_by_label("密码").fill(self.passwords[login_name])
            with page.expect_navigation():
                page.get_by_role("button", name="登录", exact=True).click()
        return page

    def keep(self, name: str, page: Page, address: str | None = None) -> None:
        """Save a screenshot in few colours, so that the repository stays small."""
        if address:
            page.goto(address, wait_until="networkidle")
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST))).convert("RGB")
        path = PICTURES / f"{name}.png"
        picture.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SystemExit(f"{path.name}: {size} bytes are too many")
        page.close()


def cases(town: Town) -> dict[str, str]:
    """Put cases where the pictures want them; addresses of case pages by what waits there."""
    with tempfile.TemporaryDirectory() as papers:
        folder = Path(papers)
        office = town.office(folder)
        mediator, head = office.mediator, office.head
        neighbours.neighbours(mediator, head, folder)
        proposing = register(mediator, neighbours.RAIN_PIPE, -2)
        start(mediator, proposing, "村人民调解委员会", -1)
        town_case = homestead.climb(office)
        homestead.agree_in_town(office, town_case)
        page = office.town_mediator.step(town_case, "起草协议")
        saved = office.town_mediator.press(
            write_clauses(office.town_mediator, page, homestead.clauses(corrected=False), {"履行地点": "双方住所"})
        )
        assert saved.status == 200
        hand_up(mediator, neighbours.DEBT, -8)
        hand_up(mediator, neighbours.FENCE, -1)
        return {"proposal": proposing, "town": town_case}


def hand_up(mediator: Person, dispute: Dispute, on: int) -> None:
    """A dispute the village sends to the town, which has to answer."""
    case = register(mediator, dispute, on)
    start(mediator, case, "村人民调解委员会", on)
    choose_mediators(mediator, case, on)
    sit(mediator, case, homestead.VILLAGE, on)
    hand_on(mediator, case, "往上一级", "分歧较大。", on)


def take_first(album: Album) -> None:
    """What whoever starts the example meets, under the name that README gives first."""
    album.keep("sign-in", album.page_of(None))
    album.keep("today", album.page_of("mediator08"), "/")
    album.keep("cases", album.page_of("mediator08"), "/cases/")


def take(album: Album, town: Town, places: dict[str, str]) -> None:
    """The pages of the demonstration's cases."""
    case = places["town"]
    number = case.rsplit("/", 1)[-1]
    album.keep("registration", album.page_of("mediator08"), "/cases/register")
    album.keep("mediator-proposal", album.page_of("mediator08"), f"{places['proposal']}/mediators")
    album.keep("draft-agreement", album.page_of("town-mediator"), f"/agreements/{number}/draft")
    person = town.office(PICTURES).town_mediator
    form = person.step(case, "起草协议").form()
    name = form.options("请哪一位")[0]
    form.fill({"要不要请法律顾问看": "请法律顾问看", "请哪一位": name})
    person.press(form)
    adviser = next(one for one in town.passwords if one.startswith("adviser") and town.person(one).name == name)
    album.keep("case-page", album.page_of("town-mediator"), case)
    album.keep("adviser-review", album.page_of(adviser), f"/reviews/cases/{number}")
    page = album.page_of("mediator08")
    page.goto(places["proposal"])
    album.keep("deadline", page, page.locator("a.why-link").first.get_attribute("href"))
    album.keep("petitions", album.page_of("petition"), "/petitions/")
    page = album.page_of("petition")
    page.goto("/petitions/?status=handling")
    album.keep("petition", page, page.locator("table a[href^='/petitions/']").first.get_attribute("href"))
    album.keep("petition-head", album.page_of("leader"), "/head")
    album.keep("process-diagram", album.page_of("town-mediator"), "/processes/ladder?now=village_level")


def run_clockwork_once(app: Flask) -> None:
    """What the clockwork beside the server does in its first minute."""
    with app.app_context():
        for job in EVERY_MINUTE:
            job.sweep(clock.now())


def main() -> None:
    """Make all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jieyou-pictures-") as ground, sync_playwright() as player:
        app = fresh_app(Path(ground))
        run_clockwork_once(app)
        town = Town(app, lambda _line: None)
        server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="")
        threading.Thread(target=server.run, daemon=True).start()
        browser = player.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        album = Album(browser, f"http://127.0.0.1:{server.effective_port}", town.passwords)
        take_first(album)
        take(album, town, cases(town))
        browser.close()
        server.close()


if __name__ == "__main__":
    main()
