"""A page as a person reads it: heading, sentences, links, papers, and forms found by the words beside the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from lxml import html

from app.core.public_ids import PATTERN
from app.example.walk.stopped import Stopped

Value = str | Sequence[str]
CASE_PAGE = re.compile(rf"/(cases|petitions)/{PATTERN}")


def words_of(element: Any) -> str:
    """The text of an element with single blanks."""
    return " ".join(str(element.text_content()).split())


def _caption(element: Any) -> str:
    return words_of(element).removesuffix("选填").strip()


class Page:
    """What came back from the town's web server."""

    def __init__(self, address: str, status: int, text: str) -> None:
        self.address, self.status = address, status
        self.tree: Any = html.document_fromstring(text)

    def _texts(self, selector: str) -> list[str]:
        return [words_of(found) for found in self.tree.xpath(selector)]

    @property
    def heading(self) -> str:
        """The words of the first heading."""
        return next(iter(self._texts("//h1")), "")

    @property
    def lead(self) -> str:
        """The sentence below the heading: on the page of a case or a petition, where it stands."""
        return next(iter(self._texts("//p[@class='lead']")), "")

    @property
    def signed_in_name(self) -> str:
        """Who the page says is signed in."""
        return next(iter(self._texts("//span[@class='signed-in-name']")), "")

    @property
    def number(self) -> str:
        """The number above the heading, empty when there is none."""
        return next(iter(self._texts("//p[contains(@class,'page-number')]")), "")

    @property
    def standing(self) -> str:
        """Where the matter stands, when this is the page of a case or a petition."""
        return self.lead if CASE_PAGE.fullmatch(self.address) else ""

    @property
    def said(self) -> list[str]:
        """What the page says about the action just done."""
        return self._texts("//p[contains(concat(' ',@class,' '),' flash ')]")

    @property
    def notices(self) -> list[str]:
        """Sentences set off from the text."""
        return self._texts("//p[contains(@class,'notice')]")

    @property
    def faults(self) -> list[str]:
        """What must be put right before it is taken."""
        return self._texts("//div[contains(@class,'error-summary')]//li")

    @property
    def papers(self) -> Iterator[tuple[str, str]]:
        """Title and address of every paper that can be printed."""
        for row in self.tree.xpath("//ul[@class='paper-list']/li[a]"):
            title = row.xpath("./span[@class='paper-title']")[0]
            for note in title.xpath("./span"):
                note.drop_tree()
            yield words_of(title), self._absolute(row.xpath("./a/@href")[0])

    def link(self, words: str) -> str:
        """The address behind a link that begins with these words.  Raises `Stopped`."""
        for found in self.tree.xpath("//main//a[@href] | //aside//a[@href]"):
            if words_of(found).startswith(words):
                return self._absolute(found.get("href"))
        raise Stopped(f"“{self.heading}”这一页上没有“{words}”。页面说：{self.lead}")

    def _absolute(self, href: str) -> str:
        return urljoin(self.address, href)

    def facts(self) -> dict[str, str]:
        """What the page says in pairs, by the words on the left."""
        pairs = self.tree.xpath("//main//dl[@class='facts']/div")
        return {words_of(pair.xpath("./dt")[0]): words_of(pair.xpath("./dd")[0]) for pair in pairs}

    def form(self, button: str = "") -> Filling:
        """The form with this button; without words, with the page's main button.  Raises `Stopped`."""
        for form in self.tree.xpath("//main//form"):
            for found in form.xpath(".//button"):
                is_main = "button-main" in found.get("class", "")
                if words_of(found) == button or (is_main and not button):
                    return Filling(form, found, self._absolute(form.get("action") or self.address))
        raise Stopped(f"“{self.heading}”这一页上没有“{button}”这个按钮。页面说：{self.lead}")


class Part:
    """A part of a form: the whole, one row, the fields of one party."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def fill(self, answers: Mapping[str, Value]) -> None:
        """Answer questions by their captions."""
        for caption, value in answers.items():
            self.answer(caption, value)

    def answer(self, caption: str, value: Value) -> None:
        """Choose among options, or write into a field.  Raises `Stopped` when the page asks nothing like that."""
        group = self._group(caption)
        if group is not None:
            return self._choose(group, caption, [value] if isinstance(value, str) else value)
        for label in self.element.xpath(".//label[@for]"):
            if _caption(label) == caption:
                return self._write(label.get("for"), value)
        raise Stopped(f"这一页没有问“{caption}”。")

    def everyone(self, caption: str, option: str) -> None:
        """The same answer for every party."""
        group = self._group(caption)
        parties = [] if group is None else group.xpath("./fieldset")
        for party in parties:
            self._choose(party, caption, [option])
        if not parties:
            raise Stopped(f"这一页没有逐个问“{caption}”。")

    def part(self, caption: str) -> Part:
        """The part below a caption."""
        group = self._group(caption)
        if group is None:
            raise Stopped(f"这一页没有“{caption}”。")
        return Part(group)

    def rows(self) -> list[Part]:
        """The repeated rows, in order."""
        return [Part(row) for row in self.element.xpath(".//fieldset[contains(@class,'row-box')]")]

    @property
    def caption(self) -> str:
        """The part's own caption."""
        return next((_caption(legend) for legend in self.element.xpath("./legend")), "")

    def captions(self) -> list[str]:
        """Captions of all groups of options."""
        return [_caption(legend) for legend in self.element.xpath(".//fieldset/legend")]

    def options(self, caption: str) -> list[str]:
        """The options of a group."""
        group = self._group(caption)
        return [] if group is None else [words_of(label) for label in group.xpath(".//label")]

    def chosen(self, caption: str) -> list[str]:
        """The options of a group that are chosen already."""
        group = self._group(caption)
        ticked = [] if group is None else group.xpath(".//input[@checked]/@id")
        return [words_of(label) for one in ticked for label in group.xpath(".//label[@for=$id]", id=one)]

    def _group(self, caption: str) -> Any:
        found = self.element.xpath(".//fieldset[legend]")
        fitting = [group for group in found if _caption(group.xpath("./legend")[0]) == caption]
        own = [group for group in fitting if not self._is_in_a_row(group)]
        return next(iter([*own, *fitting]), None)

    def _is_in_a_row(self, group: Any) -> bool:
        """Whether a row of this part lies around the group: the part's own question goes before a row's."""
        around = group.iterancestors("fieldset")
        return any("row-box" in one.get("class", "") for one in around if one in self.element.iterdescendants())

    def _choose(self, group: Any, caption: str, wanted: Sequence[str]) -> None:
        options = {words_of(label): label.get("for") for label in group.xpath(".//label[@for]")}
        missing = [one for one in wanted if one not in options]
        if missing:
            raise Stopped(f"“{caption}”里没有“{missing[0]}”，只有：{'、'.join(options)}。")
        for words, identity in options.items():
            control = self.element.xpath("//*[@id=$id]", id=identity)[0]
            control.attrib.pop("checked", None)
            if words in wanted:
                control.set("checked", "checked")

    def _write(self, identity: str, value: Value) -> None:
        control = self.element.xpath("//*[@id=$id]", id=identity)[0]
        if control.get("type") == "checkbox":
            control.checked = value == "是"
        else:
            control.value = value


class Filling(Part):
    """A form being filled in, and the button that will be pressed."""

    def __init__(self, form: Any, button: Any, address: str) -> None:
        super().__init__(form)
        self.button, self.address = button, address

    def by(self, button: str) -> Filling:
        """The same form, but another of its buttons is pressed."""
        found = next(one for one in self.element.xpath(".//button") if words_of(one) == button)
        return Filling(self.element, found, self.address)

    def sent(self) -> dict[str, list[str]]:
        """Names and values as a browser would send them, hidden ones included."""
        sent: dict[str, list[str]] = {}
        for control in [*self.element.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"), self.button]:
            if control.get("name") and not _is_left_out(control):
                sent.setdefault(control.get("name"), []).append(_value(control))
        return sent


def _is_left_out(control: Any) -> bool:
    """Whether a browser sends nothing for it: not ticked, or a file nobody chose."""
    kind = control.get("type")
    return kind == "file" or (kind in ("radio", "checkbox") and control.get("checked") is None)


def _value(control: Any) -> str:
    if control.tag in ("textarea", "select"):
        return str(control.value or "")
    return str(control.get("value") or ("on" if control.get("type") == "checkbox" else ""))
