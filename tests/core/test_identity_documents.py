"""A number of any identity document is judged by its own kind, and says which kind it can only be."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.identity import check_digit
from app.core.identity_documents import (
    DOCUMENT_NAMES,
    DocumentKind,
    birth_told,
    document_fault,
    gender_told,
    number_name,
)
from app.core.terms import Gender

ON = date(2026, 11, 23)


def by_gb_11643(first_seventeen: str) -> str:
    return first_seventeen + check_digit(first_seventeen)


CARD = "11010519491231002X"
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in "EA1234567")
"""In full-width characters, as some input methods type them."""
PERMIT = by_gb_11643("81000019800229001")
FOREIGNER = by_gb_11643("91184019751105002")


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.ID_CARD, CARD),
        (DocumentKind.RESIDENCE_PERMIT, PERMIT),
        (DocumentKind.RESIDENCE_PERMIT, by_gb_11643("82000019991231002")),
        (DocumentKind.RESIDENCE_PERMIT, by_gb_11643("83000020001010003")),
        (DocumentKind.PERMANENT_RESIDENCE, FOREIGNER),
        (DocumentKind.PERMANENT_RESIDENCE, "USA110105123456"),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "H12345678"),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "m 1234 5678 01"),
        (DocumentKind.TAIWAN_TRAVEL_PERMIT, "01234567"),
        (DocumentKind.TAIWAN_TRAVEL_PERMIT, "0123456789B"),
        (DocumentKind.PASSPORT, "E12345678"),
        (DocumentKind.PASSPORT, WIDE),
        (DocumentKind.OTHER, "鲁军字第00123号"),
        (DocumentKind.OTHER, CARD),
    ],
)
def test_a_number_of_its_own_kind_has_no_fault(kind: DocumentKind, number: str) -> None:
    assert document_fault(kind, number, ON) is None


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        (DocumentKind.ID_CARD, "110105194912310021", "身份证号的最后一位跟前面对不上"),
        (DocumentKind.ID_CARD, "H12345678", "身份证号应当是18位"),
        (DocumentKind.ID_CARD, PERMIT, "这是港澳台居民居住证号，请把证件种类改成“港澳台居民居住证”"),
        (DocumentKind.ID_CARD, FOREIGNER, "改成“外国人永久居留身份证”"),
        (DocumentKind.RESIDENCE_PERMIT, CARD, "这是身份证号，请把证件种类改成“身份证”"),
        (DocumentKind.PASSPORT, CARD, "这是身份证号"),
        (DocumentKind.TAIWAN_TRAVEL_PERMIT, PERMIT, "这是港澳台居民居住证号"),
        (DocumentKind.PERMANENT_RESIDENCE, FOREIGNER[:-1] + ("0" if FOREIGNER[-1] != "0" else "1"), "最后一位"),
        (DocumentKind.PERMANENT_RESIDENCE, "USA11010512345", "开头是9"),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "K12345678", "H或者M"),
        (DocumentKind.TAIWAN_TRAVEL_PERMIT, "1234567", "8位数字"),
        (DocumentKind.PASSPORT, "护照", "字母和数字"),
        (DocumentKind.OTHER, "甲", "3到30个字"),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_the_document(kind: DocumentKind, number: str, said: str) -> None:
    assert said in str(document_fault(kind, number, ON))


def test_only_numbers_of_the_standard_tell_birth_and_gender() -> None:
    assert birth_told(DocumentKind.RESIDENCE_PERMIT, PERMIT) == date(1980, 2, 29)
    assert gender_told(DocumentKind.PERMANENT_RESIDENCE, FOREIGNER) is Gender.FEMALE
    assert birth_told(DocumentKind.PERMANENT_RESIDENCE, "USA110105123456") is None
    assert birth_told(DocumentKind.PASSPORT, "E12345678") is None
    assert gender_told(DocumentKind.OTHER, CARD) is None


def test_every_kind_has_a_name_and_its_number_too() -> None:
    assert set(DOCUMENT_NAMES) == set(DocumentKind)
    assert number_name(DocumentKind.ID_CARD) == "身份证号"
    assert number_name(DocumentKind.PASSPORT) == "护照号"
    assert number_name(DocumentKind.OTHER) == "证件号"
