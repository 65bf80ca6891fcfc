"""One person at one screen: reads words, fills fields by their captions, presses buttons; by mouse or by keys."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400


class Desk:
    """A page of the browser, seen as its user sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> Desk:
        self.page.goto(address)
        return self

    def sign_in(self, login_name: str, password: str) -> None:
        """With the keyboard alone: the first Tab leads to the skip link, then on to the fields."""
        self.open("/sign-in")
        self.tab_to(self.field("登录名"))
        self.page.keyboard.type(login_name)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        expect(self.heading).to_have_text("今天要办的事")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    @property
    def standing(self) -> str:
        """The sentence below the heading."""
        return self.page.locator("main .lead").first.inner_text()

    @property
    def number(self) -> str:
        return self.page.locator("main .page-number").first.inner_text()

    @property
    def faults(self) -> list[str]:
        """The lines at the top that say what must be put right."""
        return self.page.locator(".error-summary li").all_inner_texts()

    @property
    def said(self) -> str:
        return " ".join(self.page.locator(".flash").all_inner_texts())

    def question(self, caption: str, within: Locator | None = None) -> Locator:
        """The group of options under a caption."""
        whole = f"normalize-space(.)='{caption}' or normalize-space(.)='{caption} 选填'"
        return (within or self.main).locator(f"xpath=.//fieldset[legend[{whole}]]")

    def field(self, caption: str, within: Locator | None = None) -> Locator:
        """The input with this caption."""
        return (within or self.main).get_by_label(re.compile(rf"^\s*{re.escape(caption)}(\s*选填)?\s*$"))

    def row(self, number: int) -> Locator:
        """A repeated row, counted from one."""
        return self.main.locator("fieldset.row-box").nth(number - 1)

    def write(self, caption: str, words: str, within: Locator | None = None) -> None:
        self.field(caption, within).fill(words)

    def choose(self, caption: str, option: str, within: Locator | None = None, last: bool = False) -> None:
        """Pick an option by its words; `last` when a row above asks the same."""
        found = self.question(caption, within)
        group = found.last if last else found.first
        group.get_by_label(option, exact=True).check()

    def everyone(self, caption: str, option: str) -> None:
        """The same option for every party."""
        for party in self.question(caption).locator("fieldset.party").all():
            party.get_by_label(option, exact=True).check()

    def press(self, words: str) -> Desk:
        """Press a button and wait for the page that follows."""
        button = self.main.get_by_role("button", name=words, exact=True)
        with self.page.expect_navigation():
            button.click()
        return self

    def follow(self, words: str) -> Desk:
        """Follow a link that begins with these words."""
        link = self.main.get_by_role("link", name=re.compile(rf"^\s*{re.escape(words)}"))
        assert link.count(), f"no “{words}” on “{self.heading.inner_text()}”: {self.faults} {self.said}"
        with self.page.expect_navigation():
            link.first.click()
        return self

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until this has the focus."""
        element = wanted.first
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if element.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab never comes to {wanted}")

    def choose_by_keys(self, caption: str, option: str) -> None:
        """Tab to the group, then arrows to the option."""
        group = self.question(caption).last
        radios = group.locator("input[type=radio]")
        labels = [text.strip() for text in group.locator("label").all_inner_texts()]
        checked = group.locator("input:checked")
        self.tab_to(checked if checked.count() else radios)
        start = radios.evaluate_all("all => all.indexOf(document.activeElement)")
        self.page.keyboard.press("Space")
        for _ in range((labels.index(option) - start) % len(labels)):
            self.page.keyboard.press("ArrowDown")

    def press_by_keys(self, words: str) -> Desk:
        """Tab to a button or link, then Enter."""
        wanted = self.main.get_by_role("button", name=words, exact=True).or_(
            self.main.get_by_role("link", name=words, exact=True)
        )
        self.tab_to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def paper(self, title: str, folder: Path) -> str:
        """Print a paper of the list on this page, or of the page the list leads to; its words without blanks."""
        named = self.page.locator(".paper-title", has_text=re.compile(rf"^\s*{re.escape(title)}"))
        row = self.main.locator(".paper-list li", has=named)
        address = str(row.locator("a").first.get_attribute("href"))
        if ".pdf" not in address:
            here = self.page.url
            address = str(self.open(address).main.locator("a[href*='.pdf']").first.get_attribute("href"))
            self.open(here)
        answer = self.page.request.get(address)
        assert answer.headers["content-type"] == "application/pdf", answer.text()
        path = folder / "paper.pdf"
        path.write_bytes(answer.body())
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return "".join(done.stdout.split())
