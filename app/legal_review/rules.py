"""What came of each step of legal review, in words: only what was answered.  Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.cases.rules.outcomes import because
from app.processes.rules.answered import Answered


def sending_outcome(answered: Answered) -> str:
    """The draft goes to an adviser, or to nobody and why."""
    words = {"review": "送法律顾问看", "skip_review": because("不送法律顾问看", answered.text("skip_reason"))}
    return words.get(answered.text("outcome"), "")


def review_outcome(answered: Answered) -> str:
    """What the adviser said: ``顾问看过，没有意见``, ``顾问退回：第1条……``."""
    said = remarks(answered)
    passed = f"顾问看过，同意定稿：{said}" if said else "顾问看过，没有意见"
    words = {"passed": passed, "returned": because("顾问退回", said)}
    return words.get(answered.text("outcome"), "")


def remarks(answered: Answered) -> str:
    """``第1条：写明日子；总的：……``: what was said of each clause, in their order, and of the whole."""
    given = answered.values.get("comments")
    by_clause = {str(place): str(text).strip() for place, text in given.items()} if isinstance(given, Mapping) else {}
    places = sorted((int(place), text) for place, text in by_clause.items() if place.isdecimal() and text)
    parts = [f"第{place}条：{text}" for place, text in places]
    whole = answered.text("comment")
    parts += [f"总的：{whole}" if parts else whole] if whole else []
    return "；".join([*(part.rstrip("。；") for part in parts[:-1]), *parts[-1:]])


def late_outcome(answered: Answered) -> str:
    """What the head decided when the adviser did not answer in time."""
    words = {"substitute": "主任换了一位顾问看", "passed": "主任决定定稿", "returned": "主任退回"}
    outcome = answered.text("outcome")
    return because(words[outcome], answered.text("reason")) if outcome in words else ""


OUTCOMES = {"draft": sending_outcome, "legal_review": review_outcome, "decide_review": late_outcome}
"""What is said of each answered step of legal review."""
