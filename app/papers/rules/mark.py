"""The mark of a page: a short code that names paper, version and page, and tells nothing of the matter.  Pure.

It is a keyed hash (HMAC-SHA256), so that nobody without the town's keys can make one, and one of another town is known
to nobody here.  130 bits: whoever tries codes at random finds none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass

from app.core.asked import whole_number
from app.core.errors import Invalid

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs of the QR code's alphanumeric mode, without 0 and O, 1 and I, which people confuse."""
PREFIX = "JY"
LETTERS = 26
SHOWN = 8
"""How many letters of a code stand in the foot for people; the QR code holds all."""
_CODE = re.compile(rf"(?:{PREFIX}(?P<code>[{ALPHABET}]{{{LETTERS}}})|(?P<shown>[{ALPHABET}]{{{SHOWN}}}))")
_OLD = re.compile(
    r"(?P<number>\S+) (?P<heading>.+?)(?: 第(?P<version>\d+)版)? sha256:(?P<digest>[0-9a-f]{64})", re.DOTALL
)
NO_MARK = (
    "这不是文书上的标记。请照页脚“标记”后面的8个字抄（没有0、1，也没有字母O、I），或者用扫码枪扫右下角的码；"
    "以前打印的文书，请把左下角那个码扫出来的整段文字贴进来。"
)


@dataclass(frozen=True)
class PaperOf:
    """Which paper: of which matter (kind and id), under what name; of several of one kind the name ends in an id."""

    subject_kind: str
    subject_id: int
    name: str


def log_name(name: str, row_id: int = 0) -> str:
    """``transfer_letter:7``: the name of a paper of which a matter may have several, by the row each is about."""
    return f"{name}:{row_id}" if row_id else name


@dataclass(frozen=True)
class Edition:
    """One version of a paper, as its pages are marked. ``version`` is None for papers that do not count theirs."""

    of: PaperOf
    version: int | None
    draft: bool


@dataclass(frozen=True)
class NewMark:
    """What was read off a page: the eight letters people see, and the whole code when it was scanned."""

    shown: str
    code: str | None


@dataclass(frozen=True)
class OldMark:
    """What the QR code of an earlier paper says in words."""

    number: str
    heading: str
    version: int | None
    digest: str


def mark_code(key: bytes, edition: Edition, page: int) -> str:
    """The code of a page (counted from 1) of an edition: 26 letters of `ALPHABET`."""
    of = edition.of
    named = [of.subject_kind, of.subject_id, of.name, edition.version, edition.draft, page]
    number = int.from_bytes(hmac.new(key, json.dumps(named).encode(), hashlib.sha256).digest(), "big")
    letters = []
    for _ in range(LETTERS):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def keyed_digest(key: bytes, fingerprint: str) -> str:
    """What the print log keeps of a paper's hash, and the foot shows the beginning of: 64 hexadecimal digits.

    A plain hash beside names that stand in clear would let sealed ID numbers be guessed.
    """
    return hmac.new(key, f"paper\x00{fingerprint}".encode(), hashlib.sha256).hexdigest()


def shown_of(code: str) -> str:
    """The eight letters in the foot."""
    return code[:SHOWN]


def read_mark(typed: str) -> NewMark | OldMark:
    """What somebody typed, scanned or pasted.  Raises `Invalid` when it is no mark of either kind."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    old = _OLD.fullmatch(text)
    if old is not None:
        return OldMark(old["number"], old["heading"], whole_number(old["version"]), old["digest"])
    plain = unicodedata.normalize("NFKC", text).upper().removeprefix("标记")
    new = _CODE.fullmatch(re.sub(r"[\s:·.\-]", "", plain))
    if new is None:
        raise Invalid(NO_MARK)
    return NewMark(shown_of(new["code"] or new["shown"]), new["code"])
