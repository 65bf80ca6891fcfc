"""Documents by which somebody proves who they are: each kind with the shape of its number and its own name.  Pure.

Residents of Hong Kong, Macao and Taiwan and foreigners are parties and petitioners like everybody else (R7).  Only
numbers that follow GB 11643 say a date of birth and a gender.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from app.core.identity import born_on, gender_of, id_number_fault, plain_id_number
from app.core.terms import Gender


class DocumentKind(StrEnum):
    """The kind of an identity document."""

    ID_CARD = "id_card"
    RESIDENCE_PERMIT = "residence_permit"
    """港澳台居民居住证 (国务院办公厅令 国办发〔2018〕81号): a number of GB 11643 with the region 81, 82 or 83."""
    PERMANENT_RESIDENCE = "permanent_residence"
    """外国人永久居留身份证: since 2023 eighteen characters with a 9 in front; before, three letters, twelve digits."""
    MAINLAND_TRAVEL_PERMIT = "mainland_travel_permit"
    """港澳居民来往内地通行证: H or M, eight digits; older ones with two more for the issue."""
    TAIWAN_TRAVEL_PERMIT = "taiwan_travel_permit"
    """台湾居民来往大陆通行证: eight digits; older ones ten with a letter."""
    PASSPORT = "passport"
    """ICAO 9303: letters and digits; some states use more than the nine of the machine-readable line."""
    OTHER = "other"


DOCUMENT_NAMES = {
    DocumentKind.ID_CARD: "身份证",
    DocumentKind.RESIDENCE_PERMIT: "港澳台居民居住证",
    DocumentKind.PERMANENT_RESIDENCE: "外国人永久居留身份证",
    DocumentKind.MAINLAND_TRAVEL_PERMIT: "港澳居民来往内地通行证",
    DocumentKind.TAIWAN_TRAVEL_PERMIT: "台湾居民来往大陆通行证",
    DocumentKind.PASSPORT: "护照",
    DocumentKind.OTHER: "其他证件",
}
SHAPES = {
    DocumentKind.PERMANENT_RESIDENCE: re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
    DocumentKind.MAINLAND_TRAVEL_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    DocumentKind.TAIWAN_TRAVEL_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    DocumentKind.PASSPORT: re.compile(r"[A-Z0-9]{5,20}"),
    DocumentKind.OTHER: re.compile(r".{3,30}"),
}
EXPECTED = {
    DocumentKind.PERMANENT_RESIDENCE: "外国人永久居留身份证号是18位、开头是9，老的是3个字母加12位数字。",
    DocumentKind.MAINLAND_TRAVEL_PERMIT: "港澳居民来往内地通行证号是H或者M加8位数字。",
    DocumentKind.TAIWAN_TRAVEL_PERMIT: "台湾居民来往大陆通行证号是8位数字。",
    DocumentKind.PASSPORT: "护照号是5到20个字母和数字。",
    DocumentKind.OTHER: "证件号是3到30个字。",
}
REGIONS = ("81", "82", "83")
"""Hong Kong, Macao and Taiwan in GB/T 2260: they stand on residence permits, never on identity cards."""
BY_GB_11643 = frozenset({DocumentKind.ID_CARD, DocumentKind.RESIDENCE_PERMIT, DocumentKind.PERMANENT_RESIDENCE})
_EIGHTEEN = 18


def number_name(kind: DocumentKind) -> str:
    """``身份证号``, ``护照号``: what the number of such a document is called, on pages and papers alike."""
    return "证件号" if kind is DocumentKind.OTHER else f"{DOCUMENT_NAMES[kind]}号"


def document_fault(kind: DocumentKind, number: str, on: date) -> str | None:
    """A sentence for what is wrong with a number on a day, or None.

    A number that can only be that of another kind is refused with the name of that kind.
    """
    number = plain_id_number(number)
    other = _only_kind(number, on)
    if other is not None and other is not kind and kind is not DocumentKind.OTHER:
        return f"这是{number_name(other)}，请把证件种类改成“{DOCUMENT_NAMES[other]}”。"
    if kind in (DocumentKind.ID_CARD, DocumentKind.RESIDENCE_PERMIT):
        return id_number_fault(number, on) or _region_fault(kind, number)
    if not SHAPES[kind].fullmatch(number):
        return f"{EXPECTED[kind]}请对照证件再看一遍。"
    return _card_fault(number, on) if kind is DocumentKind.PERMANENT_RESIDENCE else None


def _only_kind(number: str, on: date) -> DocumentKind | None:
    """The kind of document that alone can have this number: one whose check digit fits, or with a shape of its own."""
    if len(number) == _EIGHTEEN and id_number_fault(number, on) is None:
        if number.startswith(REGIONS):
            return DocumentKind.RESIDENCE_PERMIT
        return DocumentKind.PERMANENT_RESIDENCE if number.startswith("9") else DocumentKind.ID_CARD
    return None


def _region_fault(kind: DocumentKind, number: str) -> str | None:
    if kind is DocumentKind.RESIDENCE_PERMIT and not number.startswith(REGIONS):
        return "港澳台居民居住证号开头是81、82或者83，请再核对。"
    return None


def _card_fault(number: str, on: date) -> str | None:
    if len(number) != _EIGHTEEN:
        return None
    fault = id_number_fault(number, on)
    return fault.replace("身份证号", "外国人永久居留身份证号", 1) if fault else None


def birth_told(kind: DocumentKind, number: str) -> date | None:
    """The date of birth that a number without a fault says; None where it says none."""
    return born_on(plain_id_number(number)) if _says_birth(kind, number) else None


def gender_told(kind: DocumentKind, number: str) -> Gender | None:
    """The gender that a number without a fault says; None where it says none."""
    return gender_of(plain_id_number(number)) if _says_birth(kind, number) else None


def _says_birth(kind: DocumentKind, number: str) -> bool:
    return kind in BY_GB_11643 and len(plain_id_number(number)) == _EIGHTEEN
