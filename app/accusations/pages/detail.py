"""The page of an accusation, opened for an officer of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import names_of
from app.accusations.actions.tell_accuser import may_tell
from app.accusations.models import (
    STATUS_NAMES,
    TOLD_NAMES,
    Accusation,
    AccusationAttachment,
    AccusationStatus,
    HandOver,
)
from app.accusations.pages import blueprint, insiders
from app.accusations.queries import files_of, get_accusation, get_file
from app.accusations.rules import number_name_of
from app.core import clock, files
from app.core.access_log import looked
from app.core.guard import signed_in
from app.core.masking import mask_id_number, mask_phone
from app.core.pages import chinese_date, download, render
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import Explained, rows_of


@dataclass(frozen=True)
class AccuserShown:
    """An accuser as the page shows one: the numbers masked, the name of an anonymous one empty."""

    name: str
    phone: str
    number_name: str
    id_number: str
    address: str


@dataclass(frozen=True)
class FileShown:
    """A file as the page shows it; ``taken_on`` is empty when nobody said."""

    name: str
    material: str
    taken_on: str
    spoken_by: str
    href: str


@dataclass(frozen=True)
class AccusationPage:
    """Everything the page of an accusation shows; ``waiting`` is the first hand-over without a receipt."""

    accusation: Accusation
    standing: str
    content: dict[str, Any]
    accusers: list[AccuserShown]
    files: list[FileShown]
    lost_files: list[str]
    deadlines: list[Explained]
    hand_overs: list[tuple[HandOver, str]]
    waiting: HandOver | None
    may_tell: bool
    is_sealed: bool
    told: str


def page_of(accusation: Accusation) -> str:
    """Where an accusation is seen."""
    return url_for("accusations.detail", accusation_id=accusation.id)


def accusation_page(accusation: Accusation) -> AccusationPage:
    """Values of templates/pages/accusations/detail.html; numbers of people are masked."""
    content = accusation.content
    return AccusationPage(
        accusation=accusation,
        standing=standing(accusation),
        content=content,
        accusers=[_masked(one) for one in content["accusers"]],
        files=[_file(accusation, one) for one in files_of(accusation)],
        lost_files=content.get("lost_files", []),
        deadlines=rows_of(running_of(accusation.subject_kind, accusation.id), now=clock.now()),
        hand_overs=_shown(accusation.hand_overs),
        waiting=next((one for one in accusation.hand_overs if one.receipt_on is None), None),
        may_tell=may_tell(accusation),
        is_sealed=accusation.status is AccusationStatus.SEALED,
        told=told_words(accusation),
    )


def standing(accusation: Accusation) -> str:
    """Where it stands, in one sentence."""
    return f"{STATUS_NAMES[accusation.status]}。{chinese_date(accusation.received_on)}收到。"


def told_words(accusation: Accusation) -> str:
    """How and when the accuser was told; why not, where it is not asked for."""
    if accusation.told_on is not None and accusation.told_how is not None:
        return f"{chinese_date(accusation.told_on)}{TOLD_NAMES[accusation.told_how]}"
    return "还没有告知" if may_tell(accusation) else "没有留下姓名、住址和电话，不用告知"


def _masked(one: dict[str, str]) -> AccuserShown:
    return AccuserShown(
        name=one["name"],
        phone=mask_phone(one["phone"]),
        number_name=number_name_of(one),
        id_number=mask_id_number(one["id_number"]),
        address=one["address"],
    )


def _file(accusation: Accusation, one: AccusationAttachment) -> FileShown:
    words = one.words
    href = url_for("accusations.attachment", accusation_id=accusation.id, attachment_id=one.id)
    return FileShown(words["name"], words["material"], words["taken_on"], words["spoken_by"], href)


def _shown(hand_overs: Sequence[HandOver]) -> list[tuple[HandOver, str]]:
    names = names_of({one.typed_by_id for one in hand_overs})
    return [(one, names.get(one.typed_by_id, "")) for one in hand_overs]


@blueprint.get("/<row(accusation):accusation_id>")
@insiders
def detail(accusation_id: int) -> ResponseReturnValue:
    """What was said, its period, where it was handed, what is next; every look is kept."""
    accusation = get_accusation(accusation_id, for_=signed_in())
    looked("accusation", accusation.id)
    return render("accusations/detail.html", **vars(accusation_page(accusation)))


@blueprint.get("/<row(accusation):accusation_id>/attachments/<row(accusation_attachment):attachment_id>")
@insiders
def attachment(accusation_id: int, attachment_id: int) -> ResponseReturnValue:
    """A file that came with an accusation, as a download; every look is kept."""
    accusation = get_accusation(accusation_id, for_=signed_in())
    kept = get_file(accusation, attachment_id)
    looked("accusation", accusation.id, "downloaded")
    return download(files.read(kept), kept.media_type, f"{kept.public_id}{kept.ending}")
