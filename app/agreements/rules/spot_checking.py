"""What a check of an agreement by telephone comes to, and who may make it.  Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

CONFIRMED, DIFFERS, NOT_REACHED = "confirmed", "differs", "not_reached"
OWN_CASE = "这一件是您自己调的、或者您录的，要由别人打电话核实。"


def caller_fault(*, typed: bool, mediated: bool) -> str | None:
    """Why somebody does not make the calls: somebody else than who mediated or typed does (domain §10b)."""
    return OWN_CASE if typed or mediated else None


def call_faults(asked: Collection[int], answers: Mapping[int, str], *, note: str) -> dict[str, str]:
    """What is wrong with the calls, by field: somebody left out, or another account without what was said."""
    faults = {}
    if any(answers.get(party) not in (CONFIRMED, DIFFERS, NOT_REACHED) for party in asked):
        faults["answers"] = "每一位都要选；没打通的，选“没有联系上”。"
    if DIFFERS in answers.values() and not note.strip():
        faults["note"] = "有人说法不一样的，请写明他怎么说的。"
    return faults


def check_result(answers: Collection[str], *, is_last: bool) -> str | None:
    """What a check came to; None while somebody is to be called again.

    One who tells it otherwise is enough; only everybody's word confirms it.
    """
    if DIFFERS in answers:
        return DIFFERS
    if NOT_REACHED in answers:
        return NOT_REACHED if is_last else None
    return CONFIRMED
