"""A PDF that was sent is kept when it is nothing but pages; what runs, carries files or is no PDF is refused."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable

import pydyf
import pytest
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    TextStringObject,
)

from app.core.errors import Invalid
from app.core.foreign import reading_foreign_file
from app.core.pdf import lay_out
from app.core.pdf_judge import MOST_PAGES, Verdict, judge
from app.core.sent_pdf import must_be_pages_only
from tests.core.damage import damaged, drawn, saved, sound_pdf, written

Spoil = Callable[[PdfWriter], None]


def word(name: str) -> NameObject:
    return NameObject(f"/{name}")


def action(kind: str, **more: object) -> DictionaryObject:
    return DictionaryObject({word("S"): word(kind), **{word(name): value for name, value in more.items()}})


def at_opening(kind: str, **more: object) -> Spoil:
    def spoil(writer: PdfWriter) -> None:
        writer.root_object[word("OpenAction")] = writer._add_object(action(kind, **more))

    return spoil


def with_root(name: str, value: DictionaryObject) -> Spoil:
    def spoil(writer: PdfWriter) -> None:
        writer.root_object[word(name)] = value

    return spoil


def on_a_page(kind: str, **more: object) -> Spoil:
    def spoil(writer: PdfWriter) -> None:
        mark = DictionaryObject({word("Type"): word("Annot"), word("Subtype"): word(kind)})
        mark.update({word(name): value for name, value in more.items()})
        writer.pages[0][word("Annots")] = ArrayObject([writer._add_object(mark)])

    return spoil


def locked(writer: PdfWriter) -> None:
    writer.encrypt("", owner_password="owner", algorithm="AES-256")


def hidden_kind(writer: PdfWriter) -> None:
    """The kind of an action stands in a part of its own."""
    kind = writer._add_object(word("JavaScript"))
    writer.root_object[word("OpenAction")] = DictionaryObject({word("S"): kind, word("JS"): TextStringObject("1")})


def leads_nowhere(writer: PdfWriter) -> None:
    """A script no page leads to."""
    writer._add_object(action("JavaScript", JS=TextStringObject("app.alert(1)")))


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("invoice.xml", b"<a/>")


def beside(writer: PdfWriter) -> None:
    """An associated file, named by no tree."""
    inner = DecodedStreamObject()
    inner.set_data(b"<a/>")
    file = {word("F"): TextStringObject("a.xml"), word("EF"): DictionaryObject({word("F"): writer._add_object(inner)})}
    writer.root_object[word("AF")] = ArrayObject([DictionaryObject(file)])


def spoiled(spoil: Spoil) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    spoil(writer)
    return written(writer)


RUNNING: dict[str, Spoil] = {
    "script at opening": at_opening("JavaScript", JS=TextStringObject("app.alert(1)")),
    "program at opening": at_opening("Launch", F=TextStringObject("calc.exe")),
    "sending a form": at_opening("SubmitForm"),
    "reading data in": at_opening("ImportData"),
    "named scripts": with_root("Names", DictionaryObject({word("JavaScript"): DictionaryObject()})),
    "form in XML": with_root("AcroForm", DictionaryObject({word("XFA"): ArrayObject()})),
    "script behind a click": on_a_page("Link", A=action("JavaScript", JS=TextStringObject("1"))),
    "script on a field": on_a_page("Widget", AA=DictionaryObject({word("K"): action("JavaScript")})),
    "rich media": on_a_page("RichMedia"),
    "film": on_a_page("Screen", A=action("Rendition")),
    "hidden kind": hidden_kind,
    "script no page leads to": leads_nowhere,
}
CARRYING: dict[str, Spoil] = {
    "attachment": attached,
    "associated file": beside,
    "attached on a page": on_a_page("FileAttachment"),
    "opening what it carries": at_opening("GoToE"),
}


@pytest.mark.parametrize("name", RUNNING)
def test_what_runs_by_itself_is_found(name: str) -> None:
    assert judge(spoiled(RUNNING[name])) is Verdict.RUNS


@pytest.mark.parametrize("name", CARRYING)
def test_what_carries_other_files_is_found(name: str) -> None:
    assert judge(spoiled(CARRYING[name])) is Verdict.CARRIES


def test_a_name_in_disguise_is_found() -> None:
    plain = spoiled(RUNNING["program at opening"])
    assert judge(plain.replace(b"/Launch", b"/L#61unc#68")) is Verdict.RUNS


def test_a_part_the_file_does_not_list_is_found() -> None:
    sound, unlisted = sound_pdf(), b"99 0 obj\n<< /S /JavaScript /JS (1) >>\nendobj\n"
    place = sound.rindex(b"\nxref") + 1
    listing = sound[place:].replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + len(unlisted)))
    assert judge(sound[:place] + unlisted + listing) is Verdict.RUNS


def in_compressed_streams(**root: object) -> bytes:
    """A PDF of one page whose parts lie in compressed streams, where no byte of a name can be seen."""
    pdf = pydyf.PDF()
    pdf.add_page(
        pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, 9, 9])})
    )
    pdf.catalog.update(root)
    kept = io.BytesIO()
    pdf.write(kept, compress=True)
    return kept.getvalue()


def test_a_script_in_a_compressed_stream_is_found() -> None:
    opening = pydyf.Dictionary({"S": "/JavaScript", "JS": pydyf.String("1")})
    content = in_compressed_streams(OpenAction=opening)
    assert b"JavaScript" not in content
    assert judge(content) is Verdict.RUNS
    assert judge(in_compressed_streams()) is Verdict.FINE


def going_to_a_page(writer: PdfWriter) -> None:
    page = writer.pages[0].indirect_reference
    target = ArrayObject([page, word("XYZ"), NumberObject(0), NumberObject(842), NumberObject(0)])
    writer.root_object[word("OpenAction")] = action("GoTo", D=target)
    writer.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), url="http://example.cn/"))
    writer.add_outline_item(title="第一页", page_number=0, fit=Fit.fit())


def named_oddly(writer: PdfWriter) -> None:
    """Fonts and tags whose names happen to be words of ours."""
    fonts = {word(name): DictionaryObject({word("BaseFont"): word(name)}) for name in ("Sound", "EF", "JS", "XFA1")}
    writer.pages[0][word("Resources")] = DictionaryObject({word("Font"): DictionaryObject(fonts)})


SOUND = {
    "two pages": sound_pdf(),
    "scan": saved(drawn(size=(600, 800)), "PDF"),
    "one that opens at a page": spoiled(going_to_a_page),
    "odd names": spoiled(named_oddly),
    "something after its end": sound_pdf() + b"\n\n",
}


@pytest.mark.parametrize("name", SOUND)
def test_pages_alone_are_fine(name: str) -> None:
    assert judge(SOUND[name]) is Verdict.FINE


def test_a_paper_of_our_own_is_fine() -> None:
    assert (
        judge(lay_out('<html lang="zh-CN"><head><title>试</title></head><body>字</body></html>').content)
        is Verdict.FINE
    )


def test_too_many_pages_are_told() -> None:
    assert judge(sound_pdf(MOST_PAGES + 1)) is Verdict.LONG


NO_PDF = {
    "a page of the web": b"%PDF-<html><script>alert(1)</script></html>",
    "nothing": b"%PDF-",
    "half": sound_pdf()[: len(sound_pdf()) // 2],
    "no page": written(PdfWriter()),
    "deep": b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    "a circle": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 9>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
}


@pytest.mark.parametrize("name", NO_PDF)
def test_what_is_no_whole_pdf_is_a_sentence(name: str) -> None:
    with pytest.raises(Invalid, match="这个 PDF 打不开"):
        must_be_pages_only(NO_PDF[name])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (spoiled(RUNNING["script at opening"]), "会自己运行的东西"),
        (spoiled(CARRYING["attachment"]), "夹着别的文件"),
        (spoiled(locked), "加了密"),
        (sound_pdf(MOST_PAGES + 1), f"最多{MOST_PAGES}页"),
    ],
)
def test_each_refusal_says_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        must_be_pages_only(content)


def test_a_scan_is_taken() -> None:
    must_be_pages_only(SOUND["scan"])


def verdict(content: bytes) -> str:
    """What is found in a damaged file; anything but a verdict or the guard's refusal goes on."""
    try:
        with reading_foreign_file("打不开"):
            return judge(content)
    except Invalid as refused:
        return refused.sentence


def verdicts(count: int, seed: int) -> Counter[str]:
    """How often damaged files ended which way."""
    sound = [*SOUND.values(), in_compressed_streams(), spoiled(RUNNING["script at opening"])]
    return Counter(verdict(content) for content in damaged(sound, count, seed))


def test_a_damaged_pdf_is_judged_or_cannot_be_read() -> None:
    found = verdicts(60, seed=3)
    assert set(found) <= {*Verdict, "打不开"}
    assert found["打不开"] > 10


@pytest.mark.campaign
def test_a_thousand_damaged_pdfs_are_judged_or_cannot_be_read() -> None:
    assert verdicts(1_000, seed=8).total() == 1_000
