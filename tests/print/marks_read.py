"""Marks read back as a desk sees them: pages at a resolution, turned, bent, folded, blurred, in bad light."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from app.core.page_marks import PageMark, Printing
from app.core.pdf import Pdf, render_paper
from app.papers.rules.mark import PREFIX, Edition, PaperOf, mark_code, shown_of
from app.papers.rules.paper import Paper
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese

KEY = b"a key of this town, of no matter"
UNMARKED = frozenset({"accusation", "seal"})
"""Papers of accusations, and of no matter."""
CHECK = "b778 317d"
INCH = 72
RETRIES = 4


def printing(name: str, *, version: int | None = 1, number: int = 1, key: bytes = KEY) -> Printing:
    """What a print of the paper of this name adds to it."""
    edition = Edition(PaperOf("case", 1, name), version, draft=False)

    def mark_of(page: int) -> PageMark:
        code = mark_code(key, edition, page)
        return PageMark(PREFIX + code, shown_of(code))

    return Printing("原件", number, CHECK, mark_of)


@dataclass(frozen=True)
class MarkedPaper:
    """A laid-out paper and what its pages must say when they come home."""

    name: str
    pdf: Pdf
    marks: tuple[str, ...]


def marked(name: str, paper: Paper, adding: Printing | None = None) -> MarkedPaper:
    """The paper with its marks."""
    adding = adding or printing(name)
    pdf = render_paper(paper, adding)
    return MarkedPaper(name, pdf, tuple(adding.mark_of(page + 1).code for page in range(pdf.pages)))


def marked_where_it_must_be(name: str, paper: Paper) -> MarkedPaper:
    """The paper as it is handed out: with its marks, or without any where papers of its kind bear none."""
    return MarkedPaper(name, render_paper(paper), ()) if name in UNMARKED else marked(name, paper)


def every_template() -> list[MarkedPaper]:
    """The longest paper of every template whose pages are marked."""
    return [marked(name, paper) for name, paper in papers_of(chinese()).items() if name not in UNMARKED]


def drawn(pdf: Pdf, place: int, dpi: int) -> Image.Image:
    """One page of a PDF (from 0) in grey."""
    document = pypdfium2.PdfDocument(pdf.content)
    try:
        picture: Image.Image = document[place].render(scale=dpi / INCH, grayscale=True).to_pil().convert("L")
    finally:
        document.close()
    return picture


def some_pages(papers: list[MarkedPaper], count: int) -> Iterator[tuple[MarkedPaper, int]]:
    """So many pages, taking every paper in turn and of each one page after the other."""
    for number in range(count):
        lap, which = divmod(number, len(papers))
        yield papers[which], lap % papers[which].pdf.pages


def spoilt(page: Image.Image, seed: int) -> Image.Image:
    """A page as it comes home: all of it at once, the same for the same seed."""
    chance, scale = random.Random(seed), page.width / 1240
    page = _folded(page.copy(), chance, scale)
    page = _bent(page, chance)
    page = page.rotate(chance.uniform(-6, 6), Image.Resampling.BILINEAR, expand=True, fillcolor=225)
    page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.0) * scale))
    page = _dim(page, chance)
    kept = BytesIO()
    page.save(kept, "JPEG", quality=60)
    return Image.open(kept).convert("L")


def _folded(page: Image.Image, chance: random.Random, scale: float) -> Image.Image:
    """A dark crease straight through the mark, and a soft shadow beside it."""
    place, margin = page.height * chance.uniform(0.895, 0.965), round(8 * scale)
    above = int(place) - margin
    strip = page.crop((0, above, page.width, int(place + 26 * scale) + margin))
    shade = Image.new("L", strip.size, 255)
    draw = ImageDraw.Draw(shade)
    draw.rectangle((0, place - above, page.width, place - above + 26 * scale), fill=chance.randint(150, 200))
    draw.rectangle((0, place - above, page.width, place - above + 2 * scale), fill=110)
    page.paste(ImageChops.multiply(strip, shade.filter(ImageFilter.GaussianBlur(1.2 * scale))), (0, above))
    return page


def _bent(page: Image.Image, chance: random.Random) -> Image.Image:
    """Photographed from the side: each corner moves by up to three hundredths of the page."""
    wide, high = page.size

    def moved(x: int, y: int) -> tuple[float, float]:
        return x + wide * chance.uniform(-0.03, 0.03), y + high * chance.uniform(-0.03, 0.03)

    corners = (*moved(0, 0), *moved(0, high), *moved(wide, high), *moved(wide, 0))
    return page.transform(page.size, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR, fillcolor=225)


def _dim(page: Image.Image, chance: random.Random) -> Image.Image:
    """Half the light or less, less on one side than on the other."""
    light = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(page.size)
    least = chance.randint(70, 110)
    return ImageChops.multiply(page, light.point([least + one * 60 // 255 for one in range(256)]))


def read_marks(page: Image.Image) -> set[str]:
    """The marks on a page, tried as it is and then in up to four other ways."""
    return next(filter(None, map(marks_as_it_is, _ways(page))), set())


def marks_as_it_is(page: Image.Image) -> set[str]:
    """The marks on a page in one look: enough for a page nothing happened to."""
    found = {one.text for one in zxingcpp.read_barcodes(page, zxingcpp.BarcodeFormat.QRCode)}
    return {text for text in found if text.startswith(PREFIX) and "/" not in text}


def _ways(page: Image.Image) -> Iterator[Image.Image]:
    yield page
    bright = ImageOps.autocontrast(page, cutoff=2)
    yield bright.filter(ImageFilter.UnsharpMask(2, 200, 0))
    double = bright.resize((page.width * 2, page.height * 2), Image.Resampling.LANCZOS)
    yield double
    near = page.filter(ImageFilter.BoxBlur(page.width // 60))
    yield ImageChops.subtract(page, near, 1, 140).point([0 if one < 128 else 255 for one in range(256)])
    yield double.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor=200)


@dataclass
class Tally:
    """How many pages were read right, wrong, not at all."""

    right: int = 0
    wrong: int = 0
    unread: int = 0

    def count(self, wanted: str, found: set[str]) -> None:
        """One page more."""
        self.right += found == {wanted}
        self.wrong += bool(found - {wanted})
        self.unread += not found

    @property
    def share(self) -> float:
        """Read right, of all."""
        return self.right / (self.right + self.wrong + self.unread)


def tally(papers: list[MarkedPaper], count: int, dpi: int) -> Tally:
    """Read so many spoilt pages of all papers."""
    found = Tally()
    for number, (paper, place) in enumerate(some_pages(papers, count)):
        page = spoilt(drawn(paper.pdf, place, dpi), number)
        found.count(paper.marks[place], read_marks(page))
    return found
