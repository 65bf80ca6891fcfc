"""What the adviser said is told clause by clause; silence is no opinion."""

from __future__ import annotations

import pytest

from app.legal_review.rules import OUTCOMES
from app.processes.rules.answered import Answered


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("draft", {"outcome": "review"}, "送法律顾问看"),
        ("draft", {"outcome": "skip_review", "skip_reason": "事情小。"}, "不送法律顾问看：事情小。"),
        ("draft", {}, ""),
        ("legal_review", {"outcome": "passed", "comment": "", "comments": {}}, "顾问看过，没有意见"),
        ("legal_review", {"outcome": "passed", "comment": None, "comments": None}, "顾问看过，没有意见"),
        ("legal_review", {"outcome": "passed", "comment": "可以签。"}, "顾问看过，同意定稿：可以签。"),
        (
            "legal_review",
            {
                "outcome": "returned",
                "comment": "其余可以。",
                "comments": {"10": "写明地点。", "2": "写明日子。", "3": ""},
            },
            "顾问退回：第2条：写明日子；第10条：写明地点；总的：其余可以。",
        ),
        ("legal_review", {"outcome": "returned", "comment": "重写。"}, "顾问退回：重写。"),
        ("legal_review", {"outcome": "returned", "comments": {"x": "重写。"}}, "顾问退回"),
        ("legal_review", {}, ""),
        ("decide_review", {"outcome": "substitute", "reason": "他出差。"}, "主任换了一位顾问看：他出差。"),
        ("decide_review", {"outcome": "passed", "reason": "不等了。"}, "主任决定定稿：不等了。"),
        ("decide_review", {"outcome": "returned", "reason": "再改。"}, "主任退回：再改。"),
        ("decide_review", {}, ""),
    ],
)
def test_what_came_of_a_review_is_said_in_its_own_words(step: str, said: dict[str, object], words: str) -> None:
    assert OUTCOMES[step](Answered(said)) == words
