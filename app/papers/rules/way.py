"""In what way a paper is printed: for the first time, again, changed, as a draft, to read.  Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What a print is."""

    ORIGINAL = "original"
    COPY = "copy"
    REPRINT = "reprint"
    DRAFT = "draft"
    READING = "reading"


WAY_NAMES = {
    Way.ORIGINAL: "原件",
    Way.COPY: "原件",
    Way.REPRINT: "改动后重印",
    Way.DRAFT: "草稿",
    Way.READING: "查阅件",
}
NOT_TO_SIGN = frozenset({Way.DRAFT, Way.READING})


@dataclass(frozen=True)
class Print:
    """One print of a paper: which version, what its words hash to, in what way."""

    version: int | None
    digest: str
    way: Way


def way_of(version: int | None, digest: str, earlier: Collection[Print]) -> tuple[Way, int]:
    """The way of printing a finished paper again, and the how manieth print of these very words it is.

    `earlier` are the prints of the same paper; drafts and copies to read among them do not count.  A new version begins
    anew as an original; the same version with other words is a reprint.  The number says how often it was *printed*,
    not how many sheets there are: who prints again because nothing came out of the printer gets a true sentence.
    """
    same_version = [one for one in earlier if one.way not in NOT_TO_SIGN and one.version == version]
    number = 1 + sum(one.digest == digest for one in same_version)
    if number > 1:
        changed = any(one.way is Way.REPRINT and one.digest == digest for one in same_version)
        return (Way.REPRINT if changed else Way.COPY), number
    return (Way.REPRINT if same_version else Way.ORIGINAL), number


def way_words(way: Way, number: int) -> str:
    """``原件，第2次打印``."""
    return WAY_NAMES[way] + (f"，第{number}次打印" if number > 1 else "")


def short_digest(digest: str) -> str:
    """``3f9a 1c0e``: the first eight digits of a hash as people compare them."""
    return f"{digest[:4]} {digest[4:8]}"
