"""What a letter must say, and what comes before its number and its service."""

from __future__ import annotations

from datetime import date

import pytest

from app.letters.rules import (
    attempt_fault,
    letter_number,
    missing_fields,
    numbering_fault,
    refusal_fault,
    sealing_day_fault,
    service_day_fault,
)
from app.letters.terms import ServiceMethod

BEFORE, NOON, AFTER = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)


def test_a_letter_lacks_what_was_not_written_or_only_blanks() -> None:
    assert missing_fields(("facts", "basis"), {"facts": "查过。", "basis": "第三十二条。"}) == []
    assert missing_fields(("facts", "basis"), {"facts": "  "}) == ["facts", "basis"]


def test_a_letter_is_signed_off_then_sealed_then_served() -> None:
    assert numbering_fault(is_signed_off=True) is None
    assert "第二十二条" in (numbering_fault(is_signed_off=False) or "")
    assert sealing_day_fault(NOON, signed_off_on=NOON, today=NOON) is None
    assert sealing_day_fault(BEFORE, signed_off_on=NOON, today=NOON)
    assert sealing_day_fault(AFTER, signed_off_on=NOON, today=NOON)
    assert service_day_fault(NOON, sealed_on=NOON, today=NOON) is None
    assert service_day_fault(BEFORE, sealed_on=NOON, today=NOON)
    assert service_day_fault(AFTER, sealed_on=NOON, today=NOON)


def test_a_refused_letter_says_why_and_before_whom() -> None:
    assert refusal_fault(ServiceMethod.LEFT, refusal="不签", witness="李四") is None
    assert refusal_fault(ServiceMethod.LEFT, refusal="不签", witness=" ")
    assert refusal_fault(ServiceMethod.LEFT, refusal="", witness="李四")
    assert refusal_fault(ServiceMethod.MAIL, refusal="", witness="") is None


@pytest.mark.parametrize(
    ("method", "reason", "field"),
    [
        (ServiceMethod.MAIL, "查无此人。", None),
        (ServiceMethod.DIRECT, "家里没有人。", None),
        (ServiceMethod.MAIL, " ", "returned_why"),
        (ServiceMethod.LEFT, "不肯收。", "method"),
        (ServiceMethod.NOWHERE, "没有住址。", "method"),
    ],
)
def test_a_letter_that_did_not_arrive_says_why_and_a_refused_one_arrived(
    method: ServiceMethod, reason: str, field: str | None
) -> None:
    assert (attempt_fault(method, reason=reason) or (None,))[0] == field


def test_a_letter_number_is_written_as_offices_write_it() -> None:
    assert letter_number("白信访", 2026, 12) == "白信访〔2026〕12号"
