"""The press: closed to the outside, loud about what it cannot print."""

from __future__ import annotations

import io
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jinja2
import pytest
from pypdf import PdfReader

from app.core.fonts import font_families
from app.core.pdf import CannotPrint, Pdf, copies_cn, lay_out, paragraphs, person_name, printing_problem, render_pdf

PAGE = '<html lang="zh-CN"><head><title>试</title></head><body>{}</body></html>'


def _fonts_of(pdf: Pdf) -> set[str]:
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(pdf.content)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


def test_this_machine_can_print() -> None:
    assert printing_problem() is None


def test_a_pdf_knows_its_pages_and_its_hash() -> None:
    pdf = lay_out(PAGE.format('<p>一</p><p style="break-before:page">二</p>'))
    assert pdf.pages == 2
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 2
    assert len(pdf.sha256) == 64


def test_papers_can_be_archived() -> None:
    pdf = lay_out(PAGE.format("<p>一</p>"))
    root = PdfReader(io.BytesIO(pdf.content)).trailer["/Root"]
    assert re.search(rb'pdfaid:part(="|>)3', root["/Metadata"].get_data())
    assert root["/OutputIntents"][0]["/DestOutputProfile"]


@pytest.mark.parametrize(
    "body",
    [
        '<p>字</p><img alt="" src="http://127.0.0.1:{port}/x.png">',
        '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css"><p>字</p>',
        '<style>@import url("http://127.0.0.1:{port}/x.css");</style><p>字</p>',
        '<p style="background:url(http://127.0.0.1:{port}/x.png)">字</p>',
    ],
)
def test_nothing_is_fetched_from_the_network(body: str) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(CannotPrint, match="没有打印"):
                lay_out(PAGE.format(body.replace("{port}", str(server.server_port))))
        finally:
            server.shutdown()
            thread.join()
    assert asked == []


def test_nothing_is_read_from_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    with pytest.raises(CannotPrint, match="没有打印"):
        lay_out(PAGE.format(f'<p>字</p><img alt="" src="{secret.as_uri()}">'))


@pytest.mark.parametrize("character", ["\ue863", "😀"])
def test_a_character_without_a_glyph_stops_the_print(character: str) -> None:
    with pytest.raises(CannotPrint, match=f"U\\+{ord(character):04X}"):
        lay_out(PAGE.format(f"<p>王{character}</p>"))


def test_after_a_refusal_the_next_paper_prints() -> None:
    with pytest.raises(CannotPrint):
        lay_out(PAGE.format("<p>😀</p>"))
    assert lay_out(PAGE.format("<p>王甲</p>")).pages == 1


def test_the_full_width_yuan_sign_is_not_drawn_as_a_dollar() -> None:
    fonts = _fonts_of(lay_out(PAGE.format("<p>￥</p>").replace("</body>", "<style>p{font-size:9pt}</style></body>")))
    assert not {name for name in fonts if "Fandol" in name}
    assert fonts


def test_fonts_are_embedded_and_ours() -> None:
    pdf = lay_out(PAGE.format("<h1>标题</h1><h2>一、</h2><p>仿宋<span class='kai'>楷体</span>䶮𪨊¥￥</p>"))
    allowed = {family.replace(" ", "-") for family in font_families()}
    for name in _fonts_of(pdf):
        assert name in allowed or name.removesuffix("-Bold") in allowed
    for page in PdfReader(io.BytesIO(pdf.content)).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_template_that_lacks_a_value_fails_instead_of_leaving_a_hole() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render_pdf("print/oral_agreement.html")


def test_two_threads_print_one_after_the_other() -> None:
    pages: list[int] = []
    threads = [
        threading.Thread(target=lambda: pages.append(lay_out(PAGE.format("<p>并行</p>" * 40)).pages)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pages == [2, 2, 2, 2]


def test_names_with_rare_characters_are_set_in_one_face() -> None:
    assert person_name("王甲") == "王甲"
    assert person_name("王堃") == '<span class="song">王堃</span>'
    assert "&lt;b&gt;" in person_name("<b>堃")


def test_small_words() -> None:
    assert paragraphs("　一\n\n 二 \r\n") == ["一", "二"]
    assert [copies_cn(number) for number in (2, 3, 13)] == ["两", "三", "十三"]
