"""Paper: templates in, PDF out, and nothing half right.

WeasyPrint with one font configuration and one parsed stylesheet for the life of the process (a fresh one per paper
costs a gigabyte), only the fonts of our own folder, and a fetcher that opens nothing but embedded data. A character
without a glyph, a picture that does not load, or a foreign font stops the print with an error instead of leaving a
hole on paper.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import jinja2
from markupsafe import Markup

from app.core.amounts import in_both_forms, in_figures
from app.core.errors import Invalid
from app.core.fonts import font_families, font_files, fontconfig_file, in_body_face
from app.core.normalise import is_invisible
from app.core.page_marks import PAGES_AT_ONCE, SCHEME, PageMark, Printing, mark_picture, mark_rules

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
STYLESHEET = "print/paper.css"
ARCHIVE_VARIANT = "pdf/a-3b"
_ARCHIVED = {"pdf_variant": ARCHIVE_VARIANT, "output_intent": "office"}
_LOGGER_OF_WEASYPRINT = "weasyprint"
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、]|\d+[.\uff0e](?!\d)|[①-⑳])")


class CannotPrint(Invalid):
    """The paper would come out wrong; the sentence says what to change (422)."""


class Printable(Protocol):
    """A paper: a value that names its own template."""

    @property
    def template(self) -> str:
        """Path of the template under ``templates/``."""


@dataclass(frozen=True)
class Pdf:
    """A finished paper: its bytes, number of pages, and SHA-256 in hexadecimal."""

    content: bytes
    pages: int
    sha256: str


def printing_problem() -> str | None:
    """What keeps this machine from printing well, as a Chinese sentence for whoever runs it; None when all is there."""
    for library, package in (
        ("libpango-1.0.so.0", "libpango-1.0-0"),
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
        ("libfontconfig.so.1", "libfontconfig1"),
    ):
        if not _loads(library):
            return f"打印需要的程序库没有装上，文书打印不了。请运行：apt-get install {package}"
    if not _loads("libharfbuzz-subset.so.0"):
        return "打印会非常慢（每份十几秒）：缺少程序库。请运行：apt-get install libharfbuzz-subset0"
    if not font_files():
        return "打印字体没有装上，文书打印不了。请运行：make setup"
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def render_paper(paper: Printable, printing: Printing | None = None) -> Pdf:
    """One paper as a PDF, its pages marked when `printing` is given. Raises `CannotPrint` like `render_pdf`."""
    return lay_out(paper_html(paper, printing), printing.mark_of if printing else None)


def paper_html(paper: Printable, printing: Printing | None = None) -> str:
    """One paper filled into its template, before it is laid out. Raises `jinja2.UndefinedError` like `render_pdf`."""
    return _templates().get_template(paper.template).render(paper=paper, printing=printing)


def render_pdf(template: str, **context: object) -> Pdf:
    """Fill one template under ``templates/`` and lay it out as an archivable PDF (PDF/A-3b).

    Raises `CannotPrint` when a character has no glyph, an outside resource is asked for, or no font is installed;
    `jinja2.UndefinedError` when the template asks for a value that was not given.
    """
    return lay_out(_templates().get_template(template).render(**context))


def lay_out(html: str, mark_of: Callable[[int], PageMark] | None = None) -> Pdf:
    """Lay out a finished HTML text with the stylesheet of all papers. Raises `CannotPrint` like `render_pdf`."""
    return _press().print(html, mark_of)


@cache
def _press() -> _Press:
    problem = printing_problem()
    if not font_files():
        raise CannotPrint(problem or "打印字体没有装上。")
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file())
    return _Press()


class _Press:
    """The one place that knows WeasyPrint. One paper at a time: its font map is not made for threads."""

    def __init__(self) -> None:
        # Imported here because it looks for native libraries and reads FONTCONFIG_FILE at import.
        import weasyprint
        from weasyprint.css import ColorProfile
        from weasyprint.text.fonts import FontConfiguration

        self._html, self._css = weasyprint.HTML, weasyprint.CSS
        self._fonts = FontConfiguration()
        style = (TEMPLATES / STYLESHEET).read_text(encoding="utf-8")
        with _complaints() as complaints:
            self._style = self._parsed(style)
        complaints.raise_any()
        self._lock = Lock()
        # Handed over as bytes: WeasyPrint's own way of loading it leaves a file open for every paper.
        colours = BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
        self._colours = ColorProfile(colours, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))

    def print(self, html: str, mark_of: Callable[[int], PageMark] | None) -> Pdf:
        with self._lock, _complaints() as complaints:
            document = self._laid_out(html, mark_of, PAGES_AT_ONCE)
            if mark_of and len(document.pages) > PAGES_AT_ONCE:
                document = self._laid_out(html, mark_of, len(document.pages))
            content = document.write_pdf(**_ARCHIVED)
        complaints.raise_any()
        foreign = {font.family for font in document.fonts.values()} - font_families()
        if foreign:
            raise CannotPrint(f"用到了不该用的字体（{'、'.join(sorted(foreign))}），请先检查打印字体：make setup")
        return Pdf(content, len(document.pages), hashlib.sha256(content).hexdigest())

    def _laid_out(self, html: str, mark_of: Callable[[int], PageMark] | None, pages: int) -> Any:
        marks = [self._parsed(mark_rules(mark_of, pages))] if mark_of else []
        return self._html(string=html, url_fetcher=_fetcher(mark_of)).render(
            font_config=self._fonts,
            color_profiles={"office": self._colours},
            stylesheets=[self._style, *marks],
            **_ARCHIVED,
        )

    def _parsed(self, style: str) -> Any:
        return self._css(string=style, font_config=self._fonts, url_fetcher=_fetcher())


def _fetcher(mark_of: Callable[[int], PageMark] | None = None) -> Any:
    """Opens embedded data, and draws the marks of the pages; everything else is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # A fetcher of its own kind, because a plain function that raises breaks WeasyPrint 70.
    fetcher: Any = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    closed = fetcher.fetch

    def fetch(url: str, headers: object = None) -> Any:
        if mark_of is None or not url.startswith(SCHEME):
            return closed(url, headers)
        picture = mark_picture(mark_of(int(url.removeprefix(SCHEME))))
        return URLFetcherResponse(url, body=picture, headers={"Content-Type": "image/svg+xml"})

    fetcher.fetch = fetch
    return fetcher


class _Complaints(logging.Handler):
    """Collects WeasyPrint's warnings: each of them means that the paper is not what was asked for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lost: list[str] = []
        self.others: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self.lost.append(str(record.args[0]))
        else:
            self.others.append(record.getMessage())

    def raise_any(self) -> None:
        if self.lost:
            shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in dict.fromkeys(self.lost))
            raise CannotPrint(f"{shown}打印不出来，请改正后再打印。")
        if self.others:
            raise CannotPrint(f"文书版面有问题，没有打印：{self.others[0]}")


@contextmanager
def _complaints() -> Iterator[_Complaints]:
    logger = logging.getLogger(_LOGGER_OF_WEASYPRINT)
    handler = _Complaints()
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)


@cache
def _templates() -> jinja2.Environment:
    """An environment of its own: a print template that forgets a value fails, where a page would show nothing."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        date_cn=date_cn,
        number_cn=number_cn,
        copies_cn=copies_cn,
        both_forms=in_both_forms,
        figures=in_figures,
        numbered=numbered,
        paragraphs=paragraphs,
        name=person_name,
        qr=qr_code,
    )
    return environment


def _visible(value: Any) -> Any:
    """Drop characters that leave no mark (they confuse line breaking and can turn text around)."""
    if isinstance(value, str) and any(is_invisible(character) for character in value):
        kept = "".join(c for c in value if c in "\n\t" or not is_invisible(c))
        return Markup(kept) if isinstance(value, Markup) else kept
    return value


def date_cn(day: date | None) -> str | Markup:
    """2026年11月5日; without a date, blanks to be filled in by hand."""
    if day is None:
        return Markup('<span class="blank y"></span>年<span class="blank d"></span>月<span class="blank d"></span>日')
    return f"{day.year}年{day.month}月{day.day}日"


def number_cn(number: int | Decimal) -> str:
    """Counts in words: 三, 十二, 二十一. Raises ValueError below zero."""
    if number < 0:
        raise ValueError(number)
    import cn2an

    return str(cn2an.an2cn(int(number), "low"))


def copies_cn(number: int) -> str:
    """How many copies, as it is said: 两份, 三份, 十二份."""
    return "两" if number == 2 else number_cn(number)


def numbered(text: str, place: int) -> str:
    """An entry of a list with its number; one typed with a number (``一、``, ``（2）``, ``3.``) keeps its own."""
    return text if _NUMBERED.match(text) else f"{place}. {text}"


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text, without the spaces people indent with."""
    return [line.strip().strip("　").strip() for line in text.splitlines() if line.strip()]


def person_name(text: str) -> str | Markup:
    """A name; when 仿宋 lacks one of its characters all of it is set in 宋体, so that it looks like one name."""
    composed = unicodedata.normalize("NFC", text)
    if in_body_face(composed):
        return composed
    return Markup('<span class="song">{}</span>').format(composed)


def qr_code(text: str) -> str:
    """A QR code as an SVG address for an ``img``, drawn without any outside resource."""
    import segno

    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=0, omitsize=True))
