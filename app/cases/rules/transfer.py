"""When a transfer letter can have come to its receiver.  Pure."""

from __future__ import annotations

from datetime import date


def receipt_fault(received_on: date, *, decided_on: date, sealed_on: date | None, answered_on: date) -> str | None:
    """Why a letter did not come on a day: before it was decided or sealed, or after it was answered."""
    if sealed_on is not None and received_on < sealed_on:
        return f"移交函是{_said(sealed_on)}盖的章，收到的日子不能早于那天。"
    if received_on < decided_on:
        return f"移交是{_said(decided_on)}定下来的，收到的日子不能早于那天。"
    return None if received_on <= answered_on else f"{_said(answered_on)}答复的，收到的日子不能晚于那天。"


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
