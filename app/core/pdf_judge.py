"""What a PDF that somebody sent carries besides its pages: ``python pdf_judge.py < file`` prints one `Verdict`.

A PDF can keep its reader busy for ever or ask for all memory, so it is judged in a process of its own that may be
ended (`app/core/sent_pdf.py`).  This file therefore imports nothing of the application.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the application reads this file for its verdicts alone; pypdf is 0.1 s
    from pypdf import PdfReader
    from pypdf.generic import PdfObject

MOST_PAGES = 500
MOST_OBJECTS = 200_000
END_WITHIN = 2_048
"""Bytes from the end within which a whole PDF says that it is over."""


class Verdict(StrEnum):
    """What was found."""

    FINE = "fine"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    """Encrypted, with or without a password."""
    RUNS = "runs"
    """It carries a script, starts a program, sends data or plays something."""
    CARRIES = "carries"
    """Other files lie in it."""
    LONG = "long"
    """More pages or parts than are looked at."""


RUNS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/RichMediaExecute", "/XFA"}
    | {"/Rendition", "/Movie", "/Sound", "/3D"}
)
"""Kinds of action and annotation that do something (ISO 32000-2, 12.6.4); going to a page or an address is not one."""
CARRIES = frozenset(["/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment", "/GoToE", "/EF"])
KINDS_STAND_AT = frozenset({"/S", "/Subtype", "/Type"})
KEYS = frozenset({"/JavaScript", "/XFA", "/EmbeddedFiles"})
"""What says it by standing there; other keys may be anybody's name for a font."""
RAW = re.compile(rb"/(?:JavaScript|SubmitForm|ImportData|RichMedia|EmbeddedFiles?|Launch)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def judge(content: bytes) -> Verdict:
    """The verdict on a PDF.  Raises whatever the reader raises for what is none."""
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    if content.rfind(b"%%EOF") < len(content) - END_WITHIN:
        return Verdict.UNREADABLE
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return Verdict.LOCKED
    if not reader.pages:
        return Verdict.UNREADABLE
    numbers = list(_numbers(reader))
    if len(reader.pages) > MOST_PAGES or len(numbers) > MOST_OBJECTS:
        return Verdict.LONG
    found = set(_names(reader.trailer)) | _written(content)
    for number, generation in numbers:
        found.update(_names(reader.get_object(IndirectObject(number, generation, reader))))
    return Verdict.RUNS if found & RUNS else Verdict.CARRIES if found & CARRIES else Verdict.FINE


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    """Every part the file lists, also those that no page leads to."""
    for generation, places in reader.xref.items():
        for number in places:
            yield number, generation
    for number in reader.xref_objStm:
        yield number, 0


def _names(part: PdfObject | None) -> Iterator[str]:
    """The names in one part that say what it is or does, however deep; other parts it points to are not followed."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    waiting = [part]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, NameObject):
            yield str(thing)
        elif isinstance(thing, DictionaryObject):
            yield from KEYS.intersection(thing)
            if "/EF" in thing and not thing.keys().isdisjoint({"/F", "/UF"}):
                yield "/EF"
            held = [(key, thing.raw_get(key)) for key in thing]
            waiting.extend(value for key, value in held if key in KINDS_STAND_AT or not isinstance(value, NameObject))
        elif isinstance(thing, ArrayObject):
            waiting.extend(one for one in list.__iter__(thing) if not isinstance(one, NameObject))


def _written(content: bytes) -> set[str]:
    """The long names that stand anywhere outside the streams, also in a part that is not listed."""
    plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), b"\n".join(_outside_streams(content)))
    return {name.decode() for name in RAW.findall(plain)}


def _outside_streams(content: bytes) -> Iterator[bytes]:
    place = 0
    while True:
        start = content.find(b"stream", place)
        end = content.find(b"endstream", start) if start >= 0 else -1
        if end < 0:
            yield content[place:]
            return
        yield content[place:start]
        place = end + len(b"endstream")


if __name__ == "__main__":
    sys.stdout.write(judge(sys.stdin.buffer.read()))
