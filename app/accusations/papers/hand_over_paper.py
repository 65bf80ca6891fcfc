"""密封移交函: the cover of the envelope, the letter, and the sheet that goes inside it.

Cover and letter pass through many hands: they name neither accuser nor accused and say nothing of what it is about.
Only the sheet does, behind the seal (信访工作条例 第30条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.accusations.models import Accusation, HandOver
from app.accusations.rules import number_name_of
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.papers.queries.frozen import read
from app.papers.rules.paper import Paper
from app.papers.rules.people import Fact, Party


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What goes inside: who accuses whom of what, as it was received."""

    accusers: tuple[tuple[Fact, ...], ...]
    accused: str
    accused_unit: str | None
    lines: tuple[str, ...]
    spoken_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class SealedHandOver(Paper):
    """One sealed envelope with its cover, its letter and its sheet."""

    template: ClassVar[str] = "print/accusation_hand_over.html"
    title: ClassVar[str] = "密封移交函"

    parties: tuple[Party, ...] = ()
    receiver: str
    register_number: str
    received_on: date
    channel: str
    transferred_by: str | None
    pages: int
    carrier: str
    sheet: Sheet


def hand_over_paper(accusation: Accusation, hand_over: HandOver) -> SealedHandOver:
    """The paper of one hand-over, as it was handed over.  Raises `Unreadable`, or like `filled_hand_over`."""
    if hand_over.paper_sealed is None:
        return filled_hand_over(accusation, hand_over)
    return read(SealedHandOver, lambda: hand_over.paper_text)


def filled_hand_over(accusation: Accusation, hand_over: HandOver) -> SealedHandOver:
    """The same as the rows say it.  Raises `NotFound` when the town has no discipline office yet."""
    content = accusation.content
    return SealedHandOver(
        number=hand_over.number,
        issuer=office_of_kind(OfficeKind.DISCIPLINE).name,
        issued_on=hand_over.handed_on,
        draft=False,
        receiver=hand_over.receiver,
        register_number=accusation.number,
        received_on=accusation.received_on,
        channel=content["channel"],
        transferred_by=content["transferred_by"] or None,
        pages=hand_over.pages,
        carrier=hand_over.carrier,
        sheet=Sheet(
            accusers=tuple(_facts(one) for one in content["accusers"]),
            accused=content["accused"],
            accused_unit=content["accused_unit"] or None,
            lines=tuple(line.strip() for line in str(content["text"]).splitlines() if line.strip()),
            spoken_by=content["spoken_by"] or None,
        ),
    )


def _facts(one: Mapping[str, str]) -> tuple[Fact, ...]:
    """An accuser's particulars in the order of the sheet; what is not known is left out."""
    given = (
        ("姓名", one["name"]),
        (number_name_of(one), one["id_number"]),
        ("电话", one["phone"]),
        ("住址", one["address"]),
    )
    return tuple(fact for fact in given if fact[1])
