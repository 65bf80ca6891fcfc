"""What is handed out of a paper, and what is taken out of it for those who only read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from app.core.copies import BIRTHDAY, ORIGINAL, OURS, Copy, Reader, copy_for, without_numbers
from app.core.masking import Private, mask_ids, mask_numbers, mask_phones

ID, PHONE, PASSPORT = "370304196803051239", "13987650011", "E12345678"
KNOWN = Private.of([(ID, PHONE), (PASSPORT, ""), ("", "0533-4180001"), ("", "110")])


@dataclass(frozen=True)
class Somebody:
    name: str
    born_on: date | int | None = field(default=None, metadata=BIRTHDAY)
    numbers: tuple[tuple[str, str | None], ...] = ()
    ask: str = field(default="", metadata=OURS)


WANG = Somebody(f"王甲（{ID}）", date(1968, 3, 5), (("身份证号", PASSPORT), ("电话", PHONE), ("备注", None)), PHONE)


@pytest.mark.parametrize(
    ("reader", "is_own_paper", "copy", "deed"),
    [
        (Reader.HANDLING, True, ORIGINAL, "printed:full"),
        (Reader.HANDLING, False, Copy(is_original=False, shows_ids=True, shows_phones=True), "printed:full"),
        (Reader.OFFICE, True, Copy(is_original=True, shows_ids=False, shows_phones=True), "printed:phones"),
        (Reader.OFFICE, False, Copy(is_original=False, shows_ids=False, shows_phones=True), "printed:phones"),
        (Reader.OTHER, True, Copy(is_original=False, shows_ids=False, shows_phones=False), "printed"),
        (Reader.OTHER, False, Copy(is_original=False, shows_ids=False, shows_phones=False), "printed"),
    ],
)
def test_who_handles_prints_the_original_and_everybody_else_reads(
    reader: Reader, is_own_paper: bool, copy: Copy, deed: str
) -> None:
    assert copy_for(reader, is_own_paper=is_own_paper) == copy
    assert copy.deed == deed


def test_an_original_says_all_of_it() -> None:
    assert without_numbers(WANG, ORIGINAL, KNOWN) == WANG


def test_a_copy_to_read_masks_every_field_but_the_offices_own() -> None:
    read = without_numbers(WANG, copy_for(Reader.OTHER), KNOWN)
    assert read.name == "王甲（370304********1239）"
    assert read.numbers == (("身份证号", "*********"), ("电话", "139****0011"), ("备注", None))
    assert read.ask == PHONE


def test_beside_a_masked_number_the_birthday_is_only_a_year() -> None:
    assert without_numbers(WANG, copy_for(Reader.OTHER), KNOWN).born_on == 1968
    assert without_numbers(WANG, copy_for(Reader.OFFICE), KNOWN).born_on == 1968


def test_an_office_reads_the_phone_and_not_the_id_number() -> None:
    read = without_numbers(WANG, copy_for(Reader.OFFICE), KNOWN)
    assert read.numbers[:2] == (("身份证号", "*********"), ("电话", PHONE))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"他的号是{ID}。", "他的号是370304********1239。"),
        ("370304 19680305 1239", "370304**********1239"),
        ("持护照E12345678来的", "持护照*********来的"),
        ("（2026）白塔人调字第0042号", "（2026）白塔人调字第0042号"),
        ("91370304196803051239", "91370304196803051239"),
    ],
)
def test_id_numbers_are_masked_wherever_they_were_typed(text: str, masked: str) -> None:
    assert mask_ids(text, KNOWN.id_numbers) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"打{PHONE}找他", "打139****0011找他"),
        ("0533-4180001", "053****0001"),
        ("打了110", "打了110"),
        ("110", "***"),
        ("2026年11月23日付3000元", "2026年11月23日付3000元"),
    ],
)
def test_phones_are_masked_and_days_and_sums_are_not(text: str, masked: str) -> None:
    assert mask_phones(text, KNOWN.phones) == masked


def test_without_knowing_anybody_the_shape_is_enough() -> None:
    assert mask_numbers(f"{ID}，{PHONE}") == "370304********1239，139****0011"
